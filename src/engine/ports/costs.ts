/** What `costs` needs of the world: Cost Explorer of the payer, and a place to keep its answers. */
import type { Answer } from "../../core/fault.ts";
import type { Target } from "../../core/profile.ts";
import type { SpendPeriod } from "../../core/spend-period.ts";
import type { SpendAnswer, SpendQuery } from "../../core/spend-query.ts";
import type { ReadPorts } from "../ports.ts";

/** Each request costs 0.01 USD; `attempts` of an answer counts them. No method changes anything. */
export interface CostGateway {
  /** Names of every service with "Bedrock" in it that was charged for, Marketplace's included (`GetDimensionValues`). */
  bedrockServices(period: SpendPeriod): Promise<Answer<readonly string[]>>;
  /** Amounts by group and span, all pages (`GetCostAndUsage`). */
  spend(query: SpendQuery): Promise<Answer<SpendAnswer>>;
}

export interface CostPorts extends ReadPorts {
  /** `payer.account` may be `CALLER`; the region is that of Cost Explorer's endpoint. */
  costs(payer: Target): CostGateway;
}

/** Keeps texts between runs. Neither reading nor writing ever fails: what cannot be kept is asked again. */
export interface AnswerStore {
  read(key: string): Promise<string | null>;
  write(key: string, text: string): Promise<void>;
}

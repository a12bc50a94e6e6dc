// What each cost operation of Cost Explorer is handed.
import type { CostLine } from "./cost-lines.ts";
import type { Caller, ServiceContext } from "./service.ts";

export interface CostRequest {
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly context: ServiceContext;
  /** Charges that the caller may see: the payer sees those of every account (AWS.md 6). */
  readonly lines: readonly CostLine[];
  readonly appliesFrom: (key: string) => number | undefined;
}

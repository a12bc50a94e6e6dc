/** Asks the payer's Cost Explorer: the states of the keys, then everything that one question takes. Each request costs. */

import type { Answer } from "../core/fault.ts";
import { type KeyStates, mayBeBackfilled } from "../core/key-states.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import type { SpendAnswer, SpendFigures, SpendGrouping, SpendMetric } from "../core/spend-query.ts";
import type { BillingReader } from "./ports/billing.ts";
import type { CostGateway } from "./ports/costs.ts";

export interface SpendQuestion {
  readonly period: SpendPeriod;
  readonly metric: SpendMetric;
  readonly groupings: readonly SpendGrouping[];
  readonly states: KeyStates;
}

/** `attempts` counts the requests of all of it; none where the figures were kept. */
export type AskSpend = (question: SpendQuestion) => Promise<Answer<SpendFigures>>;

/** Backfills only where one may have changed what costs of the period carry. */
export async function askKeyStates(
  billing: Pick<BillingReader, "listTags" | "listBackfills">,
  keys: readonly string[],
  { start }: SpendPeriod,
): Promise<KeyStates> {
  if (keys.length === 0) return { tags: { ok: true, value: [], attempts: 0 }, backfills: null };
  const tags = await billing.listTags(keys);
  const isOpen = tags.ok && tags.value.some((tag) => mayBeBackfilled(tag, start));
  return { tags, backfills: isOpen ? await billing.listBackfills() : null };
}

/** The services first: figures are those of the services that they were asked for. */
export function askingSpend(gateway: CostGateway): AskSpend {
  return async ({ period, metric, groupings }) => {
    const services = await gateway.bedrockServices(period);
    if (!services.ok) return services;
    // Where nothing was charged there is nothing to ask about; an empty list of services would be refused.
    const isEmpty = services.value.length === 0;
    const common = { period, metric, services: services.value };
    const asked = isEmpty
      ? []
      : await Promise.all(groupings.map((grouping) => gateway.spend({ ...common, ...grouping })));
    return joined(services, asked);
  };
}

function joined(services: Answer<readonly string[]> & { ok: true }, asked: readonly Answer<SpendAnswer>[]) {
  const attempts = asked.reduce((sum, answer) => sum + answer.attempts, services.attempts);
  const failed = asked.find((answer) => !answer.ok);
  if (failed?.ok === false) return { ...failed, attempts };
  const answers = asked.flatMap((answer) => (answer.ok ? [answer.value] : []));
  return { ok: true as const, value: { services: services.value, answers }, attempts };
}

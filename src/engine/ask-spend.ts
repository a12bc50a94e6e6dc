/** Asks the payer's Cost Explorer: the states of the keys, then everything that one question takes. Each request costs. */

import type { Answer } from "../core/fault.ts";
import { type KeyStates, mayBeBackfilled } from "../core/key-states.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import type { SpendAnswer, SpendFigures, SpendGrouping, SpendMetric, SpendQuery } from "../core/spend-query.ts";
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
      : await Promise.all(groupings.map((grouping) => askOne(gateway, { ...common, ...grouping })));
    return withServices(services, asked);
  };
}

async function askOne(gateway: CostGateway, { eachService, ...query }: SpendQuery): Promise<Answer<SpendAnswer>> {
  if (eachService === undefined) return gateway.spend(query);
  const answers = await Promise.all(
    query.services.map(async (service) => {
      const answer = await gateway.spend({ ...query, services: [service] });
      return answer.ok ? { ...answer, value: named(service, answer.value) } : answer;
    }),
  );
  const all = allOf(answers);
  if (!all.ok) return all;
  const [first] = all.value;
  return { ...all, value: { spans: first?.spans ?? [], cells: all.value.flatMap(({ cells }) => cells) } };
}

function named(service: string, { spans, cells }: SpendAnswer): SpendAnswer {
  return { spans, cells: cells.map((cell) => ({ ...cell, values: [service, ...cell.values] })) };
}

/** All answers as one, or the first that is none; `attempts` of all together. */
function allOf<T>(answers: readonly Answer<T>[]): Answer<T[]> {
  const attempts = answers.reduce((sum, answer) => sum + answer.attempts, 0);
  const failed = answers.find((answer) => !answer.ok);
  if (failed?.ok === false) return { ...failed, attempts };
  return { ok: true, value: answers.flatMap((answer) => (answer.ok ? [answer.value] : [])), attempts };
}

function withServices(
  services: Answer<readonly string[]> & { ok: true },
  asked: readonly Answer<SpendAnswer>[],
): Answer<SpendFigures> {
  const all = allOf(asked);
  const attempts = services.attempts + all.attempts;
  return all.ok
    ? { ok: true, value: { services: services.value, answers: all.value }, attempts }
    : { ...all, attempts };
}

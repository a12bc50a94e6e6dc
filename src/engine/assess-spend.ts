/** Asks Cost Explorer what last month's spend carries of the tag keys that profiles carry. Each request costs 0.01 USD. */
import type { EstateSpend } from "../core/assess.ts";
import type { KeyUse } from "../core/assess-keys.ts";
import { isActive, reasonOf } from "../core/billing.ts";
import { monthStart } from "../core/calendar.ts";
import type { Answer, Fault } from "../core/fault.ts";
import type { KeyStates } from "../core/key-states.ts";
import { dayOf, type Moment } from "../core/moment.ts";
import { type Coverage, coverageOf, SpendMismatch, type SpendPrice, tabulate, tagValue } from "../core/spend.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import { costTagStatus, type SpendFigures, type SpendGrouping } from "../core/spend-query.ts";
import { askingSpend, askKeyStates } from "./ask-spend.ts";
import type { BillingReader } from "./ports/billing.ts";
import type { CostGateway } from "./ports/costs.ts";

/** Keys that are asked about: more would cost more, and few profiles carry the fifth. */
const MOST_KEYS = 4;
/** Groups that one request takes (AWS.md section 6). */
const KEYS_A_REQUEST = 2;

/** Keys with this sign cannot be told from their values (core/spend-by.ts). */
const DOLLAR = "$";

export interface SpendAsked {
  readonly costs: CostGateway;
  readonly billing: Pick<BillingReader, "listTags" | "listBackfills">;
}

export interface AssessedMonth {
  readonly now: Moment;
  /** Only these accounts' spend; null: all that the payer sees. */
  readonly accounts: readonly string[] | null;
}

/** `keys`: the most carried first. The last full month; usage alone, without credits and tax. */
export async function assessSpend(
  { costs, billing }: SpendAsked,
  keys: readonly KeyUse[],
  { now, accounts }: AssessedMonth,
): Promise<EstateSpend> {
  const today = dayOf(now);
  const period: SpendPeriod = { start: monthStart(today, -1), end: monthStart(today) };
  const asked = keys.map(({ key }) => key).filter((key) => !key.includes(DOLLAR));
  const states = await askKeyStates(billing, asked, period);
  if (!states.tags.ok) return unread(states.tags.fault, states, null);
  const active = new Set(states.tags.value.filter(isActive).map(({ key }) => key));
  const followed = asked.filter((key) => active.has(key)).slice(0, MOST_KEYS);
  const groupings = groupingsOf(followed, accounts);
  const answer = await askingSpend(costs)({ period, metric: "unblended", groupings, states });
  if (!answer.ok) return unread(answer.fault, states, answer);
  const unfollowed = asked.filter((key) => !active.has(key));
  try {
    const told = toldOf(answer.value, followed, states, period);
    return { status: "told", period, accounts, unfollowed, ...told, price: priceOf(states, answer) };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    const fault: Fault = { kind: "unknown", retryable: false, operation: "ce:GetCostAndUsage", message: error.message };
    return unread(fault, states, answer);
  }
}

/** Two keys in each; without any, the sum alone. */
function groupingsOf(keys: readonly string[], accounts: readonly string[] | null): SpendGrouping[] {
  const only = { granularity: "monthly" as const, ...(accounts === null ? {} : { accounts }) };
  if (keys.length === 0) return [{ ...only, groups: [] }];
  return pairsOf(keys).map((pair) => ({ ...only, groups: pair.map((key) => ({ type: "tag" as const, key })) }));
}

function pairsOf(keys: readonly string[]): string[][] {
  const count = Math.ceil(keys.length / KEYS_A_REQUEST);
  return Array.from({ length: count }, (_, at) => keys.slice(at * KEYS_A_REQUEST, (at + 1) * KEYS_A_REQUEST));
}

function toldOf({ answers }: SpendFigures, keys: readonly string[], states: KeyStates, period: SpendPeriod) {
  const tables = answers.map((answer) => tabulate(answer, (values) => values.map(tagValue)));
  const tags = states.tags.ok ? states.tags.value : [];
  const backfills = states.backfills?.ok === true ? states.backfills.value : [];
  const coverage = keys.flatMap((key, at): Coverage[] => {
    const table = tables[Math.floor(at / KEYS_A_REQUEST)];
    const status = costTagStatus(
      tags.find((tag) => tag.key === key),
      backfills,
    );
    return table === undefined ? [] : [coverageOf(key, status, table, at % KEYS_A_REQUEST, period)];
  });
  return {
    currency: tables[0]?.currency ?? null,
    total: tables[0]?.total ?? 0n,
    isEstimated: answers.some(({ spans }) => spans.some(({ estimated }) => estimated)),
    keys: coverage,
  };
}

function priceOf({ tags, backfills }: KeyStates, answer: Answer<SpendFigures> | null): SpendPrice {
  return { requests: tags.attempts + (backfills?.attempts ?? 0) + (answer?.attempts ?? 0), kept: 0 };
}

function unread(fault: Fault, states: KeyStates, answer: Answer<SpendFigures> | null): EstateSpend {
  return { status: "unread", fault, isLinked: reasonOf(fault) === "linked-account", price: priceOf(states, answer) };
}

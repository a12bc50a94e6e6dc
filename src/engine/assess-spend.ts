/** Asks Cost Explorer what last month's spend carries of the tag keys that billing follows. Each request costs 0.01 USD. */
import type { EstateSpend } from "../core/assess.ts";
import { isMark } from "../core/assess-keys.ts";
import { type CostTag, isActive, reasonOf } from "../core/billing.ts";
import { monthStart } from "../core/calendar.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { type KeyStates, mayBeBackfilled } from "../core/key-states.ts";
import { dayOf, type Moment } from "../core/moment.ts";
import { compareText } from "../core/profile.ts";
import {
  type Coverage,
  coverageOf,
  SpendMismatch,
  type SpendPrice,
  type SpendTable,
  tabulate,
  tagValue,
} from "../core/spend.ts";
import { isBillClosed, type SpendPeriod } from "../core/spend-period.ts";
import { costTagStatus, type SpendFigures, type SpendGrouping } from "../core/spend-query.ts";
import { askingSpend } from "./ask-spend.ts";
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

/** What is known of the keys that profiles carry. */
export interface CarriedKeys {
  /** The most carried first. */
  readonly carried: readonly string[];
  /** False where there may be others, in tags and regions that were not read. */
  readonly isAll: boolean;
}

/** The last full month; usage alone, without credits and tax. Billing's active keys say what spend can be told by. */
export async function assessSpend(
  { costs, billing }: SpendAsked,
  keys: CarriedKeys,
  { now, accounts }: AssessedMonth,
): Promise<EstateSpend> {
  const today = dayOf(now);
  const period: SpendPeriod = { start: monthStart(today, -1), end: monthStart(today) };
  const tags = await billing.listTags(null, "Active");
  if (!tags.ok) return unread(tags.fault, { tags, backfills: null }, null);
  const active = tags.value.filter(isActive);
  const asked = keysToAsk(active, keys);
  const mine = active.filter(({ key }) => asked.includes(key));
  const isOpen = mine.some((tag) => mayBeBackfilled(tag, period.start));
  const states: KeyStates = { tags, backfills: isOpen ? await billing.listBackfills() : null };
  const groupings = groupingsOf(asked, accounts);
  const answer = await askingSpend(costs)({ period, metric: "unblended", groupings, states });
  if (!answer.ok) return unread(answer.fault, states, answer);
  const names = new Set(active.map(({ key }) => key));
  const others = {
    unasked: [...names].filter((key) => !asked.includes(key)).sort(compareText),
    unfollowed: keys.carried.filter((key) => !names.has(key) && !isMark(key)),
    backfillFault: states.backfills?.ok === false ? states.backfills.fault : null,
  };
  try {
    const told = toldOf(answer.value, asked, states, period);
    const isEstimated = told.isEstimated || !isBillClosed(period, now);
    return { status: "told", period, accounts, ...others, ...told, isEstimated, price: priceOf(states, answer) };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    const fault: Fault = { kind: "unknown", retryable: false, operation: "ce:GetCostAndUsage", message: error.message };
    return unread(fault, states, answer);
  }
}

/** Active keys that profiles carry; others too, those used last first, where what profiles carry does not tell all. */
function keysToAsk(active: readonly CostTag[], { carried, isAll }: CarriedKeys): string[] {
  const usable = active.filter(({ key }) => !key.includes(DOLLAR));
  const known = new Set(usable.map(({ key }) => key));
  const mine = carried.filter((key) => known.has(key));
  if (isAll && mine.length > 0) return mine.slice(0, MOST_KEYS);
  const others = usable.filter(({ key }) => !mine.includes(key));
  others.sort((a, b) => compareText(b.usedAt ?? "", a.usedAt ?? "") || compareText(a.key, b.key));
  return [...mine, ...others.map(({ key }) => key)].slice(0, MOST_KEYS);
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

/** Where no service was charged nothing is asked of any key. */
const NOTHING: SpendTable = { currency: null, rows: [], total: 0n, series: [] };

function toldOf({ answers }: SpendFigures, keys: readonly string[], states: KeyStates, period: SpendPeriod) {
  const tables = answers.map((answer) => tabulate(answer, (values) => values.map(tagValue)));
  const tags = states.tags.ok ? states.tags.value : [];
  const backfills = states.backfills?.ok === true ? states.backfills.value : [];
  const coverage = keys.map((key, at): Coverage => {
    const table = tables[Math.floor(at / KEYS_A_REQUEST)] ?? NOTHING;
    const status = costTagStatus(
      tags.find((tag) => tag.key === key),
      backfills,
    );
    return coverageOf(key, status, table, at % KEYS_A_REQUEST, period);
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

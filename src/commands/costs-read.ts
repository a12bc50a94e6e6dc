/** The reads of `costs`: the states of the keys, then spend, with the coverage of keys that nothing is grouped by. */
import { reasonOf } from "../core/billing.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { type KeyStates, statusesOf } from "../core/key-states.ts";
import {
  type Coverage,
  coverageOf,
  noCoverage,
  type Spend,
  SpendMismatch,
  type SpendPrice,
  type SpendTable,
  tabulate,
  tagValue,
} from "../core/spend.ts";
import { groupsOf, valuesBy } from "../core/spend-by.ts";
import type { CostTagStatus, SpendFigures, SpendGrouping } from "../core/spend-query.ts";
import { type AskSpend, askKeyStates } from "../engine/ask-spend.ts";
import type { BillingReader } from "../engine/ports/billing.ts";
import type { CostsQuestion } from "./costs-question.ts";

export interface SpendRead {
  readonly spend: Spend;
  readonly price: SpendPrice;
  /** Why nobody knows which keys are active; null where that was told. */
  readonly statusFault: Fault | null;
  /** Why nobody knows what was written back; null where that was told, or makes no difference. */
  readonly backfillFault: Fault | null;
}

export type ReadResult =
  | { readonly ok: true; readonly read: SpendRead }
  | { readonly ok: false; readonly fault: Fault; readonly price: SpendPrice };

/** Groups that one request takes. */
const KEYS_A_REQUEST = 2;

/** Whom the figures are asked of. */
export interface SpendSource {
  /** Twelve digits. */
  readonly payer: string;
  readonly ask: AskSpend;
  /** Asked each time: a kept answer would contradict what has just been applied. */
  readonly billing: Pick<BillingReader, "listTags" | "listBackfills">;
}

export async function readSpend({ payer, ask, billing }: SpendSource, question: CostsQuestion): Promise<ReadResult> {
  const { period, metric, keys } = question;
  const states = await askKeyStates(billing, keys, period);
  const known: Known = { payer, states, statusOf: statusesOf(states) };
  const answer = await ask({ period, metric, groupings: groupingsOf(question, known), states });
  const price = priceOf(states, answer);
  if (!answer.ok) return { ok: false, fault: answer.fault, price };
  try {
    const spend = toSpend(answer.value, question, known);
    const { tags, backfills } = states;
    const statusFault = tags.ok ? null : tags.fault;
    return {
      ok: true,
      read: { spend, price, statusFault, backfillFault: backfills?.ok === false ? backfills.fault : null },
    };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    const fault: Fault = { kind: "unknown", retryable: false, operation: "ce:GetCostAndUsage", message: error.message };
    return { ok: false, fault, price };
  }
}

/** What is known before spend is asked for. */
interface Known {
  readonly payer: string;
  readonly states: KeyStates;
  readonly statusOf: (key: string) => CostTagStatus;
}

function priceOf({ tags, backfills }: KeyStates, answer: Answer<SpendFigures>): SpendPrice {
  const isKept = answer.ok && answer.attempts === 0;
  return {
    requests: tags.attempts + (backfills?.attempts ?? 0) + answer.attempts,
    kept: isKept ? 1 + answer.value.answers.length : 0,
  };
}

/** The figures; then, for two keys each, what carries those that nothing is grouped by. */
function groupingsOf(question: CostsQuestion, known: Known): SpendGrouping[] {
  const { by, granularity } = question;
  const others = pairsOf(otherKeys(question, known)).map(
    (pair): SpendGrouping => ({ granularity: "monthly", groups: pair.map((key) => ({ type: "tag", key })) }),
  );
  return [{ granularity, groups: by.flatMap(groupsOf) }, ...others];
}

function toSpend({ services, answers }: SpendFigures, question: CostsQuestion, known: Known): Spend {
  const { by, period, granularity, metric, keys } = question;
  const [answer = { spans: [], cells: [] }, ...more] = answers;
  const { payer, states, statusOf } = known;
  const table = tabulate(answer, valuesBy(by));
  const tables: Tables = {
    table,
    named: by.map(({ kind, name }) => (kind === "tag" ? name : null)),
    tables: more.map((one) => tabulate(one, (told) => told.map(tagValue))),
    others: otherKeys(question, known),
  };
  const isLinked = !states.tags.ok && reasonOf(states.tags.fault) === "linked-account";
  const coverage = keys.map((key) => coverOne(key, statusOf(key), tables, question));
  return { payer, isLinked, by, period, granularity, metric, services, spans: answer.spans, ...table, coverage };
}

/** Keys that nothing is grouped by. One that is not active covers nothing, whatever is asked. */
function otherKeys({ by, keys }: CostsQuestion, { statusOf }: Known): string[] {
  const named = by.flatMap(({ kind, name }) => (kind === "tag" ? [name] : []));
  return keys.filter((key) => !named.includes(key) && ["active", "unknown"].includes(statusOf(key).status));
}

function pairsOf(keys: readonly string[]): string[][] {
  const pairs: string[][] = [];
  for (let at = 0; at < keys.length; at += KEYS_A_REQUEST) pairs.push(keys.slice(at, at + KEYS_A_REQUEST));
  return pairs;
}

interface Tables {
  readonly table: SpendTable;
  /** The tag key at each place of the table's rows; null for what is no tag. */
  readonly named: readonly (string | null)[];
  /** Of the other keys, two in each. */
  readonly tables: readonly SpendTable[];
  readonly others: readonly string[];
}

function coverOne(key: string, status: CostTagStatus, tables: Tables, { period }: CostsQuestion): Coverage {
  const place = tables.named.indexOf(key);
  if (place >= 0) return coverageOf(key, status, tables.table, place, period);
  const at = tables.others.indexOf(key);
  const other = at < 0 ? undefined : tables.tables[Math.floor(at / KEYS_A_REQUEST)];
  if (other !== undefined) return coverageOf(key, status, other, at % KEYS_A_REQUEST, period);
  return noCoverage(key, status, tables.table);
}

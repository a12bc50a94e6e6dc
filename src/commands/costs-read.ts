/** The reads of `costs`: services, statuses of the keys, spend, and the coverage of keys that nothing is grouped by. */
import type { Answer, Fault } from "../core/fault.ts";
import { dayOf } from "../core/moment.ts";
import {
  type Coverage,
  coverageOf,
  type Spend,
  SpendMismatch,
  type SpendPrice,
  type SpendTable,
  tabulate,
  tagValue,
} from "../core/spend.ts";
import { groupsOf, valuesBy } from "../core/spend-by.ts";
import { type CostTagStatus, costTagStatus, type SpendAnswer, type SpendQuery } from "../core/spend-query.ts";
import type { BillingReader } from "../engine/ports/billing.ts";
import type { CostGateway } from "../engine/ports/costs.ts";
import type { CostsQuestion } from "./costs-question.ts";

export interface SpendRead {
  readonly spend: Spend;
  readonly price: SpendPrice;
  /** Why nobody knows which keys are active; null where that was told. */
  readonly statusFault: Fault | null;
}

export type ReadResult =
  | { readonly ok: true; readonly read: SpendRead }
  | { readonly ok: false; readonly fault: Fault };

const UNKNOWN: CostTagStatus = { status: "unknown", since: null };

/** Groups that one request takes. */
const KEYS_A_REQUEST = 2;

/** Whom the figures are asked of. */
export interface SpendSource {
  /** Twelve digits. */
  readonly payer: string;
  readonly costs: CostGateway;
  /** Asked each time: a kept answer would contradict what has just been applied. */
  readonly billing: Pick<BillingReader, "listTags">;
}

export async function readSpend({ payer, costs, billing }: SpendSource, question: CostsQuestion): Promise<ReadResult> {
  const { period, keys } = question;
  const meter = new Meter();
  const [services, statuses] = await Promise.all([
    costs.bedrockServices(period).then((answer) => meter.count(answer)),
    keys.length === 0 ? null : billing.listTags(keys).then((answer) => meter.count(answer)),
  ]);
  if (!services.ok) return services;
  const known: Known = {
    payer,
    services: services.value,
    statusOf: (key) => (statuses?.ok ? costTagStatus(statuses.value.find((tag) => tag.key === key)) : UNKNOWN),
  };
  // Where nothing was charged there is nothing to ask about; an empty list of services would be refused.
  const ask: Ask = async (query) => (services.value.length === 0 ? NOTHING : meter.count(await costs.spend(query)));
  const asked = await askSpend(ask, question, known);
  const failed = asked.find((answer) => !answer.ok);
  if (failed?.ok === false) return failed;
  try {
    const spend = toSpend(
      asked.flatMap((answer) => (answer.ok ? [answer.value] : [])),
      question,
      known,
    );
    const statusFault = statuses?.ok === false ? statuses.fault : null;
    return { ok: true, read: { spend, price: meter.price, statusFault } };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    const fault: Fault = { kind: "unknown", retryable: false, operation: "ce:GetCostAndUsage", message: error.message };
    return { ok: false, fault };
  }
}

/** What is known before spend is asked for. */
interface Known {
  readonly payer: string;
  readonly services: readonly string[];
  readonly statusOf: (key: string) => CostTagStatus;
}

type Ask = (query: SpendQuery) => Promise<Answer<SpendAnswer>>;

/** The figures; then, for two keys each, what carries those that nothing is grouped by. */
function askSpend(ask: Ask, question: CostsQuestion, known: Known): Promise<Answer<SpendAnswer>[]> {
  const { by, period, granularity, metric } = question;
  const common = { period, metric, services: known.services };
  return Promise.all([
    ask({ ...common, granularity, groups: by.flatMap(groupsOf) }),
    ...pairsOf(otherKeys(question, known)).map((pair) =>
      ask({ ...common, granularity: "monthly", groups: pair.map((key) => ({ type: "tag", key })) }),
    ),
  ]);
}

function toSpend([answer = NO_SPEND, ...more]: readonly SpendAnswer[], question: CostsQuestion, known: Known): Spend {
  const { by, period, granularity, metric, keys } = question;
  const { payer, services, statusOf } = known;
  const table = tabulate(answer, valuesBy(by));
  const tables: Tables = {
    table,
    named: by.map(({ kind, name }) => (kind === "tag" ? name : null)),
    tables: more.map((one) => tabulate(one, (told) => told.map(tagValue))),
    others: otherKeys(question, known),
  };
  const coverage = keys.map((key) => coverOne(key, statusOf(key), tables)).map((one) => unlessLate(one, period.end));
  return { payer, by, period, granularity, metric, services, spans: answer.spans, ...table, coverage };
}

/** Keys that nothing is grouped by. One that is not active covers nothing, whatever is asked. */
function otherKeys({ by, keys }: CostsQuestion, { statusOf }: Known): string[] {
  const named = by.flatMap(({ kind, name }) => (kind === "tag" ? [name] : []));
  return keys.filter((key) => !named.includes(key) && ["active", "unknown"].includes(statusOf(key).status));
}

const NO_SPEND: SpendAnswer = { spans: [], cells: [] };
const NOTHING: Answer<SpendAnswer> = { ok: true, value: NO_SPEND, attempts: 0 };

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

function coverOne(key: string, status: CostTagStatus, { table, named, tables, others }: Tables): Coverage {
  const place = named.indexOf(key);
  if (place >= 0) return coverageOf(key, status, table, place);
  const at = others.indexOf(key);
  const other = at < 0 ? undefined : tables[Math.floor(at / KEYS_A_REQUEST)];
  if (other !== undefined) return coverageOf(key, status, other, at % KEYS_A_REQUEST);
  return { key, status, covered: 0n, uncovered: table.total, share: null };
}

/** Where a key was followed only after the period, spend that carries none of it says nothing; a backfill is seen by its values. */
function unlessLate(one: Coverage, end: string): Coverage {
  const { status, covered } = one;
  const isLate = status.status === "active" && status.since !== null && dayOf(status.since) >= end && covered === 0n;
  return isLate ? { ...one, status: { ...status, status: "late" }, share: null } : one;
}

/** Counts requests, and answers that took none. */
class Meter {
  #requests = 0;
  #kept = 0;

  count<T>(answer: Answer<T>): Answer<T> {
    this.#requests += answer.attempts;
    if (answer.ok && answer.attempts === 0) this.#kept += 1;
    return answer;
  }

  get price(): SpendPrice {
    return { requests: this.#requests, kept: this.#kept };
  }
}

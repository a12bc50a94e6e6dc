/** The reads of `costs`: services, statuses of the keys, spend, and the coverage of keys that nothing is grouped by. */
import type { Answer, Fault } from "../core/fault.ts";
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
import type { CostTagStatus, SpendAnswer } from "../core/spend-query.ts";
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

export async function readSpend(gateway: CostGateway, payer: string, question: CostsQuestion): Promise<ReadResult> {
  const { by, period, granularity, metric, keys } = question;
  const meter = new Meter();
  const [services, statuses] = await Promise.all([
    gateway.bedrockServices(period).then((answer) => meter.count(answer)),
    keys.length === 0 ? null : gateway.costTagStatus(keys).then((answer) => meter.count(answer)),
  ]);
  if (!services.ok) return services;
  const statusOf = (key: string): CostTagStatus => (statuses?.ok ? (statuses.value.get(key) ?? UNKNOWN) : UNKNOWN);
  const common = { period, metric, services: services.value };
  const named = by.flatMap(({ kind, name }) => (kind === "tag" ? [name] : []));
  const others = keys.filter((key) => !named.includes(key) && mayCount(statusOf(key)));
  const ask = async (query: Parameters<CostGateway["spend"]>[0]): Promise<Answer<SpendAnswer>> =>
    services.value.length === 0 ? NOTHING : meter.count(await gateway.spend(query));
  const [answer, ...more] = await Promise.all([
    ask({ ...common, granularity, groups: by.flatMap(groupsOf) }),
    ...pairsOf(others).map((pair) =>
      ask({ ...common, granularity: "monthly", groups: pair.map((key) => ({ type: "tag", key })) }),
    ),
  ]);
  const failed = [answer, ...more].find((one) => !one.ok);
  if (failed?.ok === false) return failed;
  if (!answer.ok) return answer;
  try {
    const table = tabulate(answer.value, valuesBy(by));
    const tables = more.map((one) => tabulate(one.ok ? one.value : NO_SPEND, (told) => told.map(tagValue)));
    const coverage = keys.map((key) =>
      coverOne(key, statusOf(key), {
        table,
        named: by.map((one) => (one.kind === "tag" ? one.name : null)),
        tables,
        others,
      }),
    );
    const { rows, total, series, currency } = table;
    const spend = {
      payer,
      by,
      ...common,
      granularity,
      currency,
      spans: answer.value.spans,
      rows,
      total,
      series,
      coverage,
    };
    return {
      ok: true,
      read: { spend, price: meter.price, statusFault: statuses?.ok === false ? statuses.fault : null },
    };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    const fault: Fault = { kind: "unknown", retryable: false, operation: "ce:GetCostAndUsage", message: error.message };
    return { ok: false, fault };
  }
}

const NO_SPEND: SpendAnswer = { spans: [], cells: [] };
const NOTHING: Answer<SpendAnswer> = { ok: true, value: NO_SPEND, attempts: 0 };

/** A key that is not active covers nothing, whatever is asked. */
function mayCount({ status }: CostTagStatus): boolean {
  return status === "active" || status === "unknown";
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

function coverOne(key: string, status: CostTagStatus, { table, named, tables, others }: Tables): Coverage {
  const place = named.indexOf(key);
  if (place >= 0) return coverageOf(key, status, table, place);
  const at = others.indexOf(key);
  const other = at < 0 ? undefined : tables[Math.floor(at / KEYS_A_REQUEST)];
  if (other !== undefined) return coverageOf(key, status, other, at % KEYS_A_REQUEST);
  return { key, status, covered: 0n, uncovered: table.total, share: null };
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

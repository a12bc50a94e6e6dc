/** Answers of Cost Explorer that are kept between runs, since each costs money. Faults are never kept. */
import { monthStart } from "../core/calendar.ts";
import type { Answer } from "../core/fault.ts";
import { canonicalJson, hashOf } from "../core/hash.ts";
import { dayOf, type Moment } from "../core/moment.ts";
import { membersOf, type Reader, readFlag, readList, readText, ShapeError } from "../core/shape.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import type { SpendAnswer, SpendCell, SpendSpan } from "../core/spend-query.ts";
import type { AnswerStore, CostGateway } from "./ports/costs.ts";
import type { Clock } from "./ports.ts";

export interface KeepOptions {
  readonly store: AnswerStore;
  readonly clock: Clock;
  /** Whose answers these are: the payer's account, and where it was asked when that is not AWS. */
  readonly origin: { readonly payer: string; readonly endpoint: string | null };
  /** Ask again, whatever is kept; what is answered is kept. */
  readonly refresh: boolean;
}

const HOUR_MS = 3_600_000;
/** Cost Explorer itself is brought up to date a few times a day. */
const OPEN_FOR_MS = 12 * HOUR_MS;
/** A closed bill changes seldom: refunds and late charges. */
const CLOSED_FOR_MS = 7 * 24 * HOUR_MS;
/** Until this day of a month the bill of the one before is taken for open. */
const FINAL_FROM_DAY = 11;

/** The same gateway, asking only for what is not kept; a kept answer took no attempts. */
export function keptCosts(gateway: CostGateway, options: KeepOptions): CostGateway {
  return {
    bedrockServices: (period) =>
      kept(options, { operation: "services", period }, { period, read: readList(readText) }, () =>
        gateway.bedrockServices(period),
      ),
    spend: (query) =>
      kept(options, { operation: "spend", query }, { period: query.period, read: readAnswer }, () =>
        gateway.spend(query),
      ),
  };
}

interface Keeping<T> {
  readonly period: SpendPeriod;
  readonly read: Reader<T>;
}

async function kept<T>(
  { store, clock, origin, refresh }: KeepOptions,
  question: object,
  { period, read }: Keeping<T>,
  ask: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const whole = { ...origin, ...question };
  const key = hashOf(whole);
  const now = clock.now();
  if (!refresh) {
    const text = await store.read(key);
    const found = text === null ? undefined : readEntry(text, whole, now, read);
    if (found !== undefined) return { ok: true, value: found, attempts: 0 };
  }
  const answer = await ask();
  if (answer.ok) {
    const until = clock.now(isClosed(period, now) ? CLOSED_FOR_MS : OPEN_FOR_MS);
    await store.write(key, `${canonicalJson({ format: FORMAT, question: whole, until, value: answer.value })}\n`);
  }
  return answer;
}

const FORMAT = "strata-costs-1";

/** Undefined for anything but a live answer to this very question: a damaged or foreign file is asked again. */
function readEntry<T>(text: string, question: object, now: Moment, read: Reader<T>): T | undefined {
  try {
    const { get } = membersOf(JSON.parse(text), "");
    const isOurs = get("format", readText) === FORMAT && get("until", readText) > now;
    const isAsked = canonicalJson(get("question", (value) => value)) === canonicalJson(question);
    return isOurs && isAsked ? get("value", read) : undefined;
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isClosed({ end }: SpendPeriod, now: Moment): boolean {
  const today = dayOf(now);
  const isFinal = Number(today.slice(8)) >= FINAL_FROM_DAY;
  return end <= monthStart(today, isFinal ? 0 : -1);
}

const readSpan: Reader<SpendSpan> = (value, at) => {
  const { get } = membersOf(value, at);
  return { start: get("start", readText), end: get("end", readText), estimated: get("estimated", readFlag) };
};

/** As Cost Explorer tells it; anything else is a damaged file, and asked again. */
const readAmount: Reader<string> = (value, at) => {
  const text = readText(value, at);
  if (!/^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(text)) throw new ShapeError(at, "an amount");
  return text;
};

const readCell: Reader<SpendCell> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    start: get("start", readText),
    values: get("values", readList(readText)),
    amount: get("amount", readAmount),
    currency: get("currency", readText),
  };
};

const readAnswer: Reader<SpendAnswer> = (value, at) => {
  const { get } = membersOf(value, at);
  return { spans: get("spans", readList(readSpan)), cells: get("cells", readList(readCell)) };
};

/** Answers of Cost Explorer that are kept between runs, since each costs money. Faults are never kept. */
import { BILLING_CLOCK_MS } from "../core/billing.ts";
import { canonicalJson, hashOf } from "../core/hash.ts";
import { keyStability, statesOf } from "../core/key-states.ts";
import type { Moment } from "../core/moment.ts";
import { membersOf, type Reader, readFlag, readList, readText, ShapeError } from "../core/shape.ts";
import { isBillClosed } from "../core/spend-period.ts";
import type { SpendAnswer, SpendCell, SpendFigures, SpendSpan } from "../core/spend-query.ts";
import type { AskSpend, SpendQuestion } from "./ask-spend.ts";
import type { AnswerStore } from "./ports/costs.ts";
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

/**
 * Figures of an earlier run, all of one moment, or else all asked anew: older ones beside newer ones, or beside an older
 * list of services, would not add up. They belong to the states that the keys had when they were asked for.
 */
export function keptSpend(ask: AskSpend, { store, clock, origin, refresh }: KeepOptions): AskSpend {
  return async (question) => {
    const { states, ...asked } = question;
    const whole = { ...origin, ...asked, states: statesOf(states, asked.groupings) };
    const key = hashOf(whole);
    if (!refresh) {
      const text = await store.read(key);
      const found = text === null ? undefined : readEntry(text, whole, clock.now());
      if (found !== undefined) return { ok: true, value: found, attempts: 0 };
    }
    const forMs = keepingMs(question, clock);
    const answer = await ask(question);
    if (answer.ok && forMs > 0) {
      const until = clock.now(forMs);
      await store.write(key, `${canonicalJson({ format: FORMAT, question: whole, until, value: answer.value })}\n`);
    }
    return answer;
  };
}

/** 0 where the next answer may be another one. */
function keepingMs({ period, states, groupings }: SpendQuestion, clock: Clock): number {
  const stability = keyStability(states, groupings, clock.now(-BILLING_CLOCK_MS));
  if (stability === "moving") return 0;
  return stability === "settled" && isBillClosed(period, clock.now()) ? CLOSED_FOR_MS : OPEN_FOR_MS;
}

const FORMAT = "strata-costs-2";

/** Undefined for anything but a live answer to this very question: a damaged or foreign file is asked again. */
function readEntry(text: string, question: object, now: Moment): SpendFigures | undefined {
  try {
    const { get } = membersOf(JSON.parse(text), "");
    const isOurs = get("format", readText) === FORMAT && get("until", readText) > now;
    const isAsked = canonicalJson(get("question", (value) => value)) === canonicalJson(question);
    return isOurs && isAsked ? get("value", readFigures) : undefined;
  } catch (error) {
    if (error instanceof ShapeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
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
  const { get, maybe } = membersOf(value, at);
  const quantity = maybe("quantity", readAmount);
  return {
    start: get("start", readText),
    values: get("values", readList(readText)),
    amount: get("amount", readAmount),
    currency: get("currency", readText),
    ...(quantity === undefined ? {} : { quantity, unit: get("unit", readText) }),
  };
};

const readAnswer: Reader<SpendAnswer> = (value, at) => {
  const { get } = membersOf(value, at);
  return { spans: get("spans", readList(readSpan)), cells: get("cells", readList(readCell)) };
};

const readFigures: Reader<SpendFigures> = (value, at) => {
  const { get } = membersOf(value, at);
  return { services: get("services", readList(readText)), answers: get("answers", readList(readAnswer)) };
};

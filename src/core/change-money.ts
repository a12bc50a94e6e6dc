/** What a change means in money, and how a saved plan holds it. Display only: no hash holds any of it. */
import type { CostUnknown } from "./profile-money.ts";
import { membersOf, type Reader, readFlag, readList, readNullable, readOne, readText, ShapeError } from "./shape.ts";

/** A changed value of a cost allocation tag; null is what carries none. Projects go by their present names. */
export interface MoneyMove {
  readonly key: string;
  readonly from: string | null;
  /** The same as `from` where both are names of one project. */
  readonly to: string | null;
  /** Billing does not follow the key, so the edit moves nothing on the bill. */
  readonly unfollowed?: true;
  /** Why nobody knows how much of the amount moves. */
  readonly unsure?: UnsureMove;
}

/** `other-values`: another profile of the name has another value; `renamed`: a profile of another name takes its place. */
export type UnsureMove = "other-values" | "renamed";

/** What a change means in money: the actual cost of its profile in the last full month. */
export interface ChangeMoney {
  /** `2026-10`. */
  readonly month: string;
  /** A decimal number, exact; null where it is not known. */
  readonly amount: string | null;
  /** Null where the amount is, and where the account was charged for nothing. */
  readonly currency: string | null;
  /** The bill of the month is not final. */
  readonly estimated?: true;
  /** Other profiles of the same name may be in it. */
  readonly ofName?: true;
  /** Only where the amount is null. */
  readonly unknown?: CostUnknown;
  readonly moves: readonly MoneyMove[];
}

/** With its keys in a fixed order. */
export function toFileMoney({ month, amount, currency, estimated, ofName, unknown, moves }: ChangeMoney): ChangeMoney {
  return {
    month,
    amount,
    currency,
    ...(estimated === undefined ? {} : { estimated }),
    ...(ofName === undefined ? {} : { ofName }),
    ...(unknown === undefined ? {} : { unknown: toFileUnknown(unknown) }),
    moves: moves.map(({ key, from, to, unfollowed, unsure }) => ({
      key,
      from,
      to,
      ...(unfollowed === undefined ? {} : { unfollowed }),
      ...(unsure === undefined ? {} : { unsure }),
    })),
  };
}

function toFileUnknown(unknown: CostUnknown): CostUnknown {
  const { why } = unknown;
  return why === "followed-since" ? { why, since: unknown.since } : { why };
}

/** What such a text may hold, so that none of it is a stranger's: it is shown as it stands. */
function readMatching(pattern: RegExp, wanted: string): Reader<string> {
  return (value, at) => {
    const text = readText(value, at);
    if (!pattern.test(text)) throw new ShapeError(at, wanted);
    return text;
  };
}

const readMonth = readMatching(/^\d{4}-\d\d$/, "a month");
const readDay = readMatching(/^\d{4}-\d\d-\d\d$/, "a day");
const readAmount = readMatching(/^-?\d{1,30}(?:\.\d{1,18})?$/, "an amount");
const readCurrency = readMatching(/^[A-Z/]{3}$/, "a currency");

const readTrue: Reader<true> = (value, at) => {
  if (!readFlag(value, at)) throw new ShapeError(at, "true");
  return true;
};

export const readMoney: Reader<ChangeMoney> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const estimated = maybe("estimated", readTrue);
  const ofName = maybe("ofName", readTrue);
  const unknown = maybe("unknown", readUnknown);
  const amount = get("amount", readNullable(readAmount));
  if ((amount === null) !== (unknown !== undefined)) throw new ShapeError(`${at}.amount`, "known, or why it is not");
  return {
    month: get("month", readMonth),
    amount,
    currency: get("currency", readNullable(readCurrency)),
    ...(estimated === undefined ? {} : { estimated }),
    ...(ofName === undefined ? {} : { ofName }),
    ...(unknown === undefined ? {} : { unknown }),
    moves: get("moves", readList(readMove)),
  };
};

const readUnknown: Reader<CostUnknown> = (value, at) => {
  const { get } = membersOf(value, at);
  const why = get("why", readOne(["followed-since", "shared-name", "unnamed", "adopted", "unbilled"] as const));
  return why === "followed-since" ? { why, since: get("since", readDay) } : { why };
};

const readMove: Reader<MoneyMove> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const unfollowed = maybe("unfollowed", readTrue);
  const unsure = maybe("unsure", readOne(["other-values", "renamed"] as const));
  return {
    key: get("key", readText),
    from: get("from", readNullable(readText)),
    to: get("to", readNullable(readText)),
    ...(unfollowed === undefined ? {} : { unfollowed }),
    ...(unsure === undefined ? {} : { unsure }),
  };
};

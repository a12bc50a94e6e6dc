/** A report that was kept (schema/close.schema.json) back as values, if it is still what was written. */
import { type Money, parseMoney } from "./money.ts";
import { closeHash } from "./report-figures.ts";
import { membersOf, type Reader, readList, readNullable, readObject, readOne, readText, ShapeError } from "./shape.ts";

/** What a later report is compared with. */
export interface KeptClose {
  readonly hash: string;
  readonly payer: string;
  /** `2026-10`. */
  readonly month: string;
  readonly key: string;
  readonly currency: string | null;
  /** Amounts by value of the key, as they stood on the bill; null: no value. A value may stand several times. */
  readonly amounts: readonly { readonly value: string | null; readonly amount: Money }[];
  readonly charges: readonly KeptCharge[];
}

export interface KeptCharge {
  readonly recordType: string;
  readonly service: string;
  readonly amount: Money;
}

export type ReadClose = { readonly ok: true; readonly close: KeptClose } | { readonly ok: false; readonly why: string };

const FORMAT = "1.0";

export function readKeptClose(text: string): ReadClose {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    const { get } = membersOf(value, "");
    const format = get("formatVersion", readText);
    if (format !== FORMAT) return { ok: false, why: `it is of format ${format}, and this version reads ${FORMAT}` };
    const hash = get("hash", readText);
    const close = readClose(value, "");
    // Whatever else is in it is covered too.
    if (closeHash(readObject(value, "")) !== hash) {
      return { ok: false, why: "its content does not have its hash: it was changed after it was written" };
    }
    return { ok: true, close: { ...close, hash } };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, why: `it is no report of a month: ${error.message}` };
    if (error instanceof SyntaxError) return { ok: false, why: "it is not JSON" };
    throw error;
  }
}

const readMoney: Reader<Money> = (value, at) => {
  const money = parseMoney(readText(value, at));
  if (money === undefined) throw new ShapeError(at, "an amount");
  return money;
};

const readMonth: Reader<string> = (value, at) => {
  const text = readText(value, at);
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) throw new ShapeError(at, "a month");
  return text;
};

const readLine: Reader<KeptClose["amounts"][number]> = (value, at) => {
  const { get } = membersOf(value, at);
  return { value: get("value", readNullable(readText)), amount: get("amount", readMoney) };
};

const readLines: Reader<KeptClose["amounts"]> = (value, at) => membersOf(value, at).get("lines", readList(readLine));

const readCharge: Reader<KeptCharge> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    recordType: get("recordType", readText),
    service: get("service", readText),
    amount: get("amount", readMoney),
  };
};

const readKey: Reader<string> = (value, at) => membersOf(value, at).get("key", readText);

const readClose: Reader<Omit<KeptClose, "hash">> = (value, at) => {
  const { get } = membersOf(value, at);
  get("metric", readOne(["unblended"]));
  return {
    payer: get("payer", readText),
    month: get("month", readMonth),
    key: get("key", readKey),
    currency: get("currency", readNullable(readText)),
    amounts: [...get("projects", readList(readLines)).flat(), ...get("unallocated", readLines)],
    charges: get("charges", readList(readCharge)),
  };
};

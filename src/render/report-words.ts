/** Words that every format of `report` shares. */
import { addDays } from "../core/calendar.ts";
import { exactMoney, type Money, moneyText, shareText } from "../core/money.ts";
import type { Close, CloseState, TwoMonths } from "../core/report.ts";
import type { Restatement } from "../core/report-restate.ts";
import { formerText } from "./costs-projects.ts";

/** Bears brackets, which no tag value on Bedrock can (AWS.md section 1.2). */
export const UNALLOCATED = "(unallocated)";

/** A value of the key; in quotes where blanks would hide it, or make it look like another. */
export function projectText(value: string): string {
  return value === value.trim() && value !== "" ? value : `"${value}"`;
}

/** A text from strangers as the format writes it. */
export type Quoted = (text: string) => string;
const bare: Quoted = (text) => text;

/** `+12.00`, `-3.40`; nothing has no sign. */
export function signedText(amount: Money): string {
  const text = moneyText(amount);
  return amount > 0n && text !== "0.00" ? `+${text}` : text;
}

export function amountText(amount: Money, { currency }: Pick<Close, "currency">): string {
  return `${moneyText(amount)} ${currency ?? ""}`.trimEnd();
}

/** `+1,234.00 (+11.1 %)`; without a share where the month before is not above 0. */
export function changeText({ amount, before }: TwoMonths): string {
  const change = amount - before;
  const share = shareText(change < 0n ? -change : change, before);
  const sign = change < 0n ? "-" : "+";
  return share === "" || change === 0n ? signedText(change) : `${signedText(change)} (${sign}${share})`;
}

export function payerText({ payer, isLinked }: Close, quoted: Quoted = bare): string {
  return isLinked ? `account ${quoted(payer)} (linked: its own costs only)` : `payer ${quoted(payer)}`;
}

/** What of the figures may still change. */
export function stateText({ state, stateBefore, month, monthBefore, period }: Close): string {
  const before = stateBefore === "final" ? "" : ` ${monthBefore} is estimated too.`;
  return `${STATES[state]({ month, last: addDays(period.end, -1), monthBefore })}${before}`;
}

interface StateFacts {
  readonly month: string;
  readonly last: string;
  readonly monthBefore: string;
}

const STATES: Readonly<Record<CloseState, (facts: StateFacts) => string>> = {
  running: ({ month, last, monthBefore }) =>
    `Estimated: ${month} is not over. It is told up to ${last}, beside the whole of ${monthBefore}.`,
  estimated: ({ month }) => `Estimated: the bill of ${month} is not closed yet, and figures may change.`,
  final: ({ month }) => `Final: the bill of ${month} is closed.`,
};

/** Why spend is nobody's; null where all of it has a value. */
export function unallocatedText({ key, unallocated, total }: Close, quoted: Quoted = bare): string | null {
  const name = quoted(key.key);
  if (!key.isKnown) {
    if (total.amount === 0n && total.before === 0n) return null;
    return `Nobody knows whose money this is: ${WHY_UNKNOWN[key.status]} ${name}, so everything is unallocated. That says nothing about how profiles are tagged.`;
  }
  const late =
    key.partialFrom === null
      ? ""
      : ` Costs carry ${name} only from ${key.partialFrom} on: what came before is unallocated, however it was tagged, and changes by project mislead.`;
  if (unallocated.amount === 0n) return late === "" ? null : late.trimStart();
  return `Unallocated is what carries no ${name}: calls through no tagged profile (strata leaks tells which).${late}`;
}

const WHY_UNKNOWN: Readonly<Record<Close["key"]["status"], string>> = {
  inactive: "billing does not follow the key",
  unseen: "billing has met no charge yet with the key",
  late: "billing did not follow the key in these months, but only later:",
  unknown: "no spend carries the key",
  active: "no spend carries the key",
};

/** The parts beside the whole that was asked for by itself. */
export function proofText(close: Close, quoted: Quoted = bare): string {
  const { proof, services, month, monthBefore } = close;
  const { allocated, unallocated, total, differences } = proof;
  const [ofMonth, ofBefore, byKind] = differences;
  const sum = `projects ${moneyText(allocated)} + unallocated ${moneyText(unallocated)}`;
  const of = `the total of ${services.length === 1 ? "the service" : `${services.length} services`} without grouping`;
  if (proof.holds) {
    const whole = `${sum} = ${amountText(total, close)}, ${of} (${services.map(quoted).join(", ")})`;
    return `Proof: ${whole}, ${digitsText(proof.differences, proof.rounding)}. So it is for ${monthBefore}, and for usage by kind of charge.`;
  }
  const parts = [
    ...(ofMonth === 0n
      ? []
      : [`${month}: ${sum} differ from ${of}, ${amountText(total, close)}, by ${exactMoney(ofMonth)}`]),
    ...(ofBefore === 0n ? [] : [`${monthBefore}: the parts differ from the total by ${exactMoney(ofBefore)}`]),
    ...(byKind === 0n ? [] : [`${month}: usage by kind of charge differs from the total by ${exactMoney(byKind)}`]),
  ];
  return `No proof: ${parts.join("; ")}.`;
}

function digitsText(differences: readonly Money[], rounding: Money): string {
  if (differences.every((difference) => difference === 0n)) return "to the last digit";
  return `but for the rounding of single figures, ${exactMoney(rounding)} at most`;
}

export function formerNamesText({ merged }: Close, quoted: Quoted = bare): string | null {
  const text = formerText(merged, quoted);
  return text === null ? null : `${text}.`;
}

/** Values that somebody may have mistyped; null where nothing is registered or all are. */
export function unregisteredText({ projects }: Close, quoted: Quoted = bare): string | null {
  const names = projects.flatMap(({ project, isRegistered }) =>
    isRegistered === false ? [quoted(projectText(project))] : [],
  );
  if (names.length === 0) return null;
  return names.length === 1
    ? `${names[0]} is no registered project.`
    : `${names.join(", ")} are no registered projects.`;
}

/** Why cost per profile is not told, or not for all of the two months; null where it is. */
export function profilesText({ profiles }: Close): string | null {
  if (profiles === null) return PROFILES_HINT;
  if (profiles.partialFrom === null) return null;
  return `Costs carry strata:name only from ${profiles.partialFrom} on: what came before counts as no profile's.`;
}

const PROFILES_HINT =
  "Cost per profile is not told: billing does not follow strata:name. costAllocationTags: [strata:name] in the file, and an apply, activate it.";

export const SPLIT_NOTE =
  "Volume: more or fewer tokens, at the old average price. Mix: other models, or another share of input and output. Rate: other prices for the same. They add up to the change.";

export const TAX_NOTE =
  "Cost Explorer tells the tax of the whole bill, of every service, and no part of it for Bedrock alone; it is not in the sum.";

/** Where nothing has changed since an older report. */
export function unchangedText({ since }: Restatement, { month }: Close): string {
  return `Since the report ${since.slice(0, 12)} no figure of ${month} has changed.`;
}

/** The same beside a format that has no place for it, also where something has. */
export function restatedNote(restatement: Restatement, close: Close): string {
  if (!restatement.isChanged) return unchangedText(restatement, close);
  const { since, total } = restatement;
  return `Since the report ${since.slice(0, 12)} figures of ${close.month} have changed: usage was ${amountText(total.old, close)}, and is ${amountText(total.new, close)} now.`;
}

/** What the figures are. */
export function basisText({ key }: Close, quoted: Quoted = bare): string {
  return `Usage of every Bedrock service as billed (unblended), by the tag ${quoted(key.key)}; credits, refunds and tax stand apart. Months are UTC.`;
}

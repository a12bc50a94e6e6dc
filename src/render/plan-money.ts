/** A plan's money in words, which every format shares: beside each change, and in one line for all of it. */
import type { ChangeMoney, MoneyMove } from "../core/change-money.ts";
import { type Money, moneyText, parseMoney } from "../core/money.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import { projectTotals } from "../core/plan-money.ts";
import { PROJECT_TAG } from "../core/projects.ts";
import { countOf } from "./plan-words.ts";

/** A sentence each, without a full stop; none where nobody asked. Keys and values in it are strangers' texts. */
export function moneyWords(change: PlannedChange): string[] {
  const { money } = change;
  if (money === undefined) return [];
  if (money.unknown !== undefined || isNothing(money)) return [costWords(money, underName(money))];
  const moves = money.moves.map((move) => moveWords(move, money));
  const isTold = change.action === "update" && money.moves.every(({ unsure }) => unsure === undefined);
  return isTold ? moves : [costWords(money, onOldModel(change)), ...moves];
}

function isNothing({ amount }: ChangeMoney): boolean {
  return amount !== null && parseMoney(amount) === 0n;
}

function onOldModel(change: PlannedChange): string {
  const isOfOldModel = change.action === "replace" && change.before.source !== change.after.source;
  if (change.money?.ofName === true) return underName(change.money);
  return isOfOldModel ? " on the old model" : "";
}

function underName({ ofName }: ChangeMoney): string {
  return ofName === true ? " under this name" : "";
}

function costWords(money: ChangeMoney, how: string): string {
  const { month, estimated } = money;
  const caveat = estimated === true ? " (estimated)" : "";
  return money.unknown === undefined
    ? `cost ${costText(money)} in ${month}${how}${caveat}`
    : unknownWords(money.unknown);
}

function unknownWords(unknown: NonNullable<ChangeMoney["unknown"]>): string {
  switch (unknown.why) {
    case "followed-since":
      return `cost not known (followed only since ${unknown.since})`;
    case "shared-name":
      return "cost not known (others have a profile of this name there)";
    case "unnamed":
      return "cost not known (it carries no strata:name)";
    case "adopted":
      return "cost not known (it gets its marks only now)";
    case "unbilled":
      return "cost not known (nothing was billed under this name; it may have been marked later)";
  }
}

function moveWords({ key, from, to, unfollowed, unsure }: MoneyMove, money: ChangeMoney): string {
  const head = key === PROJECT_TAG ? "" : `${quote(key)}: `;
  if (unfollowed === true) return `${quote(key)}: moves nothing, since billing does not follow the key yet`;
  if (from === to) return `${head}moves nothing: both are names of ${quote(to ?? "")}`;
  if (unsure === "other-values") {
    return `how much of it moves is not known: another profile of this name has another ${quote(key)}`;
  }
  if (unsure === "renamed") return `whether it moves to the new name, which has another ${quote(key)}, is not known`;
  const amount = `${costText(money)}/month`;
  const named = money.ofName === true ? ", under this name" : "";
  const basis = ` (as in ${money.month}${named}${money.estimated === true ? ", estimated" : ""})`;
  if (from === null) return `${head}attributes ${amount} to ${quote(to ?? "")}${basis}`;
  if (to === null) return `${head}leaves ${amount} of ${quote(from)} unattributed${basis}`;
  return `${head}moves ${amount} from ${quote(from)} to ${quote(to)}${basis}`;
}

const quote = (text: string): string => `\`${text}\``;

/** `4,120.33 USD`, `nothing`, `not known`. */
function costText(money: ChangeMoney): string {
  if (money.amount === null) return "not known";
  return isNothing(money) ? "nothing" : amountText(parseMoney(money.amount) ?? 0n, money.currency);
}

function amountText(amount: Money, currency: string | null): string {
  return currency === null ? moneyText(amount) : `${moneyText(amount)} ${currency}`;
}

/** For a table, without a column of its own for the month. */
export function moneyCell({ money }: PlannedChange): string {
  if (money === undefined) return "";
  return money.ofName === true ? `${costText(money)} under its name` : costText(money);
}

/** Edits that move known money, the largest first. */
export function largestMoves(changes: readonly PlannedChange[]): PlannedChange[] {
  const sized = changes.flatMap((change) => {
    const isMove = change.money?.moves.some(({ from, to, unfollowed }) => from !== to && unfollowed === undefined);
    const amount = parseMoney(change.money?.amount ?? "") ?? 0n;
    return isMove === true && amount !== 0n ? [{ change, size: amount < 0n ? -amount : amount }] : [];
  });
  return sized.sort((a, b) => (a.size === b.size ? 0 : a.size < b.size ? 1 : -1)).map(({ change }) => change);
}

/** The month that all of a plan's money is of; undefined where there is none, or where parts are of two months. */
export function moneyMonth(changes: readonly PlannedChange[]): string | undefined {
  const [month, ...others] = new Set(changes.flatMap(({ money }) => money?.month ?? []));
  return others.length === 0 ? month : undefined;
}

/** `This plan moves 8,240.66 USD/month between projects.`; empty where it does not touch whose money it is. */
export function totalWords(plan: Plan): string {
  const totals = projectTotals(plan);
  if (totals === null) return "";
  const { moved, attributed, left, unknown, currency, estimated } = totals;
  const amount = (money: Money): string => `${amountText(money, currency)}/month`;
  const parts = [
    ...(moved === 0n ? [] : [`moves ${amount(moved)} between projects`]),
    ...(attributed === 0n ? [] : [`attributes ${amount(attributed)} that had no project`]),
    ...(left === 0n ? [] : [`leaves ${amount(left)} without a project`]),
  ];
  if (parts.length === 0) return "";
  const missing =
    unknown === 0
      ? ""
      : ` Not in it: ${countOf(unknown, "change whose money is", "changes whose money is")} not known.`;
  const caveat = estimated ? " Estimated: the bill of that month is not final." : "";
  return `This plan ${joined(parts)}.${missing}${caveat}`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

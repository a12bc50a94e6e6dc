/** What may be wrong with figures of costs, or with asking for them. */

import { isRoleRefused, roleRefusedHint } from "../core/billing.ts";
import type { Day } from "../core/calendar.ts";
import { closest } from "../core/closest.ts";
import type { Fault } from "../core/fault.ts";
import { dayOf } from "../core/moment.ts";
import { compareText } from "../core/profile.ts";
import type { Coverage, Spend } from "../core/spend.ts";
import { DIMENSIONS } from "../core/spend-by.ts";
import type { CostTagStatus } from "../core/spend-query.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

/** Figures by tag keys, and what could not be read about the keys. */
export interface KeyReading {
  readonly spend: Pick<Spend, "coverage" | "period" | "payer" | "services" | "isLinked">;
  /** Why nobody knows which keys are active; null where that was told. */
  readonly statusFault: Fault | null;
  /** Why nobody knows what was written back; null where that was told, or makes no difference. */
  readonly backfillFault: Fault | null;
}

/** Keys that billing does not follow, or has not followed for all of the period; `known` are those of the file. */
export function keyProblems({ spend, statusFault, backfillFault }: KeyReading, known: readonly string[]): Diagnostic[] {
  const { coverage, period, payer, services, isLinked } = spend;
  if (statusFault !== null) {
    const detail = `${statusFault.operation}: ${statusFault.message}`;
    return [diagnostic("costs/tag-status-unknown", { detail, ...(isLinked ? { hint: linkedHint(payer) } : {}) })];
  }
  if (services.length === 0) return [];
  return [...unfollowed(coverage, payer, known), ...late(coverage, period.start, backfillFault)];
}

/** One warning for all keys with one cause: what can be done is the same for each. */
function unfollowed(coverage: readonly Coverage[], payer: string, known: readonly string[]): Diagnostic[] {
  const cause = (status: CostTagStatus["status"], text: string): Diagnostic[] => {
    const found = coverage.filter((one) => one.status.status === status);
    if (found.length === 0) return [];
    const detail = `${text}: ${keysOf(found)}. What spend carries no value of ${themOf(found)} is not known.`;
    const hint = meantHint(found, known);
    return [diagnostic("costs/tag-inactive", { detail, ...(hint === null ? {} : { hint }) })];
  };
  return [
    ...cause("inactive", `Inactive in the billing of account ${payer}`),
    ...cause("unseen", `Not known to the billing of account ${payer}, which has met no charge with such a key yet`),
  ];
}

/** For keys of `--by` that the file does not have. */
function meantHint(found: readonly Coverage[], known: readonly string[]): string | null {
  const meant = found.flatMap(({ key }) => {
    if (known.includes(key)) return [];
    const candidates = [...known, ...DIMENSIONS];
    const near = candidates.find((one) => one.toLowerCase() === key.toLowerCase()) ?? closest(key, candidates) ?? null;
    return near === null ? [] : [`--by ${near} instead of ${key}`];
  });
  return meant.length === 0 ? null : `Did you mean ${meant.join(", ")}? Upper and lower case are different keys.`;
}

function late(coverage: readonly Coverage[], start: Day, backfillFault: Fault | null): Diagnostic[] {
  const after = coverage.filter(({ status }) => status.status === "late");
  const within = coverage.filter(({ partialFrom }) => partialFrom !== null);
  const unread =
    backfillFault === null
      ? ""
      : ` Whether it was written back could not be read: ${backfillFault.operation}: ${backfillFault.message}`;
  const details = [
    ...(after.length === 0
      ? []
      : [
          `Active only after the period, ${sinceText(after)}. What of its spend carried ${themOf(after)} is not known.`,
        ]),
    ...(within.length === 0
      ? []
      : [
          `Counted only within the period, ${sinceText(within)}. Spend from ${start} until then has no value of ${themOf(within)}.${unread}`,
        ]),
  ];
  return details.map((detail) => diagnostic("costs/tag-late", { detail }));
}

/** `since 2026-11-03: project, stage; since 2026-11-05: team`. */
function sinceText(found: readonly Coverage[]): string {
  const days = [...new Set(found.map(dayCounted))].sort(compareText);
  return days.map((day) => `since ${day}: ${keysOf(found.filter((one) => dayCounted(one) === day))}`).join("; ");
}

function dayCounted({ status: { countsFrom } }: Coverage): string {
  return countsFrom === null ? "a day not known" : dayOf(countsFrom);
}

function keysOf(found: readonly Coverage[]): string {
  return found.map(({ key }) => key).join(", ");
}

function themOf({ length }: readonly Coverage[]): string {
  return length === 1 ? "it" : "them";
}

/** A refusal in AWS's words, with what can be done about it. */
export function unreadable(fault: Fault, payer: string): Diagnostic {
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  // A role is asked for where the caller is, which AWS's words name.
  const where = isRoleRefused(fault) ? "" : ` in account ${payer}`;
  const detail = `${fault.operation}${where}: ${fault.message}${id}`;
  const hint = hintFor(fault, payer);
  return diagnostic("costs/unreadable", { detail, ...(hint === null ? {} : { hint }) });
}

function hintFor(fault: Fault, payer: string): string | null {
  const { kind, message, operation } = fault;
  if (isRoleRefused(fault)) return roleRefusedHint(`account ${payer}`);
  if (/linked account/i.test(message)) {
    return linkedHint(payer);
  }
  if (/not enabled for cost explorer/i.test(message)) {
    return `Enable Cost Explorer in the Billing console of account ${payer}; the first figures take about a day.`;
  }
  if (/historical data/i.test(message)) return "Ask for a later month: Cost Explorer remembers about 14 of them.";
  switch (kind) {
    case "denied":
      return `Allow ${operation} to the role in use in account ${payer}. A linked account may also be shut out by the payer.`;
    case "credentials":
      return "Sign in again (for instance aws sso login), or name the payer's role with --billing-role-name.";
    case "throttled":
      return "Cost Explorer asked to go slower for longer than this run could wait. Run the command again.";
    case "unavailable":
      return "AWS or the way to it did not answer. Run the command again.";
    default:
      return null;
  }
}

function linkedHint(account: string): string {
  return `Account ${account} is a linked one: name the payer as \`billing: { account: … }\`, and its role with --billing-role-name.`;
}

/** What may be wrong with figures of costs, or with asking for them. */
import type { Fault } from "../core/fault.ts";
import { dayOf } from "../core/moment.ts";
import type { Coverage, Spend } from "../core/spend.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

/** Keys that billing does not follow, or has not followed for all of the period. */
export function keyProblems({ coverage, period, payer, services }: Spend, statusFault: Fault | null): Diagnostic[] {
  if (statusFault !== null) {
    const detail = `${statusFault.operation}: ${statusFault.message}`;
    return [diagnostic("costs/tag-status-unknown", { detail })];
  }
  if (services.length === 0) return [];
  return coverage.flatMap((one) => problemOf(one, period.start, payer));
}

function problemOf({ key, status }: Coverage, start: string, payer: string): Diagnostic[] {
  if (status.status === "inactive" || status.status === "unseen") {
    const why =
      status.status === "inactive"
        ? `The key "${key}" is inactive in the billing of account ${payer}`
        : `The billing of account ${payer} does not know the key "${key}": it has met no charge with it yet`;
    const detail = `${why}, so what spend carries no "${key}" is not known.`;
    return [diagnostic("costs/tag-inactive", { detail })];
  }
  if (status.status === "late") {
    const since = status.since === null ? "" : ` on ${dayOf(status.since)}`;
    const detail = `"${key}" became active${since}, after the period: what of its spend carried "${key}" is not known.`;
    return [diagnostic("costs/tag-late", { detail })];
  }
  if (status.since === null || dayOf(status.since) <= start) return [];
  const detail = `"${key}" became active on ${dayOf(status.since)}; spend from ${start} until then has no value of it, unless it was written back.`;
  return [diagnostic("costs/tag-late", { detail })];
}

/** A refusal in AWS's words, with what can be done about it. */
export function unreadable(fault: Fault, payer: string): Diagnostic {
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  const detail = `${fault.operation} in account ${payer}: ${fault.message}${id}`;
  const hint = hintFor(fault, payer);
  return diagnostic("costs/unreadable", { detail, ...(hint === null ? {} : { hint }) });
}

function hintFor({ kind, message, operation }: Fault, payer: string): string | null {
  if (/linked account/i.test(message)) {
    return `Account ${payer} is a linked one: name the payer as \`billing: { account: … }\`, and its role with --billing-role-name.`;
  }
  if (/not enabled for cost explorer/i.test(message)) {
    return `Enable Cost Explorer in the Billing console of account ${payer}; the first figures take about a day.`;
  }
  if (/historical data/i.test(message)) return "Ask for a later --since: Cost Explorer remembers about 14 months.";
  switch (kind) {
    case "denied":
      return `Allow ${operation} to the role in use in account ${payer}. A linked account may also be shut out by the payer.`;
    case "credentials":
      return "Sign in again (for instance aws sso login), or name the payer's role with --billing-role-name.";
    case "throttled":
      return "Cost Explorer asked to go slower for longer than this run could wait. Run strata costs again.";
    case "unavailable":
      return "AWS or the way to it did not answer. Run strata costs again.";
    default:
      return null;
  }
}

/** The in-use guard: an ARN that somebody still calls does not end without consent (DESIGN section 4). Pure. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type Calls, callsText } from "./calls.ts";
import {
  blockedChange,
  type Change,
  type EndingChange,
  endsArn,
  type ReasonCode,
  type RestingChange,
  retiringChange,
} from "./change.ts";
import { closest } from "./closest.ts";
import type { GuardLimits } from "./desired.ts";
import type { Diff } from "./diff.ts";
import type { Fault } from "./fault.ts";
import { type Judged, judgeChanges, notEnded } from "./judge.ts";
import { dayOf, type Moment } from "./moment.ts";

/** What is known of one ARN's use. */
export type KnownUse =
  | { readonly kind: "counted"; readonly invocations: number }
  /** Nobody may ask: the other guards have to do. */
  | { readonly kind: "denied" }
  /** It should have been told, and was not: incomplete knowledge ends nothing. */
  | { readonly kind: "unread"; readonly fault: Fault | null };

export interface UseKnowledge {
  readonly days: number;
  /** By ARN. */
  readonly byArn: ReadonlyMap<string, KnownUse>;
}

/** Names whose ARN may end though it is called: those of `--allow-in-use`, and the file's while its allowance is live. */
export function consentToEnd(
  { allow }: GuardLimits,
  flags: readonly string[] | undefined,
  now: Moment,
): ReadonlySet<string> {
  const fromFile = allow !== undefined && dayOf(now) <= allow.until ? allow.inUse : [];
  return new Set([...(flags ?? []), ...fromFile]);
}

/** A name on the command line that no profile bears: most likely a slip, or consent that has done its work. */
export interface UnknownConsent {
  readonly name: string;
  /** The name that it may mean. */
  readonly near: string | null;
}

/** Of the names that `--allow-in-use` gives, those that are none of `known`. */
export function unknownConsent(flags: readonly string[], known: Iterable<string>): UnknownConsent[] {
  const names = [...new Set(known)].sort();
  const unknown = flags.filter((flag) => !names.includes(flag));
  return unknown.map((name) => ({ name, near: closest(name, names) ?? null }));
}

export function consentWarnings(unknown: readonly UnknownConsent[]): Diagnostic[] {
  return unknown.map(({ name, near }) => {
    const detail = `--allow-in-use ${name}: no profile of the file, and none of ours on AWS, has this name.`;
    return diagnostic("safety/consent-unknown", {
      detail,
      ...(near === null ? {} : { hint: `Did you mean "${near}"?` }),
    });
  });
}

/** Changes after which an ARN stops working, at once or later: those beside which the calls are told. */
export function arnThatEnds(change: Change): string | null {
  return endsArn(change) || change.action === "replace" || change.action === "retiring" ? change.arn : null;
}

/** The diff with the calls beside what ends; what must not end because of them is blocked, or goes on retiring. */
export function guardInUse(diff: Diff, use: UseKnowledge, consent: ReadonlySet<string>): Diff {
  return judgeChanges(diff, (change) => {
    const arn = arnThatEnds(change);
    return arn === null ? { change } : judge(change, arn, use, consent);
  });
}

function judge(bare: Change, arn: string, { days, byArn }: UseKnowledge, consent: ReadonlySet<string>): Judged {
  const known = byArn.get(arn) ?? { kind: "unread", fault: null };
  const calls: Calls | null = known.kind === "counted" ? { days, invocations: known.invocations } : null;
  const change: Change = { ...bare, calls };
  if (known.kind === "denied" || calls?.invocations === 0) return { change };
  if (change.action === "replace" && change.graceMs > 0) return calls === null ? { change } : replaced(change, calls);
  if (!endsArn(change) || consent.has(change.key.name)) return { change };
  const why = calls === null ? unreadText(known) : `it had ${callsText(calls)}`;
  return change.action === "retire"
    ? { change: waiting(change, calls) }
    : blocked(change, calls === null ? "plan/use-unread" : "plan/in-use", why);
}

function unreadText(known: KnownUse): string {
  const fault = known.kind === "unread" ? known.fault : null;
  const text = fault === null ? "" : ` (${fault.operation}: ${fault.message})`;
  return `whether it is still called could not be read${text}`;
}

function waiting(change: EndingChange, calls: Calls | null): RestingChange {
  const text = calls === null ? "whether it is still called could not be read" : `still called: ${callsText(calls)}`;
  return retiringChange(change, { code: "retire-in-use", text });
}

function blocked(change: Change, code: ReasonCode & `plan/${string}`, why: string): Judged {
  const detail = notEnded(change, why);
  return {
    change: blockedChange(change, { code, text: detail }),
    found: told(code, detail, change, consentHint(change.key.name)),
  };
}

function replaced(change: Change, calls: Calls): Judged {
  const detail = `${change.arn} had ${callsText(calls)}. Its callers have to take the new ARN while the old one works.`;
  return { change, found: told("plan/in-use-replaced", detail, change) };
}

function told(code: Diagnostic["code"], detail: string, { key, declaredAt }: Change, hint?: string): Diagnostic {
  return diagnostic(code, {
    detail,
    target: key,
    ...(hint === undefined ? {} : { hint }),
    ...(declaredAt === null ? {} : { subject: declaredAt }),
  });
}

function consentHint(name: string): string {
  const word = /^[\w-]+$/.test(name) ? name : `"${name}"`;
  return (
    "Move its callers away first; strata usage shows when they called last. If it is meant to end all the same, " +
    `consent with --allow-in-use ${word}, or with \`guards.allow.inUse\` in the file.`
  );
}

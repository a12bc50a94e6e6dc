/** Plan guards: rules that stop a whole apply, in this one place (DESIGN section 4). */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { endsArn } from "./change.ts";
import type { EndLimits } from "./desired.ts";
import { dayOf, type Moment } from "./moment.ts";
import type { Observation } from "./observation.ts";
import { isOurs, retirementOf, type Stacks } from "./ownership.ts";
import { isMovedAway, type ParameterChange, type PlannedParameter } from "./parameter-change.ts";
import type { Plan, PlanGuards } from "./plan.ts";
import { keyId } from "./profile.ts";

export interface GuardInput {
  readonly plan: Plan;
  readonly limits: EndLimits;
  /** Profiles the file asks for, in scope. */
  readonly desiredCount: number;
  /** Ours that are not retiring, in the readable targets in scope. */
  readonly serving: number;
  /** `--allow-deletes N`. */
  readonly allowDeletes?: number;
  /** Whether `guards.allow` is still live. */
  readonly now: Moment;
}

/** The figures behind the verdict, for the line under the plan. */
export interface GuardVerdict {
  /** Deletes, and replaces without grace; retirements were approved before and do not count. */
  readonly ends: number;
  /** Parameters whose readers find nothing any more though the profile lives on; they count like endings. */
  readonly parameters: number;
  readonly serving: number;
  readonly limits: Pick<EndLimits, "maxDeletes" | "maxDeletePercent">;
  /** The count up to which somebody has consented, or null. */
  readonly consent: number | null;
  /** What stops the apply; empty when nothing does. */
  readonly stops: readonly Diagnostic[];
  /** True where the run of one shard was judged with what was approved for all. */
  readonly isOfAllShards?: boolean;
}

/** The plan with what the guards say about it. */
export function withGuards(plan: Plan, { ends, parameters, serving, limits, consent, stops }: GuardVerdict): Plan {
  const { maxDeletes, maxDeletePercent } = limits;
  const guards: PlanGuards = { ends, parameters, serving, maxDeletes, maxDeletePercent, consent };
  return { ...plan, guards, diagnostics: [...plan.diagnostics, ...stops] };
}

/** The verdict that a saved plan carries, which belongs to the day it was made; null where it carries none. */
export function savedGuards({ guards, diagnostics }: Plan): GuardVerdict | null {
  if (guards === undefined) return null;
  const { ends, parameters, serving, maxDeletes, maxDeletePercent, consent } = guards;
  const stops = diagnostics.filter(({ code, severity }) => code.startsWith("safety/") && severity === "error");
  return { ends, parameters, serving, limits: { maxDeletes, maxDeletePercent }, consent, stops };
}

/** Below this many profiles a percentage says nothing: one of three is 33 %. */
const PERCENT_FROM = 10;

export function checkGuards(input: GuardInput): GuardVerdict {
  const { plan, limits, desiredCount, serving } = input;
  const counted = { ends: countEnds(plan), parameters: countLostParameters(plan) };
  const consent = consentOf(input);
  const isConsented = consent !== null && counted.ends + counted.parameters <= consent;
  const stops = isConsented ? [] : findStops(counted, serving, limits, desiredCount);
  return { ...counted, serving, limits, consent, stops };
}

/** How many changes the guards count: all that end an ARN at once, but for retirements, which were approved before. */
export function countEnds({ changes }: Pick<Plan, "changes">): number {
  return changes.filter((change) => endsArn(change) && change.action !== "retire").length;
}

/** How many parameters leave though their profile lives on, under another path or released: readers find nothing. */
export function countLostParameters(plan: Pick<Plan, "changes" | "parameters">): number {
  return lostParameters(plan).length;
}

export function lostParameters({ changes, parameters }: Pick<Plan, "changes" | "parameters">): PlannedParameter[] {
  const released = new Set(changes.flatMap(({ action, key }) => (action === "release" ? [keyId(key)] : [])));
  const isOfReleased = ({ action, key }: ParameterChange) => action === "unpublish" && released.has(keyId(key));
  return parameters.filter((planned) => isMovedAway(planned) || isOfReleased(planned));
}

/** True where somebody loses what they call or read in this very apply; due retirements count here too. */
export function isDestructive(plan: Pick<Plan, "changes" | "parameters">): boolean {
  return plan.changes.some(endsArn) || countLostParameters(plan) > 0;
}

/** Ours that are not retiring, in the targets that were read: what the guards' percentage is of. */
export function countServing({ targets }: Observation, stacks: Stacks): number {
  const live = targets.flatMap((target) => (target.status === "read" ? target.live : []));
  return live.filter(({ tags }) => isOurs(tags, stacks) && retirementOf(tags) === undefined).length;
}

type Counted = Pick<GuardVerdict, "ends" | "parameters">;

function findStops(counted: Counted, serving: number, limits: EndLimits, desiredCount: number): Diagnostic[] {
  const all = counted.ends + counted.parameters;
  if (all === 0) return [];
  const hint = consentHint(all, limits);
  if (desiredCount === 0) {
    const detail = `Nothing is declared in scope, and ${endingText(counted, "")} of this stack would end.`;
    return [diagnostic("safety/nothing-desired", { detail, hint })];
  }
  const isTooMany = all > limits.maxDeletes;
  const isTooLarge = serving >= PERCENT_FROM && all * 100 > limits.maxDeletePercent * serving;
  if (!isTooMany && !isTooLarge) return [];
  const share = serving === 0 ? "" : ` of ${serving} (${Math.round((all * 100) / serving)} %)`;
  const detail =
    `${endingText(counted, share)} would end; the guards allow ${limits.maxDeletes}` +
    `${serving >= PERCENT_FROM ? ` and ${limits.maxDeletePercent} %` : ""}. Nothing is applied.`;
  return [diagnostic("safety/too-many-deletes", { detail, hint })];
}

function endingText({ ends, parameters }: Counted, share: string): string {
  const profiles = ends === 1 ? "1 live profile" : `${ends} live profiles`;
  if (parameters === 0) return `${profiles}${share}`;
  const paths = parameters === 1 ? "1 published parameter" : `${parameters} published parameters`;
  return ends === 0 ? `${paths}${share}` : `${profiles} and ${paths}${share}`;
}

function consentHint(all: number, { allow }: EndLimits): string {
  const given =
    allow === undefined ? "" : `\`guards.allow\` consents to ${allow.deletes} deletes, through ${allow.until}. `;
  return `${given}If this is meant, consent to exactly this many with --allow-deletes ${all}, or with \`guards.allow\` in the file.`;
}

/** A consent that has ended stays in the file until somebody removes it: said, so that nobody counts on it. */
export function expiredAllowance({ allow }: EndLimits, now: Moment): Diagnostic | undefined {
  if (allow === undefined || dayOf(now) <= allow.until) return undefined;
  return diagnostic("safety/allowance-expired", {
    detail: `\`guards.allow\` consented through ${allow.until}, which has passed: it allows nothing any more.`,
  });
}

/** The higher of the two consents; the file's counts through the end (UTC) of its last day. */
function consentOf({ allowDeletes, limits, now }: GuardInput): number | null {
  const { allow } = limits;
  const fromFile = allow !== undefined && dayOf(now) <= allow.until ? allow.deletes : null;
  if (allowDeletes === undefined) return fromFile;
  return Math.max(allowDeletes, fromFile ?? 0);
}

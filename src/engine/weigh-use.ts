/** Asks how often that was called which is to end, and lets the in-use guard judge (DESIGN section 4). */

import { deniedIn } from "../core/denied.ts";
import type { GuardLimits } from "../core/desired.ts";
import type { Diff } from "../core/diff.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { arnThatEnds, consentToEnd, guardInUse, type KnownUse } from "../core/in-use.ts";
import { type Target, targetId } from "../core/profile.ts";
import { sumOf, type UseWindow } from "../core/use-series.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { eachTarget } from "./each-target.ts";
import type { Clock, ReadPorts } from "./ports.ts";

/** A diff, and the guards of the configuration that it is of. */
export interface Weighed {
  readonly diff: Diff;
  readonly limits: GuardLimits;
}

export interface WeighOptions {
  readonly clock: Pick<Clock, "now">;
  /** Days that are looked back: the same for all diffs, so that each ARN is asked for once. */
  readonly days: number;
  /** `--allow-in-use`. */
  readonly allowInUse?: readonly string[];
}

export interface WeighedUse {
  /** In the order in which they were given. */
  readonly diffs: readonly Diff[];
  /** Where use could not be told; said once for each reason. */
  readonly diagnostics: readonly Diagnostic[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A plan in which nothing ends costs no call. */
export async function weighUse(
  weighed: readonly Weighed[],
  ports: Pick<ReadPorts, "usage">,
  { clock, days, allowInUse }: WeighOptions,
): Promise<WeighedUse> {
  const targets = endingArns(weighed.map(({ diff }) => diff));
  if (targets.length === 0) return { diffs: weighed.map(({ diff }) => diff), diagnostics: [] };
  const window = windowOf(clock, days);
  const answers = await eachTarget(targets, async ({ target, arns }) => ({
    target,
    arns,
    answer: await readCalls(ports, target, arns, window),
  }));
  const byArn = new Map(
    answers.flatMap(({ arns, answer }) => arns.map((arn) => [arn, knownUse(arn, answer)] as const)),
  );
  const now = clock.now();
  return {
    diffs: weighed.map(({ diff, limits }) => guardInUse(diff, { days, byArn }, consentToEnd(limits, allowInUse, now))),
    diagnostics: unknownUse(
      answers.flatMap(({ target, answer }) => (answer.ok ? [] : [{ target, fault: answer.fault }])),
    ),
  };
}

interface TargetArns {
  readonly target: Target;
  readonly arns: readonly string[];
}

function endingArns(diffs: readonly Diff[]): TargetArns[] {
  const byTarget = new Map<string, { target: Target; arns: Set<string> }>();
  for (const change of diffs.flatMap(({ changes }) => changes)) {
    const arn = arnThatEnds(change);
    if (arn === null) continue;
    const { account, region } = change.key;
    const target = { account, region };
    const known = byTarget.get(targetId(target)) ?? { target, arns: new Set() };
    byTarget.set(targetId(target), known);
    known.arns.add(arn);
  }
  return [...byTarget.values()].map(({ target, arns }) => ({ target, arns: [...arns].sort() }));
}

/** From a whole hour on, in hours: fine enough for days, and 500 profiles of a week fit into one answer. */
function windowOf(clock: Pick<Clock, "now">, days: number): UseWindow {
  const since = `${clock.now(-days * DAY_MS).slice(0, 13)}:00:00Z`;
  // The minute that is not over yet counts too.
  const until = `${clock.now(MINUTE_MS).slice(0, 16)}:00Z`;
  return { since, until, periodSeconds: 3600 };
}

/** CloudWatch knows a profile by its id (AWS.md section 7). */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

async function readCalls(
  ports: Pick<ReadPorts, "usage">,
  target: Target,
  arns: readonly string[],
  window: UseWindow,
): Promise<Answer<ReadonlyMap<string, number>>> {
  const answer = await ports.usage(target).readUse(arns.map(idOf), ["invocations"], window);
  if (!answer.ok) return answer;
  const calls = [...answer.value].map(([id, series]) => [id, sumOf(series.get("invocations") ?? [])] as const);
  return { ...answer, value: new Map(calls) };
}

function knownUse(arn: string, answer: Answer<ReadonlyMap<string, number>>): KnownUse {
  if (!answer.ok) return answer.fault.kind === "denied" ? { kind: "denied" } : { kind: "unread", fault: answer.fault };
  const invocations = answer.value.get(idOf(arn));
  return invocations === undefined ? { kind: "unread", fault: null } : { kind: "counted", invocations };
}

interface Unknown {
  readonly target: Target;
  readonly fault: Fault;
}

function unknownUse(unknown: readonly Unknown[]): Diagnostic[] {
  const denied = unknown.filter(({ fault }) => fault.kind === "denied").map(({ target }) => target);
  const others = unknown.filter(({ fault }) => fault.kind !== "denied");
  return [
    ...deniedIn("aws/use-unknown", denied),
    ...others.map(({ target, fault }) =>
      diagnostic("aws/use-unread", { detail: `${fault.operation} in ${targetId(target)}: ${fault.message}`, target }),
    ),
  ];
}

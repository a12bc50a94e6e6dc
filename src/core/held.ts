/** No ARN ends that a parameter still holds: whoever reads it would call a profile that is gone. Pure. */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { blockedChange, type Change, type EndingChange, endsArn, retiringChange } from "./change.ts";
import type { Diff } from "./diff.ts";
import { lookUp } from "./group-by.ts";
import { type Judged, judgeChanges, notEnded } from "./judge.ts";
import type { PlannedParameter } from "./parameter-change.ts";
import type { ParameterReading } from "./parameters.ts";
import { type ProfileKey, type Target, targetId } from "./profile.ts";

/** A parameter as it was found, with the key of the profile that it names. */
export interface HeldParameter {
  readonly key: ProfileKey;
  readonly parameter: string;
  /** Null where it may not be read. */
  readonly value: string | null;
}

export function heldParameters(readings: readonly ParameterReading[]): HeldParameter[] {
  return readings.flatMap((reading) => (reading.status === "read" ? inTarget(reading.target, reading.found) : []));
}

function inTarget({ account, region }: Target, found: Extract<ParameterReading, { status: "read" }>["found"]) {
  return [...found].map(([parameter, { name, value }]) => {
    return { key: { account, region, name: name ?? "" }, parameter, value };
  });
}

/**
 * The diff without the ends that parameters forbid: those in targets whose parameters could not be read, and of ARNs that
 * a parameter holds which this plan neither moves on nor removes. A due retirement goes on retiring instead.
 */
export function guardHeld(
  diff: Diff,
  readings: readonly ParameterReading[],
  planned: readonly PlannedParameter[],
): Diff {
  const unread = new Set(readings.flatMap(({ status, target }) => (status === "read" ? [] : [targetId(target)])));
  const moving = new Set(planned.flatMap((one) => (one.action === "blocked" ? [] : [parameterPlace(one)])));
  const held = heldParameters(readings).filter((one) => !moving.has(parameterPlace(one)));
  const heldIn = lookUp(held, ({ key }) => targetId(key));
  return judgeChanges(diff, (change) => {
    if (!endsArn(change)) return { change };
    const why = whyHeld(change, unread, heldIn(targetId(change.key)));
    return why === null ? { change } : barred(change, why);
  });
}

/** `held`: parameters of the change's target that hold on to what they hold. */
function whyHeld({ key, arn }: Change, unread: ReadonlySet<string>, held: readonly HeldParameter[]): string | null {
  if (unread.has(targetId(key))) return "whether a parameter holds it could not be read";
  const holding = held.find((one) => one.value === arn || (one.value === null && one.key.name === key.name));
  return holding === undefined ? null : `the parameter ${holding.parameter} holds it`;
}

function barred(change: Change, why: string): Judged {
  if (change.action === "retire")
    return { change: retiringChange(change as EndingChange, { code: "retire-held", text: why }) };
  const detail = notEnded(change, why);
  const { key, declaredAt } = change;
  const found = diagnostic("plan/arn-held", {
    detail,
    target: key,
    ...(declaredAt === null ? {} : { subject: declaredAt }),
  });
  return { change: blockedChange(change, { code: "plan/arn-held", text: detail }), found };
}

/** Tells parameters of all targets apart. */
export function parameterPlace({ key, parameter }: Pick<HeldParameter, "key" | "parameter">): string {
  return `${targetId(key)}${parameter}`;
}

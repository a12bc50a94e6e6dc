/** Is every ARN that was to be taken over the same, and ours? The proof at the end of a hand-over. */
import type { Change } from "./change.ts";
import type { Desired } from "./desired.ts";
import { targetOfArn } from "./import-arn.ts";
import type { Observation } from "./observation.ts";
import { ownershipOf, retirementOf, strataName } from "./ownership.ts";
import { compareTargets, compareText, isSameTarget, type LiveProfile, type Target } from "./profile.ts";

export type Verdict =
  | "same"
  | "gone"
  | "not-adopted"
  | "other-stack"
  | "not-declared"
  | "ending"
  | "not-read"
  | "not-looked-after";

export interface VerifiedArn extends Target {
  readonly arn: string;
  /** The name in the file, or on AWS where it is not ours; null where there is no such profile. */
  readonly name: string | null;
  readonly verdict: Verdict;
}

export interface VerifyInput {
  readonly arns: readonly string[];
  /** Targets that the file looks after, whatever the run is narrowed to. */
  readonly targets: readonly Target[];
  readonly desired: Desired;
  readonly observation: Observation;
  /** What an apply would do now. */
  readonly changes: readonly Change[];
}

/** One row for each ARN, by account, region and name; ARNs outside a narrowed run get none. */
export function verifyArns(input: VerifyInput): VerifiedArn[] {
  const rows = [...new Set(input.arns)].flatMap((arn) => verifyArn(arn, input) ?? []);
  return rows.sort(
    (a, b) => compareTargets(a, b) || compareText(a.name ?? "", b.name ?? "") || compareText(a.arn, b.arn),
  );
}

function verifyArn(arn: string, input: VerifyInput): VerifiedArn | undefined {
  const target = targetOfArn(arn) ?? { account: "", region: "" };
  const isAt = (one: Target): boolean => isSameTarget(one, target);
  const row = (verdict: Verdict, name: string | null = null): VerifiedArn => ({ ...target, arn, name, verdict });
  if (!input.targets.some(isAt)) return row("not-looked-after");
  const observed = input.observation.targets.find((one) => isAt(one.target));
  if (observed === undefined) return undefined;
  if (observed.status !== "read") return row("not-read");
  const live = observed.live.find((one) => one.arn === arn);
  return live === undefined ? row("gone") : row(...judge(live, input));
}

function judge(live: LiveProfile, { desired, changes }: VerifyInput): [Verdict, string] {
  const owner = ownershipOf(live.tags, desired);
  if (owner.kind === "unmanaged") return ["not-adopted", live.awsName];
  if (owner.kind === "foreign") return ["other-stack", live.awsName];
  const name = strataName(live);
  const isDeclared = desired.profiles.some(({ key }) => key.name === name && isSameTarget(key, live.target));
  if (!isDeclared) return ["not-declared", name];
  const isEnding = changes.some(({ arn, action }) => arn === live.arn && ENDINGS.has(action));
  return [isEnding || retirementOf(live.tags) !== undefined ? "ending" : "same", name];
}

/** What an ARN does not outlive, now or after a grace. */
const ENDINGS: ReadonlySet<Change["action"]> = new Set(["replace", "delete", "retire"]);

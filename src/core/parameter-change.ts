/** What is to be done about a published parameter: the value that plans hold. Apart from how it is decided (parameters.ts). */
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import type { ProfileKey } from "./profile.ts";

/** Why; only shown, never part of a hash. */
export type ParameterReason =
  | "missing"
  | "new-arn"
  | "edited"
  | "marks"
  | "moved"
  | "profile-ends"
  | "plan/parameter-taken";

export interface ParameterChange {
  readonly action: "publish" | "unpublish" | "blocked";
  readonly key: ProfileKey;
  readonly parameter: string;
  /** What it holds; null where it is not there, or not to be read. */
  readonly from: string | null;
  /** What it will hold. Of a publish, null is an ARN that is known after the apply; else it holds nothing. */
  readonly to: string | null;
  readonly because: ParameterReason;
  readonly declaredAt: SourceRange | null;
  /** Only of one that another stack's mark stands on, and in no file: what is found there tells it. */
  readonly takenBy?: string;
}

export type ParameterAction = ParameterChange["action"];

export interface PlannedParameter extends ParameterChange {
  /** What an approval refers to; null where nothing is executed. */
  readonly hash: string | null;
  /** Only of a plan with a base: the base's configuration would bring this too. */
  readonly alreadyPending?: boolean;
}

/** True for a path whose callers find nothing any more, though the profile goes on under another one. */
export function isMovedAway({ action, because }: ParameterChange): boolean {
  return action === "unpublish" && because === "moved";
}

/** Somebody changed or removed it: a publish of an ARN that is known already, what is left over, or what is taken. */
export function isParameterDrift({ action, to }: ParameterChange): boolean {
  return action !== "publish" || to !== null;
}

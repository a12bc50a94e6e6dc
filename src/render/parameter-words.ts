/** Why a parameter is in a plan or a drift, in fixed words that name nobody. */
import type { ParameterReason, PlannedParameter } from "../core/parameter-change.ts";

export const PARAMETER_WHY: Readonly<Record<ParameterReason, string>> = {
  missing: "there is no such parameter yet",
  "new-arn": "its profile has, or gets, a new ARN",
  edited: "it holds something else than the ARN: edited outside Strata",
  marks: "its tags are not those of this stack and profile",
  moved: "the file publishes the profile under another path",
  "profile-ends": "no profile of this stack serves its name any more",
  "plan/parameter-taken": "a parameter that is not ours has this name",
};

export function driftWordOf({ action, because, from }: Pick<PlannedParameter, "action" | "because" | "from">): string {
  if (action === "blocked") return "BLOCKED";
  if (action === "unpublish") return "LEFT OVER";
  if (from === null) return "MISSING: deleted outside Strata, or never published";
  if (because === "new-arn") return "still the old ARN";
  return because === "marks" ? "tags changed outside Strata" : "EDITED outside Strata";
}

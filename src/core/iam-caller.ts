/** What an application needs to call its profiles: by tag, not by ARN, so that it outlives a replacement. */
import type { Desired } from "./desired.ts";
import { allow, type Conditions, type Statement } from "./iam-document.ts";
import { type IamPlace, modelArn, profilesIn } from "./iam-place.ts";
import { NAME_TAG, STACK_TAG } from "./ownership.ts";
import { CALLER, compareText } from "./profile.ts";
import type { NameScope } from "./scope.ts";
import { isSystemProfileId } from "./source-id.ts";

const INVOKE: readonly string[] = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];

export interface CallerOptions {
  readonly names: NameScope;
  /** Any model behind such a profile, so that a change of model needs no new policy. */
  readonly anyModel: boolean;
}

/** Empty where the account has no profile in the scope. */
export function callerStatements(desired: Desired, place: IamPlace, { names, anyModel }: CallerOptions): Statement[] {
  const models = modelsBehind(desired, place);
  if (models.length === 0) return [];
  const profiles = profilesIn(place, "application-inference-profile");
  const through: Conditions = { StringLike: { "bedrock:InferenceProfileArn": profiles } };
  const behind = (anyModel ? ["*"] : models).map((id) => modelArn(place, id));
  return [
    allow("CallProfiles", INVOKE, profiles, ours(desired), named(names)),
    allow("CallModelsThroughProfiles", INVOKE, behind, through),
  ];
}

function ours({ stack, formerStacks }: Desired): Conditions {
  return { StringEquals: { [`aws:ResourceTag/${STACK_TAG}`]: [stack, ...formerStacks] } };
}

/** Strata's globs and IAM's know the same two signs, `*` and `?`. */
function named({ only, exclude }: NameScope): Conditions {
  const key = `aws:ResourceTag/${NAME_TAG}`;
  return {
    ...(only.length === 0 ? {} : { StringLike: { [key]: only } }),
    ...(exclude.length === 0 ? {} : { StringNotLike: { [key]: exclude } }),
  };
}

/** Ids of the foundation models, as far as the file tells: a system profile's id is a prefix and its model's id. */
function modelsBehind({ profiles }: Desired, { account }: IamPlace): string[] {
  const here = profiles.filter(({ key }) => key.account === (account ?? CALLER));
  const ids = here.flatMap(({ candidates }) => candidates.map(modelIdOf));
  return [...new Set(ids)].sort(compareText);
}

/** `anthropic.claude-…` of `us.anthropic.claude-…`. */
function modelIdOf(source: string): string {
  return isSystemProfileId(source) ? source.slice(source.indexOf(".") + 1) : source;
}

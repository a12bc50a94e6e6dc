/** What an application needs to call its profiles: by tag, not by ARN, so that it outlives a replacement. */
import type { Desired } from "./desired.ts";
import { allow, type Conditions, type Statement } from "./iam-document.ts";
import { type IamPlace, modelArn, profilesIn } from "./iam-place.ts";
import { NAME_TAG, STACK_TAG } from "./ownership.ts";
import { parameterOf } from "./parameters.ts";
import { CALLER, compareText, type DesiredProfile } from "./profile.ts";
import { type NameScope, nameFilter } from "./scope.ts";
import { modelIdOf } from "./source-id.ts";

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
    ...published(desired, place, names),
  ];
}

/** The parameters that hold the ARNs of these profiles, where the file publishes any (docs/outputs.md). */
function published(desired: Desired, place: IamPlace, names: NameScope): Statement[] {
  const { partition, account } = place;
  const isInScope = nameFilter(names);
  const wanted = profilesHere(desired, place).filter(({ key }) => isInScope(key.name));
  const arns = wanted.flatMap((profile) => {
    const path = parameterOf(desired, profile);
    return path === undefined ? [] : `arn:${partition}:ssm:${profile.key.region}:${account ?? "*"}:parameter${path}`;
  });
  if (arns.length === 0) return [];
  return [allow("ReadPublished", ["ssm:GetParameter", "ssm:GetParameters"], [...new Set(arns)].sort(compareText))];
}

function profilesHere({ profiles }: Desired, { account }: IamPlace): readonly DesiredProfile[] {
  return profiles.filter(({ key }) => key.account === (account ?? CALLER));
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
function modelsBehind(desired: Desired, place: IamPlace): string[] {
  const ids = profilesHere(desired, place).flatMap(({ candidates }) => candidates.map(modelIdOf));
  return [...new Set(ids)].sort(compareText);
}

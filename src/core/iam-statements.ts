/** The statements of the plan, apply and billing roles (docs/AWS.md section 8). Pure data; nothing here asks AWS. */
import type { Desired } from "./desired.ts";
import { allow, type Conditions, type Statement } from "./iam-document.ts";
import { type IamPlace, modelArn, parametersIn, profilesAnywhere, profilesIn, regionCondition } from "./iam-place.ts";
import { OTHER_TOOLS_TAGS, PROTECT_TAG, STACK_TAG } from "./ownership.ts";

/** Actions that AWS authorizes on `*` alone. */
const WITHOUT_ARN: readonly string[] = [
  "bedrock:ListInferenceProfiles",
  "bedrock:ListFoundationModels",
  "bedrock:GetFoundationModelAvailability",
  "tag:GetResources",
  "cloudwatch:GetMetricData",
  "cloudwatch:ListMetrics",
  "servicequotas:GetServiceQuota",
  "servicequotas:GetAWSDefaultServiceQuota",
];

/** `GetParameter` is not asked by Strata, but by whoever wants to see what was published. */
const PARAMETER_READS: readonly string[] = ["ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"];

const COST_TAG_READS: readonly string[] = ["ce:ListCostAllocationTags", "ce:ListCostAllocationTagBackfillHistory"];

export interface IamContext {
  readonly desired: Desired;
  readonly place: IamPlace;
  /** Account id of the payer; null where nothing tells it. */
  readonly payer: string | null;
}

/** True where the role's own account is asked for cost allocation tags; Cost Explorer is not in every partition. */
export function readsCostTags({ desired, place, payer }: IamContext): boolean {
  const isPayer = place.account === null ? desired.billingAccount === undefined : payer === place.account;
  return desired.costAllocationTags.length > 0 && isPayer && place.partition !== "aws-us-gov";
}

/** What plan, drift, list, show, import and doctor ask. In every region: `drift --everywhere` looks for orphans there. */
export function readStatements(context: IamContext): Statement[] {
  const { desired, place } = context;
  const ours = profilesAnywhere(place, "application-inference-profile");
  return [
    allow("ReadListsAndFigures", WITHOUT_ARN, ["*"]),
    allow("ReadProfiles", ["bedrock:GetInferenceProfile", "bedrock:ListTagsForResource"], ours),
    allow("ReadSystemProfiles", ["bedrock:GetInferenceProfile"], profilesAnywhere(place, "inference-profile")),
    ...(readsCostTags(context) ? [costTagReads()] : []),
    ...(desired.publishSsm === undefined
      ? []
      : [allow("ReadPublished", PARAMETER_READS, parametersIn(place, desired.publishSsm))]),
  ];
}

export function costTagReads(): Statement {
  return allow("ReadCostTags", COST_TAG_READS, ["*"]);
}

/** True where the tag is not on the resource (or not in the request). */
function without(...keys: readonly string[]): Conditions {
  return { Null: Object.fromEntries(keys.map((key) => [key, ["true"]])) };
}

const STACK_OF_RESOURCE = `aws:ResourceTag/${STACK_TAG}`;
const STACK_OF_REQUEST = `aws:RequestTag/${STACK_TAG}`;

/**
 * What apply does on top of the reads. A profile can only be marked as ours when it is created; whatever is changed or
 * ended has to carry our mark (or that of a former stack) already, and no edit may mark it as anybody else's.
 */
export function writeStatements({ desired, place }: IamContext): Statement[] {
  const { stack, formerStacks, publishSsm } = desired;
  const profiles = profilesIn(place, "application-inference-profile");
  const here = regionCondition(place);
  const ours: Conditions = { StringEquals: { [STACK_OF_RESOURCE]: [stack, ...formerStacks] } };
  const asOurs: Conditions = { StringEqualsIfExists: { [STACK_OF_REQUEST]: [stack] } };
  const sources = [modelArn(place, "*"), ...profilesIn(place, "inference-profile")];
  return [
    allow("CreateOurs", ["bedrock:CreateInferenceProfile"], profiles, marking(stack), here),
    allow("CreateFromSources", ["bedrock:CreateInferenceProfile"], sources, here),
    allow("TagOurs", ["bedrock:TagResource", "bedrock:UntagResource"], profiles, ours, here, asOurs),
    allow("DeleteOurs", ["bedrock:DeleteInferenceProfile"], profiles, ours, here, withoutProtection()),
    allow("TagInBulk", ["tag:TagResources", "tag:UntagResources"], ["*"]),
    ...(publishSsm === undefined ? [] : publishStatements(parametersIn(place, publishSsm), [stack, ...formerStacks])),
  ];
}

/**
 * A new parameter carries our mark from the start; whatever is overwritten or deleted has to carry it already. AWS asks
 * for the right to tag beside that to put a new one: it holds for what no other stack owns (docs/iam.md).
 */
function publishStatements(
  parameters: readonly string[],
  [stack, ...formerStacks]: [string, ...string[]],
): Statement[] {
  const ours: Conditions = { StringEquals: { [STACK_OF_RESOURCE]: [stack, ...formerStacks] } };
  const notOthers: Conditions = { StringEqualsIfExists: ours.StringEquals ?? {} };
  return [
    allow("PublishNew", ["ssm:PutParameter", "ssm:AddTagsToResource"], parameters, marking(stack), notOthers),
    allow("PublishAgain", ["ssm:PutParameter"], parameters, ours),
    allow("UnpublishOurs", ["ssm:DeleteParameter"], parameters, ours),
  ];
}

/** Opt-in: marks profiles that no stack owns as ours, but none that another tool has made. */
export function adoptStatements({ desired, place }: IamContext): Statement[] {
  const profiles = profilesIn(place, "application-inference-profile");
  const free = without(...[STACK_TAG, ...OTHER_TOOLS_TAGS].map((key) => `aws:ResourceTag/${key}`));
  return [
    allow("AdoptUnmanaged", ["bedrock:TagResource"], profiles, marking(desired.stack), regionCondition(place), free),
  ];
}

function marking(stack: string): Conditions {
  return { StringEquals: { [STACK_OF_REQUEST]: [stack] } };
}

function withoutProtection(): Conditions {
  return without(`aws:ResourceTag/${PROTECT_TAG}`);
}

/** Cost allocation tags of the payer's account: read, activate, backfill. */
export function billingStatements(): Statement[] {
  return [
    allow(
      "CostAllocationTags",
      [...COST_TAG_READS, "ce:UpdateCostAllocationTagsStatus", "ce:StartCostAllocationTagBackfill"],
      ["*"],
    ),
    allow("ReadCosts", ["ce:GetCostAndUsage", "ce:GetDimensionValues"], ["*"]),
  ];
}

/** For the role that is entered first, where each account has a role of its own. */
export function entryStatements(places: readonly IamPlace[], roleName: string): Statement[] {
  const roles = places.map(({ partition, account }) => `arn:${partition}:iam::${account ?? "*"}:role/${roleName}`);
  return [allow("AssumeRoles", ["sts:AssumeRole"], roles)];
}

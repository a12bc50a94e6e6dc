// Which model a call to the runtime means, and whether the account may use it (AWS.md 9; texts in docs/sandbox.md).
import { ApiError } from "./api-error.ts";
import { parseProfileArn } from "./arn.ts";
import { findApplicationProfile, findSystemProfile } from "./bedrock-profiles.ts";
import { notFound } from "./bedrock-source.ts";
import { catalogueOf, type FoundationModel } from "./catalogue.ts";
import { validationError } from "./constraints.ts";
import type { UsePlace } from "./ledger.ts";
import { lifecycleOf } from "./lifecycle.ts";
import type { Caller, ServiceContext } from "./service.ts";

/** A model as it was called. */
export interface CalledModel {
  /** What the ledger and CloudWatch know the call under. */
  readonly place: UsePlace;
  readonly modelArns: readonly string[];
  /** Undefined for a model that the catalogue does not have (a profile put in by a test). */
  readonly model: FoundationModel | undefined;
}

export interface Access {
  readonly caller: Caller;
  readonly context: ServiceContext;
}

const INVALID = "The provided model identifier is invalid.";
const NO_ACCESS = "You don't have access to the model with the specified model ID.";
const NO_SUBSCRIPTION =
  "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model. Refer to the Amazon Bedrock documentation for further details. Your AWS Marketplace subscription for this model cannot be completed at this time. If you recently fixed this issue, try again after 5 minutes.";
const ENDED =
  "This model version has reached the end of its life. Please refer to the AWS documentation for more details.";

const MODEL_ARN = /^arn:aws(?:|-us-gov|-cn|-iso|-iso-b):bedrock:([a-z0-9-]*)::foundation-model\/([a-zA-Z0-9-:.]+)$/;

function idOf(modelArn: string): string {
  return modelArn.slice(modelArn.lastIndexOf("/") + 1);
}

/** An application profile is called by its ARN; its bare id is no model identifier. */
function applicationProfile(identifier: string, { caller, context }: Access): CalledModel {
  const arn = parseProfileArn(identifier);
  if (arn?.region !== caller.region || arn.account !== caller.account) throw validationError(INVALID);
  const record = findApplicationProfile(identifier, caller, context);
  if (record === undefined) throw notFound();
  return called({ modelId: record.id, modelArns: record.modelArns, tags: record.tags }, { caller, context });
}

function called(
  { modelId, modelArns, tags }: Pick<UsePlace, "modelId" | "tags"> & Pick<CalledModel, "modelArns">,
  { caller, context }: Access,
): CalledModel {
  const foundationModel = idOf(modelArns[0] ?? modelId);
  const { account, region } = caller;
  return {
    place: { account, region, modelId, foundationModel, tags },
    modelArns,
    model: catalogueOf(region, context.behaviour.govPrefix).foundationModels.get(foundationModel),
  };
}

function foundationModel(identifier: string, access: Access): CalledModel {
  const { caller, context } = access;
  const [, region = caller.region, id = identifier] = MODEL_ARN.exec(identifier) ?? [];
  const model = catalogueOf(caller.region, context.behaviour.govPrefix).foundationModels.get(id);
  if (model === undefined || region !== caller.region) throw validationError(INVALID);
  if (!model.inferenceTypes.includes("ON_DEMAND")) {
    throw validationError(
      `Invocation of model ID ${id} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    );
  }
  return called({ modelId: id, modelArns: [model.arn], tags: {} }, access);
}

/** @throws ApiError for an identifier that no call can be made with; whether the model may be used is not looked at. */
export function resolveModel(identifier: string, access: Access): CalledModel {
  if (parseProfileArn(identifier)?.type === "application-inference-profile")
    return applicationProfile(identifier, access);
  const system = findSystemProfile(identifier, access.caller, access.context);
  if (system !== undefined) return called({ modelId: system.id, modelArns: system.modelArns, tags: {} }, access);
  return foundationModel(identifier, access);
}

/** @throws ApiError when the account may not use the model, or nobody can any more. */
export function checkAccess(
  { place, modelArns, model }: CalledModel,
  action: string,
  { caller, context }: Access,
): void {
  const { unauthorizedModels, unsubscribedModels, scpDeniedRegions } = context.behaviour;
  const denied = (message: string) => new ApiError("AccessDeniedException", 403, message);
  const blocked = modelArns.find((arn) => scpDeniedRegions.includes(arn.split(":")[3] || "global"));
  if (blocked !== undefined) {
    throw denied(
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${blocked} with an explicit deny in a service control policy`,
    );
  }
  if (unauthorizedModels.includes(place.foundationModel)) throw denied(NO_ACCESS);
  if (unsubscribedModels.includes(place.foundationModel)) throw denied(NO_SUBSCRIPTION);
  const end = model === undefined ? undefined : lifecycleOf(model, context.behaviour.endingModels).endOfLifeTime;
  if (end !== undefined && Date.parse(end) <= context.now().getTime()) {
    throw new ApiError("ResourceNotFoundException", 404, ENDED);
  }
}

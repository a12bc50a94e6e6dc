// Foundation models: the list with the lifecycle dates of each (AWS.md 2), and whether the account may use one.
import { ApiError } from "./api-error.ts";
import { catalogueOf, type FoundationModel } from "./catalogue.ts";
import { Constraints, RULES } from "./constraints.ts";
import { lifecycleOf } from "./lifecycle.ts";
import { restReply } from "./protocols.ts";
import type { Reply, ServiceContext, ServiceRequest } from "./service.ts";

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  byInferenceType: ["ON_DEMAND", "PROVISIONED"],
  byOutputModality: ["TEXT", "IMAGE", "EMBEDDING"],
  byCustomizationType: ["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"],
};

function toSummary(model: FoundationModel, behaviour: ServiceContext["behaviour"]) {
  return {
    modelArn: model.arn,
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: model.input,
    outputModalities: model.output,
    responseStreamingSupported: model.profiles,
    customizationsSupported: [],
    inferenceTypesSupported: model.inferenceTypes,
    modelLifecycle: lifecycleOf(model, behaviour.endingModels),
  };
}

/** Filters are joined by AND; no model of the catalogue can be customised. One page: the API has no paging here. */
export function listFoundationModels(request: ServiceRequest, context: ServiceContext): Reply {
  const { query, caller } = request;
  const constraints = new Constraints();
  for (const [name, choices] of Object.entries(CHOICES)) constraints.choice(query.get(name), name, choices);
  constraints.throwIfBroken();
  const provider = query.get("byProvider")?.toLowerCase();
  const output = query.get("byOutputModality");
  const inference = query.get("byInferenceType");
  const models = [...catalogueOf(caller.region, context.behaviour.govPrefix).foundationModels.values()].filter(
    (model) =>
      (provider === undefined || model.provider.toLowerCase() === provider) &&
      (output === null || model.output.some((modality) => modality === output)) &&
      (inference === null || model.inferenceTypes.includes(inference)) &&
      query.get("byCustomizationType") === null,
  );
  return restReply(200, JSON.stringify({ modelSummaries: models.map((model) => toSummary(model, context.behaviour)) }));
}

/**
 * GetFoundationModelAvailability: shapes and values are those of the API's model; how the four belong together on AWS
 * is not confirmed (docs/sandbox.md).
 */
export function getModelAvailability(request: ServiceRequest, context: ServiceContext, modelId: string): Reply {
  const { caller } = request;
  const { govPrefix, unauthorizedModels, unsubscribedModels } = context.behaviour;
  const constraints = new Constraints();
  constraints.text(modelId, "modelId", RULES.modelId);
  constraints.throwIfBroken();
  if (!catalogueOf(caller.region, govPrefix).foundationModels.has(modelId)) {
    throw new ApiError("ResourceNotFoundException", 404, `The model ${modelId} could not be found.`);
  }
  const taken = unsubscribedModels.includes(modelId) ? "NOT_AVAILABLE" : "AVAILABLE";
  const availability = {
    agreementAvailability: { status: taken },
    authorizationStatus: unauthorizedModels.includes(modelId) ? "NOT_AUTHORIZED" : "AUTHORIZED",
    entitlementAvailability: taken,
    modelId,
    regionAvailability: "AVAILABLE",
  };
  return restReply(200, JSON.stringify(availability));
}

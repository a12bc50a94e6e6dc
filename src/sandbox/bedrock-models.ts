// ListFoundationModels, with the lifecycle dates of each model (AWS.md 2).
import { catalogueOf, type FoundationModel } from "./catalogue.ts";
import { Constraints } from "./constraints.ts";
import { restReply } from "./protocols.ts";
import type { Reply, ServiceContext, ServiceRequest } from "./service.ts";

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  byInferenceType: ["ON_DEMAND", "PROVISIONED"],
  byOutputModality: ["TEXT", "IMAGE", "EMBEDDING"],
  byCustomizationType: ["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"],
};

function toSummary(model: FoundationModel) {
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
    modelLifecycle: model.lifecycle,
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
  return restReply(200, JSON.stringify({ modelSummaries: models.map(toSummary) }));
}

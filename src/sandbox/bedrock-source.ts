// Which models a new profile routes to: `copyFrom` against the catalogue. Error choices are unconfirmed (AWS.md 11, 7).
import { ApiError } from "./api-error.ts";
import { catalogueOf, type RegionCatalogue } from "./catalogue.ts";
import { COPY_FROM, validationError } from "./constraints.ts";
import type { Caller, ServiceContext } from "./service.ts";

/** The one source text seen in the wild (AWS.md 1.4). */
const BAD_SOURCE = "copyFrom must be a valid inference profile model source ARN.";

/** The text recorded for an ARN that does not exist. */
export const NOT_FOUND =
  "The specified resource Amazon Resource Name (ARN) was not found. Check the Amazon Resource Name (ARN) and try your request again.";

export function notFound(): ApiError {
  return new ApiError("ResourceNotFoundException", 404, NOT_FOUND);
}

function modelSource(catalogue: RegionCatalogue, id: string, checked: boolean): readonly string[] {
  const model = catalogue.foundationModels.get(id);
  if (model === undefined) throw notFound();
  if (checked && !model.profiles) throw validationError(`The model ${id} does not support inference profiles.`);
  if (checked && !model.inferenceTypes.includes("ON_DEMAND")) {
    throw validationError(
      `The model ${id} does not support on-demand throughput in this Region. Copy from an inference profile that contains this model.`,
    );
  }
  return [model.arn];
}

/**
 * The model ARNs of a source. Region and account of the ARN may be empty (AWS.md 2).
 * @throws ApiError ValidationException for another form, Region, partition or account; ResourceNotFound for an unknown id.
 */
export function resolveSource(copyFrom: string, caller: Caller, context: ServiceContext): readonly string[] {
  const [, partition, region, account, kind, id] = COPY_FROM.exec(copyFrom) ?? [];
  if (id === undefined || partition !== caller.partition) throw validationError(BAD_SOURCE);
  if (region !== "" && region !== caller.region) {
    throw validationError(`${BAD_SOURCE} The source is in ${region}, the request in ${caller.region}.`);
  }
  if (account !== "" && (kind === "foundation-model" || account !== caller.account)) {
    throw validationError(`${BAD_SOURCE} The source belongs to another account.`);
  }
  const catalogue = catalogueOf(caller.region, context.behaviour.govPrefix);
  if (kind === "foundation-model") return modelSource(catalogue, id, context.behaviour.checkSourceSupport);
  const profile = catalogue.systemProfiles.get(id);
  if (profile === undefined) throw notFound();
  return profile.modelArns;
}

// The services that the sandbox serves. A new one is a file that exports a Service, and one line here.
import { bedrockService } from "./bedrock.ts";
import { costsService } from "./ce-costs.ts";
import { cloudWatchServices } from "./cloudwatch.ts";
import { costTagsService } from "./cost-tags-service.ts";
import { organizationsService } from "./organizations.ts";
import { runtimeService } from "./runtime.ts";
import type { Service, ServiceContext } from "./service.ts";
import { serviceQuotasService } from "./servicequotas.ts";
import { ssmService } from "./ssm.ts";
import { stsService } from "./sts.ts";
import { taggingService } from "./tagging.ts";

/** The first is also the one in whose protocol a request is refused that names no service. */
export function buildServices(context: ServiceContext, random: () => number): readonly [Service, ...Service[]] {
  return [
    bedrockService(context),
    taggingService(context),
    stsService(context, random),
    serviceQuotasService(context),
    runtimeService(context),
    ...cloudWatchServices(context),
    costTagsService(context),
    costsService(context),
    ssmService(context),
    organizationsService(context),
  ];
}

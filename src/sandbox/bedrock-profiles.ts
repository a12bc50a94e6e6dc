// Get, List and Delete of inference profiles (AWS.md 1.1–1.3, 1.7).
import { ApiError } from "./api-error.ts";
import { parseProfileArn } from "./arn.ts";
import { notFound } from "./bedrock-source.ts";
import { catalogueOf, type SystemProfile } from "./catalogue.ts";
import { Constraints, RULES, validationError } from "./constraints.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import type { ProfileRecord } from "./profile-record.ts";
import { restReply } from "./protocols.ts";
import type { Caller, Reply, ServiceContext, ServiceRequest } from "./service.ts";

const MAX_RESULTS = 1000;

function systemArn(profile: SystemProfile, caller: Caller): string {
  return `arn:${caller.partition}:bedrock:${caller.region}:${caller.account}:inference-profile/${profile.id}`;
}

function systemSummary(profile: SystemProfile, caller: Caller): string {
  return JSON.stringify({
    inferenceProfileName: profile.name,
    description: profile.description,
    createdAt: profile.createdAt,
    updatedAt: profile.updatedAt,
    inferenceProfileArn: systemArn(profile, caller),
    models: profile.modelArns.map((modelArn) => ({ modelArn })),
    inferenceProfileId: profile.id,
    status: "ACTIVE",
    type: "SYSTEM_DEFINED",
  });
}

/** The live application profile that an id or ARN names, in the caller's own account and region only. */
export function findApplicationProfile(
  identifier: string,
  caller: Caller,
  context: ServiceContext,
): ProfileRecord | undefined {
  const arn = parseProfileArn(identifier);
  if (arn === undefined) return context.store.find(caller.account, caller.region, identifier);
  const own = arn.account === caller.account && arn.region === caller.region;
  if (!own || arn.type !== "application-inference-profile") return undefined;
  return context.store.find(caller.account, caller.region, arn.id);
}

/** The system profile that an id or ARN names; region and account of the ARN may be empty. */
export function findSystemProfile(
  identifier: string,
  caller: Caller,
  context: ServiceContext,
): SystemProfile | undefined {
  const arn = parseProfileArn(identifier);
  const profiles = catalogueOf(caller.region, context.behaviour.govPrefix).systemProfiles;
  if (arn === undefined) return profiles.get(identifier);
  const own = [caller.account, ""].includes(arn.account) && [caller.region, ""].includes(arn.region);
  return own && arn.type === "inference-profile" ? profiles.get(arn.id) : undefined;
}

function checkIdentifier(identifier: string): void {
  const constraints = new Constraints();
  constraints.text(identifier, "inferenceProfileIdentifier", RULES.identifier);
  constraints.throwIfBroken();
}

export function getProfile(request: ServiceRequest, context: ServiceContext, identifier: string): Reply {
  checkIdentifier(identifier);
  const record = findApplicationProfile(identifier, request.caller, context);
  if (record !== undefined) return restReply(200, record.summary);
  const system = findSystemProfile(identifier, request.caller, context);
  if (system === undefined) throw notFound();
  return restReply(200, systemSummary(system, request.caller));
}

/** DeleteInferenceProfile: id or ARN, never a name (AWS.md 1.2). When AWS answers Conflict is unknown (AWS.md 11, 3). */
export function deleteProfile(request: ServiceRequest, context: ServiceContext, identifier: string): Reply {
  checkIdentifier(identifier);
  const record = findApplicationProfile(identifier, request.caller, context);
  if (record === undefined) {
    if (findSystemProfile(identifier, request.caller, context) === undefined) throw notFound();
    throw validationError("A system-defined inference profile cannot be deleted.");
  }
  const { undeletable } = context.behaviour;
  if ([record.id, record.name, record.arn].some((text) => undeletable.includes(text))) {
    throw new ApiError(
      "ConflictException",
      400,
      `The inference profile ${record.arn} is in use and cannot be deleted.`,
    );
  }
  context.store.delete(record);
  return restReply(200, "{}");
}

interface ListItem {
  /** System profiles come first, below zero; then application profiles in order of creation. */
  readonly order: number;
  readonly summary: string;
}

function itemsFor(type: string | null, caller: Caller, context: ServiceContext): readonly ListItem[] {
  const wanted =
    type ?? { all: "ALL", system: "SYSTEM_DEFINED", application: "APPLICATION" }[context.behaviour.typeOmitted];
  const system = [...catalogueOf(caller.region, context.behaviour.govPrefix).systemProfiles.values()].map(
    (profile, index) => ({
      order: index - 1_000_000,
      summary: systemSummary(profile, caller),
    }),
  );
  const application = context.store.listed(caller.account, caller.region);
  if (wanted === "SYSTEM_DEFINED") return system;
  return wanted === "APPLICATION" ? application : [...system, ...application];
}

/** ListInferenceProfiles: the query parameter is `type`, pages hold at most 1,000, `nextToken` is opaque. */
export function listProfiles(request: ServiceRequest, context: ServiceContext): Reply {
  const { query, caller } = request;
  const type = query.get("type");
  const token = query.get("nextToken");
  const constraints = new Constraints();
  constraints.choice(type, "typeEquals", ["SYSTEM_DEFINED", "APPLICATION"]);
  const asked = constraints.number(query.get("maxResults"), "maxResults", 1, MAX_RESULTS, MAX_RESULTS);
  constraints.text(token, "nextToken", RULES.nextToken);
  constraints.throwIfBroken();

  const digest = queryDigest(["ListInferenceProfiles", caller.account, caller.region, type]);
  const start = token === null ? undefined : decodePageToken(token);
  if (token !== null && start?.query !== digest) throw validationError("The nextToken is not valid for this request.");
  const after = start?.after ?? Number.NEGATIVE_INFINITY;
  const rest = itemsFor(type, caller, context).filter((item) => item.order > after);
  const page = rest.slice(0, Math.min(asked, context.behaviour.pageSizeCap));
  const last = page.at(-1);
  const more = last !== undefined && rest.length > page.length;
  const next = more
    ? encodePageToken({ after: last.order, issuedAt: context.now().getTime(), query: digest })
    : undefined;
  const body = `{"inferenceProfileSummaries":[${page.map((item) => item.summary).join(",")}]${next === undefined ? "" : `,"nextToken":"${next}"`}}`;
  return restReply(200, body);
}

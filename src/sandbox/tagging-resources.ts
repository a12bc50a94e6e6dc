// GetResources: what is or was tagged, filtered and cut into pages (AWS.md 5).
import { ApiError } from "./api-error.ts";
import { parseJsonObject } from "./constraints.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import type { ProfileRecord } from "./profile-record.ts";
import { rpcReply } from "./protocols.ts";
import type { Reply, ServiceContext, ServiceRequest } from "./service.ts";

const PROFILE_TYPE = "bedrock:application-inference-profile";
const PARAMETER_TYPE = "ssm:parameter";
/** Resources of the largest page, and of the default one; the API's default is not documented. */
const MAX_PER_PAGE = 100;
/** A token is valid for 15 minutes. In ms. */
const TOKEN_LIFETIME = 15 * 60 * 1000;

type Tags = Readonly<Record<string, string>>;

interface TagFilter {
  readonly key: string;
  readonly values: readonly string[];
}

interface GetInput {
  readonly filters: readonly TagFilter[];
  readonly types: readonly string[];
  readonly arns: readonly string[] | undefined;
  readonly perPage: number;
  readonly tagsPerPage: number;
  readonly token: string;
}

export interface Resource {
  readonly order: number;
  readonly arn: string;
  readonly tags: Tags;
}

function toResource({ record, tags }: { readonly record: ProfileRecord; readonly tags: Tags }): Resource {
  return { order: record.order, arn: record.arn, tags };
}

export function invalidParameter(message: string): ApiError {
  return new ApiError("InvalidParameterException", 400, message);
}

function texts(value: unknown, name: string, max: number): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > max || !value.every((entry) => typeof entry === "string")) {
    throw invalidParameter(`${name} must be a list of at most ${max} texts`);
  }
  return value;
}

function readFilters(value: unknown): readonly TagFilter[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > 50) throw invalidParameter("TagFilters must hold at most 50 filters");
  return value.map((entry: unknown) => {
    const { Key, Values } = (entry ?? {}) as Record<string, unknown>;
    if (typeof Key !== "string" || Key === "" || Key.length > 128) throw invalidParameter("A tag filter needs a Key");
    return { key: Key, values: texts(Values, "Values", 20) };
  });
}

function pageSize(value: unknown, name: string, min: number, max: number): number {
  if (value === undefined || value === null) return max;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
    throw invalidParameter(`${name} must be from ${min} to ${max}`);
  }
  return value;
}

function readInput(body: string): GetInput {
  const input = parseJsonObject(body);
  const arns = input.ResourceARNList === undefined ? undefined : texts(input.ResourceARNList, "ResourceARNList", 100);
  const others = [
    input.TagFilters,
    input.ResourceTypeFilters,
    input.ResourcesPerPage,
    input.TagsPerPage,
    input.PaginationToken,
  ];
  if (arns !== undefined && others.some((value) => value !== undefined && value !== "")) {
    throw invalidParameter("ResourceARNList cannot be combined with filters or paging");
  }
  if (input.ExcludeCompliantResources === true && input.IncludeComplianceDetails !== true) {
    throw invalidParameter("ExcludeCompliantResources needs IncludeComplianceDetails");
  }
  return {
    arns,
    filters: readFilters(input.TagFilters),
    types: texts(input.ResourceTypeFilters, "ResourceTypeFilters", 100),
    perPage: pageSize(input.ResourcesPerPage, "ResourcesPerPage", 1, MAX_PER_PAGE),
    tagsPerPage: pageSize(input.TagsPerPage, "TagsPerPage", 100, 500),
    token: typeof input.PaginationToken === "string" ? input.PaginationToken : "",
  };
}

/** AND between filters, OR between the values of one; no values = any value. */
function matches(tags: Tags, filters: readonly TagFilter[]): boolean {
  return filters.every(
    ({ key, values }) => Object.hasOwn(tags, key) && (values.length === 0 || values.includes(tags[key] ?? "")),
  );
}

/** A resource without tags counts as one; a resource is never split over pages. */
function takePage(resources: readonly Resource[], perPage: number, tagsPerPage: number): readonly Resource[] {
  let tags = 0;
  const end = resources.findIndex((resource, index) => {
    tags += Math.max(1, Object.keys(resource.tags).length);
    return index >= perPage || (index > 0 && tags > tagsPerPage);
  });
  return end === -1 ? resources : resources.slice(0, end);
}

function startOf(token: string, digest: string, now: number): number {
  if (token === "") return Number.NEGATIVE_INFINITY;
  const start = decodePageToken(token);
  if (start === undefined || start.query !== digest)
    throw invalidParameter("The PaginationToken is not valid for this request");
  if (start.issuedAt + TOKEN_LIFETIME < now) {
    throw new ApiError("PaginationTokenExpiredException", 400, "The PaginationToken has expired");
  }
  return start.after;
}

/** The order of the tags is the reverse of ListTagsForResource's: the two differ on AWS too (AWS.md 5). */
function toMapping({ arn, tags }: Resource) {
  const list = Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
  return { ResourceARN: arn, Tags: list.reverse() };
}

export function getResources(request: ServiceRequest, context: ServiceContext): Reply {
  const { account, region } = request.caller;
  const { behaviour, store } = context;
  const input = readInput(request.body);
  const now = context.now().getTime();
  const digest = queryDigest(["GetResources", account, region, input.filters, input.types]);
  const after = startOf(input.token, digest, now);

  const wanted = (resource: Resource) => matches(resource.tags, input.filters);
  const isWanted = (type: string) =>
    input.types.length === 0 || input.types.some((one) => one === type || one === type.slice(0, type.indexOf(":")));
  const all = [
    ...(isWanted(PROFILE_TYPE) ? store.tagged(account, region).map(toResource) : []),
    ...(isWanted(PARAMETER_TYPE) ? context.parameters.tagged(account, region) : []),
  ];
  if (input.arns !== undefined) {
    const named = all.filter(({ arn }) => input.arns?.includes(arn));
    return rpcReply("1.1", { PaginationToken: "", ResourceTagMappingList: named.map(toMapping) });
  }
  const rest = all.filter(({ order }) => order > after);
  const candidates = behaviour.rgtSparsePages ? rest : rest.filter(wanted);
  const page = takePage(candidates, Math.min(input.perPage, behaviour.pageSizeCap), input.tagsPerPage);
  const last = page.at(-1);
  const more = last !== undefined && page.length < candidates.length;
  return rpcReply("1.1", {
    PaginationToken: more ? encodePageToken({ after: last.order, issuedAt: now, query: digest }) : "",
    ResourceTagMappingList: page.filter(wanted).map(toMapping),
  });
}

// Reading parameters: one, several by name, all below a path, or described.
import { ApiError } from "./api-error.ts";
import { parseJsonObject, validationError } from "./constraints.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import { rpcReply } from "./protocols.ts";
import type { Reply, ServiceContext, ServiceRequest } from "./service.ts";
import { readSelector } from "./ssm-names.ts";
import type { ParameterRecord } from "./ssm-store.ts";

/** Names of one GetParameters or DeleteParameters call, and parameters of a page by path (documented). */
export const MAX_NAMES = 10;
const MAX_DESCRIBED = 50;

export function textIn(input: Readonly<Record<string, unknown>>, member: string): string {
  const value = input[member];
  if (typeof value === "string" && value !== "") return value;
  const name = `${member[0]?.toLowerCase() ?? ""}${member.slice(1)}`;
  throw validationError(
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
  );
}

export function namesIn(input: Readonly<Record<string, unknown>>): string[] {
  const { Names: names } = input;
  if (
    !Array.isArray(names) ||
    names.length < 1 ||
    names.length > MAX_NAMES ||
    names.some((n) => typeof n !== "string")
  ) {
    throw validationError(
      `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to ${MAX_NAMES}`,
    );
  }
  return names;
}

export function parameterNotFound(): ApiError {
  return new ApiError("ParameterNotFound", 400, "");
}

/** Undefined where there is no such parameter, or no such version of it. */
function toWire(selector: string, { caller }: ServiceRequest, { parameters }: ServiceContext) {
  const { name, version } = readSelector(selector);
  const record = parameters.find(caller.account, caller.region, name);
  if (record === undefined) return undefined;
  const found = version === undefined ? record.versions.at(-1) : record.versions.find((one) => one.version === version);
  if (found === undefined) return undefined;
  return {
    ...headOf(record),
    Value: found.value,
    Version: found.version,
    LastModifiedDate: found.at / 1000,
    ...(version === undefined ? {} : { Selector: `:${version}` }),
  };
}

function headOf({ name, type, arn }: ParameterRecord) {
  return { Name: name, Type: type, ARN: arn, DataType: "text" };
}

type Handler = (request: ServiceRequest, context: ServiceContext) => Reply;

export const getParameter: Handler = (request, context) => {
  const name = textIn(parseJsonObject(request.body), "Name");
  const found = toWire(name, request, context);
  if (found !== undefined) return rpcReply("1.1", { Parameter: found });
  const selector = readSelector(name);
  if (selector.version !== undefined && toWire(selector.name, request, context) !== undefined) {
    const message = `Systems Manager could not find version ${selector.version} of ${selector.name}. Verify the version and try again.`;
    throw new ApiError("ParameterVersionNotFound", 400, message);
  }
  throw parameterNotFound();
};

export const getParameters: Handler = (request, context) => {
  const found = namesIn(parseJsonObject(request.body)).map((name) => ({ name, wire: toWire(name, request, context) }));
  return rpcReply("1.1", {
    Parameters: found.flatMap(({ wire }) => wire ?? []),
    InvalidParameters: found.filter(({ wire }) => wire === undefined).map(({ name }) => name),
  });
};

export const getParametersByPath: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const path = textIn(input, "Path");
  if (!path.startsWith("/")) {
    throw validationError(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
    );
  }
  const { account, region } = request.caller;
  const prefix = path.endsWith("/") ? path : `${path}/`;
  const below = context.parameters.list(account, region).filter(({ name }) => {
    if (!name.startsWith(prefix)) return false;
    return input.Recursive === true || !name.slice(prefix.length).includes("/");
  });
  const { page, next } = cut(below, input, request, context, MAX_NAMES);
  const wires = page.flatMap(({ name }) => toWire(name, request, context) ?? []);
  return rpcReply("1.1", { Parameters: wires, ...next });
};

export const describeParameters: Handler = (request, context) => {
  const input = parseJsonObject(request.body);
  const { account, region } = request.caller;
  const isWanted = readFilters(input.ParameterFilters);
  const all = context.parameters.list(account, region).filter(({ name }) => isWanted(name));
  const { page, next } = cut(all, input, request, context, MAX_DESCRIBED);
  const described = page.map((record) => {
    const { version = 1, at = 0 } = record.versions.at(-1) ?? {};
    const { description: Description } = record;
    return {
      ...headOf(record),
      Description,
      Version: version,
      LastModifiedDate: at / 1000,
      Tier: "Standard",
      Policies: [],
    };
  });
  return rpcReply("1.1", { Parameters: described, ...next });
};

/** By name alone: what Terraform and the console ask. */
function readFilters(value: unknown): (name: string) => boolean {
  if (value === undefined || value === null) return () => true;
  if (!Array.isArray(value)) throw validationError("ParameterFilters must be a list.");
  const tests = value.map((entry: unknown) => {
    const { Key, Option = "Equals", Values } = (entry ?? {}) as Record<string, unknown>;
    const values = Array.isArray(Values) ? Values.map(String) : [];
    const isServed = Key === "Name" && (Option === "Equals" || Option === "BeginsWith");
    if (!isServed)
      throw new ApiError("InvalidFilterKey", 400, "The sandbox serves the filter Name alone, Equals and BeginsWith.");
    return (name: string) => values.some((one) => (Option === "Equals" ? name === one : name.startsWith(one)));
  });
  return (name) => tests.every((test) => test(name));
}

/** A page, and the token of the next one where there is one. */
function cut(
  all: readonly ParameterRecord[],
  input: Readonly<Record<string, unknown>>,
  { caller }: ServiceRequest,
  { behaviour, now }: ServiceContext,
  most: number,
) {
  const { MaxResults: size = most, NextToken, ...query } = input;
  if (typeof size !== "number" || size < 1 || size > most) {
    throw validationError(
      `1 validation error detected: Value '${String(size)}' at 'maxResults' failed to satisfy constraint`,
    );
  }
  const digest = queryDigest([caller.account, caller.region, query]);
  const start = typeof NextToken === "string" ? decodePageToken(NextToken) : undefined;
  if (NextToken !== undefined && start?.query !== digest) {
    throw new ApiError("InvalidNextToken", 400, "The specified token isn't valid.");
  }
  const from = start?.after ?? 0;
  const end = from + Math.min(size, behaviour.pageSizeCap);
  const token = { after: end, issuedAt: now().getTime(), query: digest };
  return { page: all.slice(from, end), next: end < all.length ? { NextToken: encodePageToken(token) } : {} };
}

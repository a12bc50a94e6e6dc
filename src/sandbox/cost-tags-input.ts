// What requests about cost allocation tags may say, and the pages and forms of their answers (AWS.md 6).
import { ApiError } from "./api-error.ts";
import { validationError } from "./constraints.ts";
import type { CostTag } from "./cost-tags.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";
import type { ServiceContext } from "./service.ts";

/** Keys that one list can be asked for. */
const MAX_KEYS = 100;
const MAX_PAGE = 1000;
const DEFAULT_PAGE = 100;
const MAX_KEY_LENGTH = 1024;

export interface Paging {
  readonly max: number;
  readonly token: string | undefined;
}

export interface ListInput extends Paging {
  readonly status: string | undefined;
  readonly keys: readonly string[] | undefined;
  readonly type: string | undefined;
}

export function readText(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "" || value.length > MAX_KEY_LENGTH) {
    throw validationError(`${name} must be text of 1 to ${MAX_KEY_LENGTH} characters`);
  }
  return value;
}

function readKeys(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length < 1 || value.length > MAX_KEYS) {
    throw validationError(`TagKeys must hold 1 to ${MAX_KEYS} keys`);
  }
  return value.map((key) => readText(key, "TagKeys"));
}

function readChoice(value: unknown, name: string, choices: readonly string[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!choices.includes(String(value))) throw validationError(`${name} must be one of ${choices.join(", ")}`);
  return String(value);
}

export function listInput(input: Readonly<Record<string, unknown>>): ListInput {
  const max = input.MaxResults ?? DEFAULT_PAGE;
  if (typeof max !== "number" || !Number.isInteger(max) || max < 1 || max > MAX_PAGE) {
    throw validationError(`MaxResults must be a whole number from 1 to ${MAX_PAGE}`);
  }
  return {
    status: readChoice(input.Status, "Status", ["Active", "Inactive"]),
    keys: readKeys(input.TagKeys),
    type: readChoice(input.Type, "Type", ["AWSGenerated", "UserDefined"]),
    max,
    token: input.NextToken === undefined || input.NextToken === null ? undefined : String(input.NextToken),
  };
}

/** One page; a token is only good for the same question. */
export function cutPage<T>(
  all: readonly T[],
  { max, token }: Paging,
  question: readonly unknown[],
  { behaviour, now }: ServiceContext,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const query = queryDigest(question);
  const decoded = token === undefined ? { after: 0, query } : decodePageToken(token);
  if (decoded?.query !== query)
    throw new ApiError("InvalidNextTokenException", 400, "The pagination token is invalid.");
  const end = decoded.after + Math.min(max, behaviour.pageSizeCap);
  const items = all.slice(decoded.after, end);
  const next = end < all.length ? encodePageToken({ after: end, issuedAt: now().getTime(), query }) : undefined;
  return { items, next };
}

const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)$/;

/** ms since 1970. @throws ApiError for anything but a first of a month of the last twelve, or of this one. */
export function validBackfillStart(value: unknown, now: Date): number {
  const from = typeof value === "string" && ZONED.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(from.getTime())) throw validationError("BackfillFrom must be a date and time with its offset");
  if (monthStart(from, 0) !== from.getTime()) {
    throw validationError("BackfillFrom must be the first day of a month");
  }
  if (from.getTime() > now.getTime()) throw validationError("BackfillFrom must not be in the future");
  if (from.getTime() < monthStart(now, -12)) {
    throw validationError("BackfillFrom must not be more than twelve months ago");
  }
  return from.getTime();
}

function monthStart(at: Date, months: number): number {
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
}

/** Times to the second; of a last use only the month is told (documented). */
export function toTagWire({ key, status, updatedAt, usedAt }: CostTag) {
  const toText = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    TagKey: key,
    Type: "UserDefined",
    Status: status,
    ...(updatedAt === undefined ? {} : { LastUpdatedDate: toText(updatedAt) }),
    ...(usedAt === undefined ? {} : { LastUsedDate: toText(monthStart(new Date(usedAt), 0)) }),
  };
}

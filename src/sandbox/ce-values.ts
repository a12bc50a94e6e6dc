// GetDimensionValues and GetTags: which values a dimension or a tag has in a period.

import { readDimension, readFilter } from "./ce-filter.ts";
import { readPeriod } from "./ce-query.ts";
import type { CostRequest } from "./ce-request.ts";
import { type GroupSums, sumUp } from "./ce-sums.ts";
import { validationError } from "./constraints.ts";
import { decodePageToken, encodePageToken, queryDigest } from "./page-token.ts";

const MOST_VALUES = 1_000;

export function getDimensionValues(request: CostRequest): unknown {
  const key = readDimension(request.input.Dimension);
  const values = valuesOf(request, { type: "DIMENSION", key });
  const isAccount = key === "LINKED_ACCOUNT";
  const { page, rest } = pageOf(request, searched(request, values));
  return {
    DimensionValues: page.map((value) => ({
      Value: value,
      Attributes: isAccount ? { description: `sandbox ${value}` } : {},
    })),
    ...rest,
  };
}

/** Without a key: the keys that count. */
export function getTags(request: CostRequest): unknown {
  const { TagKey: key } = request.input;
  if (key !== undefined && key !== null && typeof key !== "string") throw validationError("TagKey must be a text");
  const values = key
    ? valuesOf(request, { type: "TAG", key }).map((value) => value.slice(key.length + 1))
    : countingKeys(request);
  const { page, rest } = pageOf(request, searched(request, values));
  return { Tags: page, ...rest };
}

function countingKeys({ input, context, lines, appliesFrom }: CostRequest): string[] {
  readPeriod(input.TimePeriod, context.now());
  const carried = new Set(lines.flatMap(({ tags }) => Object.keys(tags)));
  return [...carried].filter((key) => appliesFrom(key) !== undefined).sort();
}

function valuesOf(
  { input, context, lines, appliesFrom }: CostRequest,
  group: Parameters<typeof sumUp>[1]["groups"][number],
) {
  const period = readPeriod(input.TimePeriod, context.now());
  const sums = sumUp(lines, { buckets: [period], groups: [group], filter: readFilter(input.Filter), appliesFrom });
  return sums.filter(({ touched }: GroupSums) => touched[0]).map(({ keys }) => keys[0] ?? "");
}

function searched({ input }: CostRequest, values: readonly string[]): string[] {
  const { SearchString: search } = input;
  if (search === undefined || search === null) return [...values];
  if (typeof search !== "string") throw validationError("SearchString must be a text");
  return values.filter((value) => value.toLowerCase().includes(search.toLowerCase()));
}

/** MaxResults comes only with SortBy (AWS.md 6). */
function pageOf({ input, caller, context }: CostRequest, values: readonly string[]) {
  const { MaxResults: most, SortBy: sortBy, NextPageToken: token, ...query } = input;
  const isSorted = Array.isArray(sortBy) && sortBy.length > 0;
  if (most !== undefined && most !== null && !isSorted) {
    throw validationError("MaxResults can only be given together with SortBy");
  }
  if (most !== undefined && most !== null && !(Number.isInteger(most) && (most as number) >= 1)) {
    throw validationError("MaxResults must be a whole number of at least 1");
  }
  const digest = queryDigest([caller.account, query]);
  const place = typeof token === "string" ? decodePageToken(token) : undefined;
  if (token !== undefined && token !== null && place?.query !== digest) {
    throw validationError("The next page token is invalid");
  }
  const from = place?.after ?? 0;
  const size = Math.min(MOST_VALUES, context.behaviour.pageSizeCap, typeof most === "number" ? most : MOST_VALUES);
  const page = values.slice(from, from + size);
  const after = from + page.length;
  const next = after < values.length ? encodePageToken({ after, issuedAt: 0, query: digest }) : undefined;
  return {
    page,
    rest: { ReturnSize: page.length, TotalSize: values.length, ...(next === undefined ? {} : { NextPageToken: next }) },
  };
}

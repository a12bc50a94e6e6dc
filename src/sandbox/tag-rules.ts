// What a tag may be and how many there may be, for Bedrock's own tag calls and for the tagging API (AWS.md 1.2, 3).
import { ApiError } from "./api-error.ts";
import { type Constraints, RULES, validationError } from "./constraints.ts";

/** User tags per resource, existing and new together; `aws:` tags do not count (AWS.md 3). */
export const MAX_TAGS = 50;
/** Entries of one request's tag list; not the real limit (AWS.md 1.2). */
const MAX_LIST = 200;

type Tags = Readonly<Record<string, string>>;

const isReserved = (key: string) => /^aws:/i.test(key);

/** Checks `[{key, value}]` as Bedrock sends it and returns the entries that are well formed. */
export function readTagList(value: unknown, path: string, constraints: Constraints): [string, string][] {
  const entries: [string, string][] = [];
  for (const [index, entry] of constraints.list(value, path, MAX_LIST).entries()) {
    const { key, value: text } = (typeof entry === "object" && entry !== null ? entry : {}) as Record<string, unknown>;
    const at = `${path}.${index + 1}.member`;
    const whole = [constraints.required(key, `${at}.key`), constraints.required(text, `${at}.value`)];
    constraints.text(key, `${at}.key`, RULES.tagKey);
    constraints.text(text, `${at}.value`, RULES.tagValue);
    if (whole.every(Boolean)) entries.push([String(key), String(text)]);
  }
  return entries;
}

/** Refuses reserved keys, and a key given twice. Both texts are unconfirmed (AWS.md 11, point 13). */
export function checkTagKeys(keys: readonly string[]): void {
  const reserved = keys.find(isReserved);
  if (reserved !== undefined) {
    throw validationError(`Tag keys starting with 'aws:' are reserved for internal use: ${reserved}`);
  }
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw validationError(`Tag keys must be unique: ${twice} is given more than once`);
}

/**
 * The tags after adding some: a known key gets the new value and keeps its place.
 * @throws ApiError TooManyTagsException above 50 user tags; `resourceName` is the ARN where there is one.
 */
export function mergeTags(existing: Tags, added: readonly (readonly [string, string])[], arn?: string): Tags {
  const merged = Object.fromEntries([...Object.entries(existing), ...added]);
  const count = Object.keys(merged).filter((key) => !isReserved(key)).length;
  if (count > MAX_TAGS) {
    const message = `The number of tags exceeds the limit of ${MAX_TAGS} tags for a resource: there would be ${count}.`;
    throw new ApiError("TooManyTagsException", 400, message, arn === undefined ? {} : { resourceName: arn });
  }
  return merged;
}

export function withoutTags(existing: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(existing).filter(([key]) => !keys.includes(key)));
}

/** Whose profile is this? Decided from tags alone: there is no state file (DESIGN section 3). */
import { isMoment, type Moment } from "./moment.ts";
import type { LiveProfile, Tags } from "./profile.ts";

export const STACK_TAG = "strata:stack";
export const NAME_TAG = "strata:name";
export const SOURCE_TAG = "strata:source";
export const PROTECT_TAG = "strata:protect";
export const RETIRE_TAG = "strata:retire-after";

/** Tags that only say whose profile it is; they stay out of what a person is shown. */
const IDENTITY_TAGS: ReadonlySet<string> = new Set([STACK_TAG, NAME_TAG, SOURCE_TAG]);

/** Everything Strata writes; released together. */
export const STRATA_TAGS: readonly string[] = [STACK_TAG, NAME_TAG, SOURCE_TAG, PROTECT_TAG, RETIRE_TAG];

export function isIdentityTag(key: string): boolean {
  return IDENTITY_TAGS.has(key);
}

export interface Stacks {
  readonly stack: string;
  readonly formerStacks: readonly string[];
}

export type Ownership =
  | { readonly kind: "ours" }
  | { readonly kind: "foreign"; readonly owner: string }
  | { readonly kind: "unmanaged" };

const OURS: Ownership = { kind: "ours" };
const UNMANAGED: Ownership = { kind: "unmanaged" };

/** A profile whose tags no source has told yet counts as unmanaged: never touched on a guess. */
export function ownershipOf(tags: Tags | null, stacks: Stacks): Ownership {
  const stack = tags?.[STACK_TAG];
  if (stack === undefined) return UNMANAGED;
  if (stack === stacks.stack || stacks.formerStacks.includes(stack)) return OURS;
  return { kind: "foreign", owner: stack };
}

export function isOurs(tags: Tags | null, stacks: Stacks): boolean {
  return ownershipOf(tags, stacks).kind === "ours";
}

/** Keys by which policies know other tools' profiles; policies take no patterns of keys, so each is named. */
export const OTHER_TOOLS_TAGS: readonly string[] = [
  "AmazonDataZoneDomain",
  "AmazonDataZoneProject",
  "AmazonBedrockManaged",
  "aws:cloudformation:stack-id",
];

/** Another tool's mark on a profile: adopting it would make two owners (AWS.md section 1.8). */
export function otherToolsMark(tags: Tags): string | undefined {
  return Object.keys(tags).find(
    (key) =>
      key.startsWith("AmazonDataZone") || key === "AmazonBedrockManaged" || key.startsWith("aws:cloudformation:"),
  );
}

/** The name under which the file knows a profile of ours. */
export function strataName(live: LiveProfile): string {
  return live.tags?.[NAME_TAG] ?? live.awsName;
}

/** True for the key's own name and for `name-2`, `name-3`…, which AWS bears when the name was taken. */
export function isAwsNameOf(awsName: string, name: string): boolean {
  if (awsName === name) return true;
  if (!awsName.startsWith(`${name}-`)) return false;
  return /^(?:[2-9]|[1-9]\d+)$/.test(awsName.slice(name.length + 1));
}

/** `at` is null where the tag's text is not a moment: such a profile is retiring too, but never due. */
export interface Retirement {
  readonly at: Moment | null;
}

/** Undefined for a profile that is not retiring. */
export function retirementOf(tags: Tags | null): Retirement | undefined {
  const text = tags?.[RETIRE_TAG];
  if (text === undefined) return undefined;
  return { at: isMoment(text) ? text : null };
}

/** Whatever its value: doubt about it keeps the profile, and the file lifts it by a reviewed tag edit. */
export function isProtected(tags: Tags | null): boolean {
  return tags?.[PROTECT_TAG] !== undefined;
}

/** The nouns everything else is about: keys, desired profiles, live profiles. Values only. */
import type { SourceRange } from "../diagnostics/diagnostic.ts";

/** Tag keys and values; both are case-sensitive (AWS.md section 3). */
export type Tags = Readonly<Record<string, string>>;

/** One account × region: the unit that is read, written and reported together. */
export interface Target {
  /** Twelve digits, or `CALLER` while the account of the credentials is not known yet. */
  readonly account: string;
  readonly region: string;
}

/** Stands for the account of the credentials until AWS has told its number. */
export const CALLER = "caller";

/** Identity of a profile: where it is and its name in the file (DESIGN section 3). */
export interface ProfileKey extends Target {
  readonly name: string;
}

/** A profile as the file wants it, for one account and one region. */
export interface DesiredProfile {
  readonly key: ProfileKey;
  /**
   * Ids of system profiles or foundation models to copy from, best first, never empty. More than one only with
   * `routing`: which of them exists in a region is known from the catalogue alone (DESIGN section 2).
   */
  readonly candidates: readonly string[];
  readonly description?: string;
  /** The file's own tags after defaults are merged; Strata's own tags are not among them. */
  readonly tags: Tags;
  /** What happens to tags of ours that the file does not declare. */
  readonly unlistedTags: "remove" | "keep";
  readonly protect: boolean;
  /** `true`: take over the unmanaged profile of this name; a string: the one with this ARN. */
  readonly adopt: boolean | string;
  readonly declaredAt: SourceRange;
}

/** An application inference profile as AWS shows it. */
export interface LiveProfile {
  readonly target: Target;
  readonly awsName: string;
  readonly arn: string;
  /** Last segment of the ARN; CloudWatch's `ModelId` (AWS.md section 7). */
  readonly id: string;
  readonly description?: string;
  readonly modelArns: readonly string[];
  /** `null` when no source has told them yet: never-tagged profiles are absent from GetResources (AWS.md section 5). */
  readonly tags: Tags | null;
  /** True when `tags` come from ListTagsForResource, which does not lag. */
  readonly exact: boolean;
  /** ISO 8601 with microseconds, as AWS sends it. */
  readonly createdAt: string;
}

/** `account/region`, as `--target` takes it. */
export function targetId(target: Target): string {
  return `${target.account}/${target.region}`;
}

/** Without making a text of each: for whoever compares very many. */
export function isSameTarget(a: Target, b: Target): boolean {
  return a.region === b.region && a.account === b.account;
}

export function keyId(key: ProfileKey): string {
  return `${key.account}/${key.region}/${key.name}`;
}

/** Plain code-unit order: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

export function compareTargets(a: Target, b: Target): number {
  return compareText(a.account, b.account) || compareText(a.region, b.region);
}

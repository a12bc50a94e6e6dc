/** What one decision of the diff yields, and the parts that decisions share. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { CatalogueHalf } from "./catalogue.ts";
import type { BlockedChange, Change, ProfileSpec, Reason, ReasonCode, RestingChange } from "./change.ts";
import type { ReplacementPolicy } from "./desired.ts";
import type { Moment } from "./moment.ts";
import type { ReadTarget } from "./observation.ts";
import { isIdentityTag, NAME_TAG, PROTECT_TAG, SOURCE_TAG, STACK_TAG, type Stacks } from "./ownership.ts";
import type { DesiredProfile, LiveProfile, ProfileKey, Tags } from "./profile.ts";
import { pickTags } from "./tag-edits.ts";

export interface Decision {
  readonly changes: readonly Change[];
  readonly diagnostics?: readonly Diagnostic[];
  /** Profiles whose tags carry the decision: they must be read exactly before it may be trusted (DESIGN section 5). */
  readonly restsOn?: readonly LiveProfile[];
  /** Halves of the catalogue without which the decision is a guess. */
  readonly needs?: readonly CatalogueHalf[];
}

/** What all decisions of one diff share. */
export interface DiffContext {
  readonly stacks: Stacks;
  readonly replacement: ReplacementPolicy;
  readonly isIgnored: (tagKey: string) => boolean;
  readonly isReleased: (name: string) => boolean;
  /** Which retirements are due. */
  readonly now: Moment;
}

/** One target's live profiles, arranged for look-up. */
export interface TargetIndex {
  readonly observed: ReadTarget;
  /** Ours, by the name the file knows them under. */
  readonly ours: ReadonlyMap<string, readonly LiveProfile[]>;
  readonly byAwsName: ReadonlyMap<string, readonly LiveProfile[]>;
  /** Names of the entries that the file has for this target. */
  readonly wanted: ReadonlySet<string>;
  /** ARNs that entries of the file adopt, by ARN or by name, with the names of these entries. */
  readonly adopters: ReadonlyMap<string, readonly string[]>;
  /** Those that are adopted by ARN: their AWS name may be another than the entry's. */
  readonly adoptedByArn: ReadonlySet<string>;
  /** True where AWS name and mark belong together, and no other entry could mean the profile by its AWS name. */
  readonly isNamedRight: (live: LiveProfile) => boolean;
  /** Profiles whose tags nobody has told yet, by every key name they could belong to. */
  readonly tagless: ReadonlyMap<string, readonly LiveProfile[]>;
}

export function reason(code: ReasonCode, text: string): Reason {
  return { code, text };
}

/** Tags that a profile of ours must have, Strata's own included; written in the create call itself. */
export function fullTags(stack: string, name: string, source: string, tags: Tags): Tags {
  return { ...tags, ...marksOf(stack, name, source) };
}

/** The tags by which Strata knows a profile again. */
export function marksOf(stack: string, name: string, source: string): Tags {
  return { [STACK_TAG]: stack, [NAME_TAG]: name, [SOURCE_TAG]: source };
}

/** The file's tags, with the protection mark that the file asks for. */
export function declaredTags(desired: DesiredProfile): Tags {
  return desired.protect ? { ...desired.tags, [PROTECT_TAG]: "true" } : desired.tags;
}

export function specOfLive(live: LiveProfile, isIgnored: (key: string) => boolean): ProfileSpec {
  const tags = live.tags ?? {};
  return {
    source: tags[SOURCE_TAG] ?? null,
    description: live.description ?? null,
    tags: pickTags(tags, (key) => !isIdentityTag(key) && !isIgnored(key)),
  };
}

export function specOfDesired(desired: DesiredProfile, source: string): ProfileSpec & { readonly source: string } {
  return { source, description: desired.description ?? null, tags: declaredTags(desired) };
}

/** A profile that stays as it is. */
export function resting(
  action: RestingChange["action"],
  key: ProfileKey,
  live: LiveProfile,
  context: DiffContext,
  because: readonly Reason[],
  desired: DesiredProfile | undefined,
): RestingChange {
  return {
    action,
    key,
    arn: live.arn,
    before: specOfLive(live, context.isIgnored),
    after: null,
    tagEdits: null,
    because,
    declaredAt: desired?.declaredAt ?? null,
  };
}

export interface BlockedParts {
  readonly code: Extract<ReasonCode, `plan/${string}`>;
  readonly detail: string;
  readonly key: ProfileKey;
  readonly live?: LiveProfile;
  readonly desired?: DesiredProfile;
  readonly after?: ProfileSpec;
  readonly hint?: string;
}

/** A change that stops only itself, told as a row of the plan and as a diagnostic at the line that asked for it. */
export function blocked(context: DiffContext, parts: BlockedParts): Decision {
  const { code, detail, key, live, desired, after, hint } = parts;
  const change: BlockedChange = {
    action: "blocked",
    key,
    arn: live?.arn ?? null,
    before: live === undefined ? null : specOfLive(live, context.isIgnored),
    after: after ?? null,
    tagEdits: null,
    because: [reason(code, detail)],
    declaredAt: desired?.declaredAt ?? null,
  };
  const found = diagnostic(code, {
    detail,
    target: key,
    ...(hint === undefined ? {} : { hint }),
    ...(desired === undefined ? {} : { subject: desired.declaredAt }),
  });
  return { changes: [change], diagnostics: [found], ...(live === undefined ? {} : { restsOn: [live] }) };
}

/** Several decisions as one. */
export function joinDecisions(decisions: readonly Decision[]): Required<Decision> {
  const joined = new Decisions();
  for (const decision of decisions) joined.add(decision);
  return joined;
}

/** Gathers decisions as they are taken, into one. */
export class Decisions implements Required<Decision> {
  readonly changes: Change[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly restsOn: LiveProfile[] = [];
  readonly needs: CatalogueHalf[] = [];

  add({ changes, diagnostics, restsOn, needs }: Decision): void {
    for (const change of changes) this.changes.push(change);
    if (diagnostics !== undefined) for (const found of diagnostics) this.diagnostics.push(found);
    if (restsOn !== undefined) for (const live of restsOn) this.restsOn.push(live);
    if (needs !== undefined) for (const half of needs) this.needs.push(half);
  }
}

/** Oldest first, then by ARN: which of several doubles stays (DESIGN section 3). */
export function compareAge(a: LiveProfile, b: LiveProfile): number {
  return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.arn < b.arn ? -1 : a.arn > b.arn ? 1 : 0;
}

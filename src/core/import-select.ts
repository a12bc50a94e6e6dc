/** Which live profiles an import takes up, and why the others are left out. */

import type { Desired } from "./desired.ts";
import { anyGlob } from "./glob.ts";
import { fitSource } from "./import-source.ts";
import { isDeclarableDescription, isDeclarableTag } from "./import-values.ts";
import type { Observation, ReadTarget } from "./observation.ts";
import { otherToolsMark, ownershipOf, PROTECT_TAG, RETIRE_TAG, strataName } from "./ownership.ts";
import { compareTargets, compareText, type LiveProfile, type Tags } from "./profile.ts";

/** Each is a diagnostic of its own, `import/<reason>`. */
export type SkipReason =
  | "ours-already"
  | "other-stack"
  | "other-tool"
  | "declared-already"
  | "released"
  | "retire-mark"
  | "too-many-tags"
  | "several-sources"
  | "no-source";

export interface Skipped {
  readonly live: LiveProfile;
  readonly reason: SkipReason;
  /** Half a sentence about this profile. */
  readonly detail: string;
}

/** A live profile that gets an entry. */
export interface Candidate {
  readonly live: LiveProfile;
  /** Name of its account in the file. */
  readonly accountName?: string;
  readonly source: string;
  /** The tags that the entry lists: neither reserved nor ignored ones. */
  readonly tags: Tags;
  /** Keys of live tags that the format cannot write down; the entry has to keep what it does not list. */
  readonly unlisted: readonly string[];
  /** It carries a `strata:protect` mark of old. */
  readonly protect: boolean;
  /** Null for none, and for one that the format cannot write down. */
  readonly description: string | null;
}

export interface Selection {
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
}

export interface SelectInput {
  /** The whole configuration, whatever the run is narrowed to. */
  readonly desired: Desired;
  /** With exact tags of every profile that may be taken up, and the system half of the catalogue. */
  readonly observation: Observation;
  readonly isInScope: (awsName: string) => boolean;
  /** Sources by ARN where a Terraform state names them: only these profiles are taken up then. */
  readonly stated: ReadonlyMap<string, string | null> | null;
}

/** AWS allows 50 tags on a resource, and an adoption adds three; the file may declare 45 (AWS.md section 3). */
const MAX_LIVE_TAGS = 47;
const MAX_DECLARED_TAGS = 45;

/** Every profile of the targets that were read ends in one of the two lists, but ours, which need no import. */
export function selectForImport(input: SelectInput): Selection {
  const rules = rulesOf(input.desired);
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  for (const observed of input.observation.targets) {
    if (observed.status !== "read") continue;
    for (const live of observed.live.filter((one) => isAsked(one, input))) {
      const problem = whyNot(live, rules);
      const taken = problem ?? toCandidate(live, observed, rules, input.stated?.get(live.arn) ?? null);
      if ("reason" in taken) skipped.push(taken);
      else candidates.push(taken);
    }
  }
  return { candidates: candidates.sort(compareCandidates), skipped: skipped.sort(compareCandidates) };
}

/** Ours are no news, unless a state names them: then somebody waits for them. */
function isAsked(live: LiveProfile, { desired, stated, isInScope }: SelectInput): boolean {
  if (!isInScope(live.awsName)) return false;
  return stated === null ? ownershipOf(live.tags, desired).kind !== "ours" : stated.has(live.arn);
}

interface Rules {
  readonly desired: Desired;
  readonly declaredNames: ReadonlySet<string>;
  readonly declaredArns: ReadonlySet<boolean | string>;
  readonly isReleased: (name: string) => boolean;
  readonly isIgnored: (tagKey: string) => boolean;
}

function rulesOf(desired: Desired): Rules {
  return {
    desired,
    declaredNames: new Set(desired.profiles.map(({ key }) => key.name)),
    declaredArns: new Set(desired.profiles.map(({ adopt }) => adopt)),
    isReleased: anyGlob(desired.release.map(({ pattern }) => pattern)),
    isIgnored: anyGlob([...desired.ignoreTags, "aws:*"]),
  };
}

function whyNot(live: LiveProfile, { desired, ...rules }: Rules): Skipped | undefined {
  const tags = live.tags ?? {};
  const skip = (reason: SkipReason, detail: string): Skipped => ({ live, reason, detail });
  const owner = ownershipOf(tags, desired);
  if (owner.kind === "ours") return skip("ours-already", `is ours already, as "${strataName(live)}"`);
  if (owner.kind === "foreign") return skip("other-stack", `belongs to the stack "${owner.owner}"`);
  const mark = otherToolsMark(tags);
  if (mark !== undefined) return skip("other-tool", `carries the tag "${mark}"`);
  if (rules.declaredArns.has(live.arn)) return skip("declared-already", "is named by an `adopt:` of the file");
  if (rules.declaredNames.has(live.awsName)) return skip("declared-already", "has the name of an entry of the file");
  if (rules.isReleased(live.awsName)) return skip("released", "matches `release` of the file");
  if (Object.hasOwn(tags, RETIRE_TAG)) return skip("retire-mark", `carries the tag "${RETIRE_TAG}"`);
  const count = Object.keys(tags).filter((key) => !key.startsWith("aws:") && !key.startsWith("strata:")).length;
  if (count > MAX_LIVE_TAGS) return skip("too-many-tags", `carries ${count} tags, and three more would be added`);
  return undefined;
}

function toCandidate(
  live: LiveProfile,
  observed: ReadTarget,
  { isIgnored }: Rules,
  stated: string | null,
): Candidate | Skipped {
  const own = Object.entries(live.tags ?? {}).filter(([key]) => !key.startsWith("strata:") && !isIgnored(key));
  const listed = own.filter(([key, value]) => isDeclarableTag(key, value));
  if (listed.length > MAX_DECLARED_TAGS) {
    const detail = `carries ${listed.length} tags, and an entry can list ${MAX_DECLARED_TAGS}`;
    return { live, reason: "too-many-tags", detail };
  }
  const fit = fitSource(live, observed.catalogue, stated);
  if (fit.kind === "none") return { live, reason: "no-source", detail: `has no source to name: ${fit.why}` };
  if (fit.kind === "several") {
    return { live, reason: "several-sources", detail: `may be a copy of ${fit.ids.join(" or ")}, which route alike` };
  }
  const isTellable = live.description !== undefined && isDeclarableDescription(live.description);
  return {
    live,
    ...(observed.accountName === undefined ? {} : { accountName: observed.accountName }),
    source: fit.id,
    tags: Object.fromEntries(listed),
    unlisted: own.flatMap(([key, value]) => (isDeclarableTag(key, value) ? [] : [key])),
    protect: Object.hasOwn(live.tags ?? {}, PROTECT_TAG),
    description: isTellable ? (live.description ?? null) : null,
  };
}

function compareCandidates(a: { readonly live: LiveProfile }, b: { readonly live: LiveProfile }): number {
  return (
    compareText(a.live.awsName, b.live.awsName) ||
    compareTargets(a.live.target, b.live.target) ||
    compareText(a.live.arn, b.live.arn)
  );
}

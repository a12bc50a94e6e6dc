/** One desired key against the live profiles of its target (DESIGN section 3, first table; section 4). */
import { type Catalogue, type CatalogueHalf, halfOf } from "./catalogue.ts";
import { decideAbsent } from "./decide-absent.ts";
import { decideActive, type Judged, takeBack } from "./decide-active.ts";
import { decideRetiring, markMismatch } from "./decide-undesired.ts";
import { compareAge, type Decision, type DiffContext, type TargetIndex } from "./decision.ts";
import { isCopyOf, matchSource, resolveSource } from "./match-source.ts";
import { isOurs, retirementOf } from "./ownership.ts";
import type { DesiredProfile, LiveProfile } from "./profile.ts";

/** Tells `decide` the decisions on all live profiles that have to do with the entry: together they are that on its key. */
export function decideDesired(
  context: DiffContext,
  desired: DesiredProfile,
  index: TargetIndex,
  decide: (decision: Decision) => void,
): void {
  const { name } = desired.key;
  const { mine, active, retiring, claiming } = candidatesFor(desired, index);

  const { catalogue } = index.observed;
  const source = resolveSource(desired.candidates, active, retiring, catalogue);
  const judge = (p: LiveProfile): Judged => judgeLive(context, desired, source, catalogue, p);
  const judgedActive = active.map(judge);
  // Under the name of another entry, it would not be known as this one's any more once it serves beside others.
  const mayReturn = (p: LiveProfile): boolean =>
    p.awsName === name || !index.wanted.has(p.awsName) || active.length === 0;
  const returning = judgedActive.some((j) => j.fits) ? [] : retiring.filter(mayReturn);
  const back = returning.map(judge).find((j) => j.fits);

  for (const p of claiming) decide(markMismatch(context, desired.key, p, desired));
  for (const p of namesakesUnderAnotherMark(context, desired, index))
    decide(markMismatch(context, desired.key, p, desired));
  if (back !== undefined) decide(takeBack(context, desired, source, back));
  if (judgedActive.length > 0) decide(decideActive(context, desired, source, judgedActive, back?.live, catalogue));
  else if (back === undefined) decide(decideAbsent(context, desired, source, index));
  for (const live of retiring) {
    if (live !== back?.live) decide(decideRetiring(context, desired.key, live, desired));
  }
  // Several of one key, or tags that nobody has told yet: whichever decision was taken, it rests on all of them.
  const tagless = index.tagless.get(name) ?? NONE;
  const restsOn = mine.length > 1 ? [...mine, ...tagless] : tagless;
  const needs = sourceNeeds(desired, retiring.length > 0 ? [...active, ...retiring] : active, catalogue);
  if (restsOn.length + needs.length > 0) decide({ changes: [], restsOn, needs });
}

/** The live profiles of ours that bear the entry's mark, oldest first. */
interface Candidates {
  readonly mine: readonly LiveProfile[];
  /** AWS name and mark belong together, or the entry adopts it; those that are not retiring. */
  readonly active: readonly LiveProfile[];
  readonly retiring: readonly LiveProfile[];
  /** Bears the mark under an AWS name that is neither this entry's nor another's. */
  readonly claiming: readonly LiveProfile[];
}

function candidatesFor(desired: DesiredProfile, index: TargetIndex): Candidates {
  const bearing = index.ours.get(desired.key.name) ?? NONE;
  const mine = bearing.length > 1 ? [...bearing].sort(compareAge) : bearing;
  const roleOf = (live: LiveProfile): keyof Candidates | "another's" => {
    if (index.isNamedRight(live) || live.arn === desired.adopt)
      return retirementOf(live.tags) === undefined ? "active" : "retiring";
    return index.wanted.has(live.awsName) ? "another's" : "claiming";
  };
  const [first] = mine;
  // Nearly every entry: it has one live profile, or none.
  if (first === undefined || (mine.length === 1 && roleOf(first) === "active")) {
    return { mine, active: mine, retiring: NONE, claiming: NONE };
  }
  const inRole = (role: keyof Candidates): LiveProfile[] => mine.filter((live) => roleOf(live) === role);
  return { mine, active: inRole("active"), retiring: inRole("retiring"), claiming: inRole("claiming") };
}

const NONE: readonly LiveProfile[] = [];

/** Profiles of ours that bear the entry's AWS name though their mark, with no entry's `adopt:`, claims another. */
function namesakesUnderAnotherMark(context: DiffContext, desired: DesiredProfile, index: TargetIndex): LiveProfile[] {
  const namesakes = index.byAwsName.get(desired.key.name) ?? NONE;
  return namesakes.filter(
    (p) => !index.isNamedRight(p) && isOurs(p.tags, context.stacks) && !index.adoptedByArn.has(p.arn),
  );
}

/** Is this live profile what the entry asks for, apart from its tags? */
function judgeLive(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  catalogue: Catalogue,
  live: LiveProfile,
): Judged {
  const match = matchSource(live, source, catalogue);
  const describes = desired.description === undefined || (live.description ?? "") === desired.description;
  const wantsDescription = context.replacement.on.includes("description");
  const fits = match.verdict === "same" && (describes || !wantsDescription);
  return { live, match, describes, fits };
}

/** The catalogue is needed where a tag does not already prove the source. */
function sourceNeeds(desired: DesiredProfile, live: readonly LiveProfile[], catalogue: Catalogue): CatalogueHalf[] {
  const isProved = (p: LiveProfile): boolean => desired.candidates.some((id) => isCopyOf(p, id, catalogue));
  if (live.length > 0 && live.every(isProved)) return [];
  return [...new Set(desired.candidates.map(halfOf))].filter((half) => catalogue[half] === undefined);
}

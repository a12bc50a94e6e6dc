/** A cell of a decision table as data, and the words that the tables of lifecycle tests are written in. */
import { type Change, isTimeBorn } from "../../src/core/change.ts";
import type { Desired } from "../../src/core/desired.ts";
import { type Diff, diffProfiles } from "../../src/core/diff.ts";
import type { ReadTarget } from "../../src/core/observation.ts";
import type { DesiredProfile, LiveProfile, Tags } from "../../src/core/profile.ts";
import { listEdits } from "../../src/core/tag-edits.ts";
import { aDesired, aLive, anObservation, aState, NOW, ourTags, PRO } from "../fakes/values.ts";

export interface Cell {
  readonly desired?: readonly DesiredProfile[];
  readonly live?: readonly LiveProfile[];
  readonly state?: Partial<Desired>;
  readonly target?: Partial<ReadTarget>;
}

/** What is decided, in the words of `decided`. */
export type Row = readonly [name: string, cell: Cell, expected: readonly string[]];

export const OLD = "2026-01-01T00:00:00.000Z";
export const YOUNG = "2026-02-01T00:00:00.000Z";
export const PROTECTED: Tags = { "strata:protect": "true" };
/** Retiring, and not due before December; due to the second; at no time that can be read. */
export const LATER: Tags = { "strata:retire-after": "2026-12-01T00:00:00Z" };
export const DUE: Tags = { "strata:retire-after": NOW };
export const MALFORMED: Tags = { "strata:retire-after": "soon" };
export const FOREIGN: Tags = { "strata:stack": "other", "strata:name": "app" };

/** What the catalogue may be: `unread` before anybody asked, `denied` after AWS refused. */
export const UNREAD: Partial<ReadTarget> = { catalogue: {} };
export const DENIED: Partial<ReadTarget> = { catalogue: { system: null, foundation: null } };

/** The entry `app`, and live profiles for it: as it wants, with more tags, and of another model. */
export const app = aDesired;
export const tagged = (more: Tags, over: Partial<LiveProfile> = {}): LiveProfile =>
  aLive({ tags: { ...ourTags(), ...more }, ...over });
export const pro = (over: Partial<LiveProfile> = {}, more: Tags = {}): LiveProfile =>
  aLive({ source: PRO, tags: { ...ourTags("app", PRO), ...more }, ...over });
export const releasing = (pattern: string): Partial<Desired> => ({
  release: [{ pattern, declaredAt: aDesired().declaredAt }],
});
/** What happens to a profile that `replacement.on` would have replaced. */
export const replacing = (graceMs: number, ...on: Desired["replacement"]["on"]): Partial<Desired> => ({
  replacement: { graceMs, on },
});

export function diffOf({ desired = [], live = [], state = {}, target = {} }: Cell): Diff {
  return diffProfiles(aState(desired, state), anObservation(live, target), NOW);
}

/**
 * `action id reasons (time)` by ARN, a create first; the key where it is not `app`; `(time)` where it is time-born.
 * Then what a person is told besides: every blocked change is told in a diagnostic of its own code.
 */
export function decided(cell: Cell): string[] {
  const { changes, diagnostics } = diffOf(cell);
  const codes: string[] = diagnostics.map(({ code }) => code);
  const untold: string[] = [];
  for (const { because, action } of changes) {
    if (action !== "blocked") continue;
    const at = codes.indexOf(because[0]?.code ?? "");
    if (at < 0) untold.push(`untold ${because[0]?.code}`);
    else codes.splice(at, 1);
  }
  const byArn = [...changes].sort((a, b) => ((a.arn ?? "") < (b.arn ?? "") ? -1 : 1));
  return [...byArn.map(wordsOf), ...codes.map((code) => `note ${code}`), ...untold];
}

function wordsOf(change: Change): string {
  const id = change.arn === null ? "new" : change.arn.slice(change.arn.lastIndexOf("/") + 1);
  const key = change.key.name === "app" ? [] : [`of ${change.key.name}`];
  const why = change.because.map(({ code }) => code);
  return [change.action, id, ...key, ...why, ...(isTimeBorn(change) ? ["(time)"] : [])].join(" ");
}

/** Every tag edit of the cell's changes, `key: from → to`; `-` stands for "not there". */
export function editsOf(cell: Cell): string[] {
  return diffOf(cell).changes.flatMap(({ tagEdits }) =>
    tagEdits === null ? [] : listEdits(tagEdits).map(({ key, from, to }) => `${key}: ${from ?? "-"} → ${to ?? "-"}`),
  );
}

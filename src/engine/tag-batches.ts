/** Which tag edits go out together: equal ones, as many as one request may carry (AWS.md section 5). */

import type { AdoptChange, ReleaseChange, UpdateChange } from "../core/change.ts";
import { groupBy } from "../core/group-by.ts";
import type { Executable, PlannedChange } from "../core/plan.ts";
import type { Tags } from "../core/profile.ts";
import { listEdits, type TagEdits } from "../core/tag-edits.ts";

/** A change that edits the tags of one profile and does nothing else. */
export type TagChange = PlannedChange & (UpdateChange | AdoptChange | ReleaseChange);

/** Profiles of one bulk request. */
const MOST_IN_BULK = 20;

export function isTagChange(change: Executable): change is TagChange {
  return change.action === "update" || change.action === "adopt" || change.action === "release";
}

/** What is written for an edit, whatever was there before. */
export interface TagWrites {
  readonly set: Tags;
  readonly remove: readonly string[];
}

export function tagWrites(edits: TagEdits): TagWrites {
  const list = listEdits(edits);
  return {
    set: Object.fromEntries(list.flatMap(({ key, to }) => (to === null ? [] : [[key, to]]))),
    remove: list.filter(({ to }) => to === null).map(({ key }) => key),
  };
}

/** All edits of one target, each in exactly one batch; those of a batch write the same. */
export function tagBatches(changes: readonly TagChange[]): TagChange[][] {
  const equal = [...groupBy(changes, ({ tagEdits }) => JSON.stringify(tagWrites(tagEdits))).values()];
  return equal.flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / MOST_IN_BULK) }, (_, index) =>
      group.slice(index * MOST_IN_BULK, (index + 1) * MOST_IN_BULK),
    ),
  );
}

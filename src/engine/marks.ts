/** What a profile's tags say a moment before something rests on them: plans may have waited at a prompt. */
import { isOurs, NAME_TAG, RETIRE_TAG, type Stacks } from "../core/ownership.ts";
import type { ProfileKey, Tags } from "../core/profile.ts";
import { tagOf } from "../core/tag-edits.ts";

/** A mark that names another entry by now is another entry's business; without one the AWS name counts. */
export function hasName(tags: Tags, { name }: ProfileKey): boolean {
  return (tagOf(tags, NAME_TAG) ?? name) === name;
}

/** True for a profile of ours that serves the key, and goes on doing so. */
export function serves(tags: Tags, key: ProfileKey, stacks: Stacks): boolean {
  return isOurs(tags, stacks) && hasName(tags, key) && tagOf(tags, RETIRE_TAG) === null;
}

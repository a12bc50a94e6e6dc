/** Tag edits of a profile that is right in all else, and the limit that they must keep (DESIGN section 4). */
import type { UpdateChange } from "./change.ts";
import {
  blocked,
  type Decision,
  type DiffContext,
  declaredTags,
  marksOf,
  resting,
  specOfDesired,
  specOfLive,
} from "./decision.ts";
import { isProtected, PROTECT_TAG, SOURCE_TAG } from "./ownership.ts";
import type { DesiredProfile, LiveProfile, Tags } from "./profile.ts";
import { applyEdits, diffTags, isEmptyEdits, mergeEdits, NO_EDITS, removeTags, type TagEdits } from "./tag-edits.ts";

/** AWS allows 50 tags on a resource; `aws:*` ones do not count (AWS.md section 3). */
const MAX_TAGS = 50;

/** All tag edits that bring a profile of ours to what the entry declares, Strata's own tags included. */
export function tagEditsOf(context: DiffContext, desired: DesiredProfile, source: string, live: LiveProfile): TagEdits {
  const { isIgnored } = context;
  const tags = live.tags ?? {};
  return mergeEdits(
    diffTags(tags, declaredTags(desired), { isIgnored, unlistedTags: desired.unlistedTags }),
    diffTags(tags, marksOf(context.stacks.stack, desired.key.name, source), { isIgnored, unlistedTags: "keep" }),
    desired.protect || !isProtected(tags) ? NO_EDITS : removeTags(tags, [PROTECT_TAG]),
  );
}

export function withoutSource(edits: TagEdits): TagEdits {
  return { ...edits, set: Object.fromEntries(Object.entries(edits.set).filter(([key]) => key !== SOURCE_TAG)) };
}

/** `keep` without edits, else `update`; `blocked` where the edits would break AWS's limit. */
export function update(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  live: LiveProfile,
  tagEdits: TagEdits,
  because: UpdateChange["because"],
): Decision {
  if (isEmptyEdits(tagEdits)) return { changes: [resting("keep", desired.key, live, context, because, desired)] };
  const tags = live.tags ?? {};
  // Hardly any profile comes near the limit: only then is it counted exactly.
  const mayBeTooMany = Object.keys(tags).length + Object.keys(tagEdits.set).length > MAX_TAGS;
  const tooMany = mayBeTooMany ? checkTagLimit(context, desired, live, applyEdits(tags, tagEdits)) : undefined;
  if (tooMany !== undefined) return tooMany;
  const change: UpdateChange = {
    action: "update",
    key: desired.key,
    arn: live.arn,
    before: specOfLive(live, context.isIgnored),
    after: specOfDesired(desired, source),
    tagEdits,
    because,
    declaredAt: desired.declaredAt,
  };
  return { changes: [change] };
}

/** Counts the tags of others too: they are on the resource all the same. */
export function checkTagLimit(
  context: DiffContext,
  desired: DesiredProfile,
  live: LiveProfile,
  tags: Tags,
): Decision | undefined {
  const count = Object.keys(tags).filter((key) => !key.startsWith("aws:")).length;
  if (count <= MAX_TAGS) return undefined;
  const detail = `"${desired.key.name}" would carry ${count} tags; AWS allows ${MAX_TAGS}, tags that Strata ignores included.`;
  return blocked(context, { code: "plan/too-many-tags", detail, key: desired.key, live, desired });
}

/** Profiles of ours that no entry asks for, and retiring ones of any key (DESIGN section 3, second table). */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { EndingChange, Reason, ReleaseChange } from "./change.ts";
import { blocked, type Decision, type DiffContext, reason, resting, specOfLive, type TargetIndex } from "./decision.ts";
import { isProtected, retirementOf, STRATA_TAGS, strataName } from "./ownership.ts";
import type { DesiredProfile, LiveProfile, ProfileKey } from "./profile.ts";
import { removeTags } from "./tag-edits.ts";

export function decideUndesired(context: DiffContext, live: LiveProfile, index: TargetIndex): Decision {
  const key: ProfileKey = { ...live.target, name: strataName(live) };
  if (context.isReleased(key.name)) return release(context, key, live);
  if (!index.isNamedRight(live)) {
    return index.wanted.has(live.awsName) ? { changes: [] } : markMismatch(context, key, live);
  }
  if (retirementOf(live.tags) !== undefined) return decideRetiring(context, key, live);
  const because = [reason("not-declared", "no entry of the file asks for it")];
  return ending(context, "delete", key, live, because);
}

/** A profile whose end was approved earlier: it waits for its time, and only its time. */
export function decideRetiring(
  context: DiffContext,
  key: ProfileKey,
  live: LiveProfile,
  desired?: DesiredProfile,
): Decision {
  const at = retirementOf(live.tags)?.at ?? null;
  if (at === null) {
    const detail = `The tag strata:retire-after of ${live.arn} is not a UTC time, so its profile is kept as retiring.`;
    return {
      changes: [resting("retiring", key, live, context, [reason("retire-later", "its time is unreadable")], desired)],
      diagnostics: [diagnostic("plan/malformed-retirement", { detail, target: key })],
    };
  }
  if (at > context.now) {
    return {
      changes: [resting("retiring", key, live, context, [reason("retire-later", `retires after ${at}`)], desired)],
    };
  }
  return ending(context, "retire", key, live, [reason("retire-due", `was due at ${at}`)], desired);
}

/** The end of an ARN, unless the profile carries protection. */
export function ending(
  context: DiffContext,
  action: EndingChange["action"],
  key: ProfileKey,
  live: LiveProfile,
  because: readonly Reason[],
  desired?: DesiredProfile,
  survivor?: string,
): Decision {
  if (isProtected(live.tags)) {
    const why = [...because, reason("protected", "carries strata:protect, kept")];
    return { changes: [resting("protected", key, live, context, why, desired)], restsOn: [live] };
  }
  const change: EndingChange = {
    action,
    key,
    arn: live.arn,
    before: specOfLive(live, context.isIgnored),
    after: null,
    tagEdits: null,
    because,
    declaredAt: desired?.declaredAt ?? null,
    ...(survivor === undefined ? {} : { survivor }),
  };
  return { changes: [change], restsOn: [live] };
}

/**
 * Our mark under another profile's name: a copied tag, most likely. Nothing is done to it. It is told at the entry
 * that its AWS name belongs to, where the file has one, else at the entry that its mark claims.
 */
export function markMismatch(
  context: DiffContext,
  key: ProfileKey,
  live: LiveProfile,
  desired?: DesiredProfile,
): Decision {
  const detail =
    `${live.arn} is named "${live.awsName}" on AWS, but its tag strata:name says "${strataName(live)}", ` +
    "so whose profile it is cannot be told. It is left alone.";
  return blocked(context, {
    code: "plan/mark-mismatch",
    detail,
    key,
    live,
    ...(desired === undefined ? {} : { desired }),
    hint:
      "If a script copied the tags there, remove its strata:* tags; if an entry of the file is meant to hold it, " +
      "name its ARN there with `adopt:`.",
  });
}

function release(context: DiffContext, key: ProfileKey, live: LiveProfile): Decision {
  const tags = live.tags ?? {};
  const before = specOfLive(live, context.isIgnored);
  const tagEdits = removeTags(tags, STRATA_TAGS);
  const change: ReleaseChange = {
    action: "release",
    key,
    arn: live.arn,
    before,
    after: {
      ...before,
      tags: Object.fromEntries(Object.entries(before.tags).filter(([k]) => !STRATA_TAGS.includes(k))),
    },
    tagEdits,
    because: [reason("released", "the file releases it: it goes on running, unmanaged")],
    declaredAt: null,
  };
  return { changes: [change], restsOn: [live] };
}

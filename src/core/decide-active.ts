/** A key that has live profiles of ours: keep, update, replace, or end doubles (DESIGN sections 3 and 4). */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Catalogue } from "./catalogue.ts";
import { lookUpSource } from "./catalogue.ts";
import type { ReplaceChange } from "./change.ts";
import { checkTagLimit, tagEditsOf, update, withoutSource } from "./decide-tags.ts";
import { ending } from "./decide-undesired.ts";
import {
  blocked,
  type Decision,
  type DiffContext,
  declaredTags,
  fullTags,
  joinDecisions,
  reason,
  resting,
  specOfDesired,
  specOfLive,
} from "./decision.ts";
import type { SourceMatch } from "./match-source.ts";
import { isProtected, PROTECT_TAG, RETIRE_TAG } from "./ownership.ts";
import type { DesiredProfile, LiveProfile, Tags } from "./profile.ts";
import { isEmptyEdits, mergeEdits, pickTags, removeTags } from "./tag-edits.ts";

/** A live profile beside what its entry asks for. */
export interface Judged {
  readonly live: LiveProfile;
  readonly match: SourceMatch;
  readonly describes: boolean;
  /** Right in everything that cannot be changed in place. */
  readonly fits: boolean;
}

/** `judged` are oldest first and never empty; `takenBack` is a retiring profile that now serves the key again. */
export function decideActive(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  judged: readonly Judged[],
  takenBack: LiveProfile | undefined,
  catalogue: Catalogue,
): Decision {
  const [oldest] = judged;
  if (oldest?.fits && judged.length === 1) return reconcileTags(context, desired, source, oldest);
  const fitting = judged.filter((j) => j.fits);
  const [serves] = fitting;
  const unclear = judged.filter((j) => !j.fits && j.match.verdict === "unknown");
  const others = judged.filter((j) => !j.fits && j.match.verdict !== "unknown");
  const serving = serves?.live ?? takenBack;
  const isOffered = lookUpSource(catalogue, source) !== "absent";
  const decisions: Decision[] = unclear.map((j) =>
    isOffered ? keepUnclear(context, desired, source, j) : notOffered(context, desired, source, j.live),
  );
  if (serves !== undefined) decisions.push(reconcileTags(context, desired, source, serves));
  for (const { live } of fitting.slice(1)) decisions.push(endDouble(context, desired, source, live, serving));
  const kept: LiveProfile[] = [];
  for (const other of others) {
    const isReplaceable =
      serving !== undefined || (unclear.length === 0 && replaceReason(context, other) !== undefined);
    const twin = kept.find((live) => hasSameModels(live, other.live));
    if (isReplaceable) decisions.push(replace(context, desired, source, other, serving, catalogue));
    else if (twin !== undefined) decisions.push(endDouble(context, desired, source, other.live, twin));
    else {
      kept.push(other.live);
      decisions.push(keepDifferent(context, desired, source, other));
    }
  }
  return joinDecisions(decisions);
}

/** A double that is protected against the file's wish loses its protection first; a later plan may end it. */
function endDouble(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  live: LiveProfile,
  older: LiveProfile | undefined,
): Decision {
  const why = [reason("duplicate", `a double of ${older?.id ?? "another"}, which is older and stays`)];
  const end = ending(context, "delete", desired.key, live, why, desired, older?.arn);
  if (desired.protect || !isProtected(live.tags)) return end;
  return joinDecisions([end, update(context, desired, source, live, removeTags(live.tags ?? {}, [PROTECT_TAG]), [])]);
}

function hasSameModels(one: LiveProfile, other: LiveProfile): boolean {
  return [...one.modelArns].sort().join(" ") === [...other.modelArns].sort().join(" ");
}

/** The retiring profile that the entry wants again: its callers go on, nothing is created. */
export function takeBack(context: DiffContext, desired: DesiredProfile, source: string, judged: Judged): Decision {
  const { live } = judged;
  const edits = mergeEdits(tagEditsOf(context, desired, source, live), removeTags(live.tags ?? {}, [RETIRE_TAG]));
  const because = [reason("taken-back", "was retiring, and has the model that the file wants again")];
  const decision = update(context, desired, source, live, edits, because);
  return { ...decision, restsOn: [live] };
}

/** Tag edits on a profile that is right in all else, with notes on what cannot be changed in place. */
function reconcileTags(context: DiffContext, desired: DesiredProfile, source: string, judged: Judged): Decision {
  const { live, match, describes } = judged;
  const decision = update(context, desired, source, live, tagEditsOf(context, desired, source, live), []);
  if (describes && (match.modelsAgree ?? true)) return decision;
  const notes: Diagnostic[] = [];
  const place = { subject: desired.declaredAt, target: desired.key };
  if (match.tagAgrees && match.modelsAgree === false) {
    notes.push(
      diagnostic("plan/routes-changed", { detail: `${live.arn} no longer routes as ${source} does.`, ...place }),
    );
  }
  if (!describes) {
    const detail = `The live description is "${live.description ?? ""}", the file says "${desired.description ?? ""}".`;
    notes.push(diagnostic("plan/description-differs", { detail, ...place }));
  }
  return { ...decision, diagnostics: [...(decision.diagnostics ?? []), ...notes] };
}

/** Neither right nor wrong for sure: its tags are kept in order, but its source mark is not guessed at. */
function keepUnclear(context: DiffContext, desired: DesiredProfile, source: string, judged: Judged): Decision {
  const { live } = judged;
  const edits = withoutSource(tagEditsOf(context, desired, source, live));
  const detail = `${live.arn} may or may not be a copy of ${source}; it is kept.`;
  const note = diagnostic("plan/source-unclear", { detail, subject: desired.declaredAt, target: desired.key });
  const decision = update(context, desired, source, live, edits, []);
  return { ...decision, diagnostics: [...(decision.diagnostics ?? []), note] };
}

/** The file asks for a source that cannot be copied from: nothing to replace the live profile with. */
function notOffered(context: DiffContext, desired: DesiredProfile, source: string, live: LiveProfile): Decision {
  const { key } = desired;
  const detail = `${key.region} offers no model or system profile "${source}", so "${key.name}" is kept as it is.`;
  return blocked(context, { code: "plan/unknown-source", detail, key, live, desired });
}

/** Another model or description, which the file's `replacement.on` does not want replaced. */
function keepDifferent(context: DiffContext, desired: DesiredProfile, source: string, judged: Judged): Decision {
  const { live } = judged;
  const edits = withoutSource(tagEditsOf(context, desired, source, live));
  const detail = `${live.arn} is not a copy of ${source}; it is kept as it is.`;
  const note = diagnostic("plan/model-differs", { detail, subject: desired.declaredAt, target: desired.key });
  const decision = update(context, desired, source, live, edits, []);
  return { ...decision, diagnostics: [...(decision.diagnostics ?? []), note] };
}

function replaceReason(context: DiffContext, judged: Judged): "model-changed" | "description-changed" | undefined {
  const { on } = context.replacement;
  if (judged.match.verdict === "different") return on.includes("model") ? "model-changed" : undefined;
  return on.includes("description") ? "description-changed" : undefined;
}

function replace(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  judged: Judged,
  successor: LiveProfile | undefined,
  catalogue: Catalogue,
): Decision {
  const { live } = judged;
  const code = successor === undefined ? (replaceReason(context, judged) ?? "model-changed") : "unfinished-replace";
  const text = REPLACE_TEXT[code];
  if (isProtected(live.tags)) return protectedFromReplace(context, desired, source, live);
  if (successor === undefined && lookUpSource(catalogue, source) === "absent") {
    return notOffered(context, desired, source, live);
  }
  const after = { ...specOfDesired(desired, source), tags: tagsAfterReplace(context, desired, live) };
  const carriedTags = pickTags(live.tags ?? {}, (key) => context.isIgnored(key) && !key.startsWith("aws:"));
  const all = { ...carriedTags, ...fullTags(context.stacks.stack, desired.key.name, source, after.tags) };
  const tooMany = checkTagLimit(context, desired, live, all);
  if (tooMany !== undefined) return tooMany;
  const change: ReplaceChange = {
    action: "replace",
    key: desired.key,
    arn: live.arn,
    before: specOfLive(live, context.isIgnored),
    after,
    tagEdits: null,
    graceMs: context.replacement.graceMs,
    successor: successor?.arn ?? null,
    carriedTags,
    because: [reason(code, text)],
    declaredAt: desired.declaredAt,
  };
  return { changes: [change], restsOn: [live] };
}

/** The declared tags, and those that `unlistedTags: keep` would have kept on the old profile. */
function tagsAfterReplace(context: DiffContext, desired: DesiredProfile, live: LiveProfile): Tags {
  if (desired.unlistedTags === "remove") return declaredTags(desired);
  const kept = pickTags(live.tags ?? {}, (key) => !key.startsWith("strata:") && !context.isIgnored(key));
  return Object.fromEntries([...Object.entries(kept), ...Object.entries(declaredTags(desired))]);
}

const REPLACE_TEXT = {
  "model-changed": "the model changed, and a model cannot be changed in place",
  "description-changed": "the description changed, and a description cannot be changed in place",
  "unfinished-replace": "its replacement is there already; only the old one's end is left to do",
} as const;

/** Protection holds against replacement too, while tag edits (such as lifting it) go ahead. */
function protectedFromReplace(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  live: LiveProfile,
): Decision {
  const why = [reason("protected", "carries strata:protect, so it is not replaced")];
  const kept: Decision = { changes: [resting("protected", desired.key, live, context, why, desired)], restsOn: [live] };
  const edits = withoutSource(tagEditsOf(context, desired, source, live));
  if (isEmptyEdits(edits)) return kept;
  return joinDecisions([kept, update(context, desired, source, live, edits, [])]);
}

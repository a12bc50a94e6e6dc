/** A key without a live profile of ours: adopt, create, or say who has the name (DESIGN section 3). */
import { type CatalogueHalf, halfOf, lookUpSource, modelArnsOf } from "./catalogue.ts";
import type { AdoptChange, CreateChange } from "./change.ts";
import { checkTagLimit, tagEditsOf } from "./decide-tags.ts";
import {
  blocked,
  type Decision,
  type DiffContext,
  joinDecisions,
  reason,
  specOfDesired,
  specOfLive,
  type TargetIndex,
} from "./decision.ts";
import { matchSource } from "./match-source.ts";
import { isOurs, otherToolsMark, ownershipOf, strataName } from "./ownership.ts";
import type { DesiredProfile, LiveProfile } from "./profile.ts";
import { applyEdits } from "./tag-edits.ts";

export function decideAbsent(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  index: TargetIndex,
): Decision {
  if (typeof desired.adopt === "string") return adoptByArn(context, desired, source, index, desired.adopt);
  const holders = index.byAwsName.get(desired.key.name) ?? [];
  const inTheWay = holders.filter((live) => isInTheWay(context, live, index));
  const [first] = inTheWay;
  if (first === undefined) return create(context, desired, source, index);
  const strangers = inTheWay.filter((live) => ownershipOf(live.tags, context.stacks).kind !== "ours");
  if (desired.adopt && inTheWay.length === 1 && ownershipOf(first.tags, context.stacks).kind === "unmanaged") {
    return adopt(context, desired, source, index, first);
  }
  // A misnamed one of ours is told by the caller; its being there is reason enough not to create a namesake.
  return joinDecisions(strangers.map((live) => nameTaken(context, desired, live)));
}

/** Another key's `name-2`, or what another entry adopted by its ARN, is not in the way; whatever else bears the name is. */
function isInTheWay(context: DiffContext, live: LiveProfile, index: TargetIndex): boolean {
  if (isOurs(live.tags, context.stacks) && index.adoptedByArn.has(live.arn)) return false;
  return ownershipOf(live.tags, context.stacks).kind !== "ours" || !index.isNamedRight(live);
}

function nameTaken(context: DiffContext, desired: DesiredProfile, live: LiveProfile): Decision {
  const owner = ownershipOf(live.tags, context.stacks);
  const whose = owner.kind === "foreign" ? `belongs to the stack "${owner.owner}"` : "is managed by nobody";
  const hint =
    owner.kind === "foreign"
      ? `Rename the entry, or ask the owners of "${owner.owner}" to release the profile.`
      : "Rename the entry, or add `adopt: true` to take the profile over.";
  const detail = `The name "${desired.key.name}" is taken in ${desired.key.region} by ${live.arn}, which ${whose}.`;
  return blocked(context, { code: "plan/name-taken", detail, key: desired.key, live, desired, hint });
}

function create(context: DiffContext, desired: DesiredProfile, source: string, index: TargetIndex): Decision {
  const { catalogue } = index.observed;
  const after = specOfDesired(desired, source);
  const { key } = desired;
  if (lookUpSource(catalogue, source) === "absent") {
    const tried = desired.candidates.map((id) => `"${id}"`).join(" or ");
    const detail = `${key.region} offers no model or system profile ${tried}, so "${key.name}" cannot be created there.`;
    return blocked(context, { code: "plan/unknown-source", detail, key, desired, after });
  }
  const change: CreateChange = {
    action: "create",
    key,
    arn: null,
    before: null,
    after,
    tagEdits: null,
    because: [],
    declaredAt: desired.declaredAt,
  };
  return { changes: [change], needs: missingHalves(desired, index) };
}

function missingHalves(desired: DesiredProfile, index: TargetIndex): CatalogueHalf[] {
  return desired.candidates.map(halfOf).filter((half) => index.observed.catalogue[half] === undefined);
}

function adoptByArn(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  index: TargetIndex,
  arn: string,
): Decision {
  const live = index.observed.live.find((profile) => profile.arn === arn);
  if (live === undefined) {
    const hint = "Name the ARN of a live profile of that region, or remove the `adopt:` line.";
    return refuse(context, desired, undefined, `No live profile of ${desired.key.region} has the ARN ${arn}.`, hint);
  }
  const owner = ownershipOf(live.tags, context.stacks);
  if (owner.kind === "foreign") return refuse(context, desired, live, `${arn} belongs to the stack "${owner.owner}".`);
  if (owner.kind === "ours") {
    return refuse(context, desired, live, `${arn} is ours already, under the name "${strataName(live)}".`);
  }
  return adopt(context, desired, source, index, live);
}

function adopt(
  context: DiffContext,
  desired: DesiredProfile,
  source: string,
  index: TargetIndex,
  live: LiveProfile,
): Decision {
  const { catalogue, target } = index.observed;
  const wanted = desired.candidates.find((id) => matchSource(live, id, catalogue).modelsAgree === true) ?? source;
  const needs = missingHalves(desired, index);
  const claimants = index.adopters.get(live.arn) ?? [];
  if (claimants.length > 1) {
    const names = claimants.map((name) => `"${name}"`).join(" and ");
    const hint = "Let one entry adopt it: a call through it can be billed to one entry's tags only.";
    return refuse(context, desired, live, `${live.arn} is adopted by several entries, ${names}.`, hint);
  }
  const mark = otherToolsMark(live.tags ?? {});
  const leave = "Leave the profile to that tool, and give the entry another name.";
  if (mark !== undefined)
    return refuse(context, desired, live, `${live.arn} carries another tool's mark, the tag "${mark}".`, leave);
  const models = modelArnsOf(catalogue, wanted, target);
  if (models === null && needs.length === 0) {
    return refuse(
      context,
      desired,
      live,
      `Whether ${live.arn} is a copy of ${wanted} cannot be told without the catalogue.`,
    );
  }
  if (models !== null && matchSource(live, wanted, catalogue).modelsAgree !== true) {
    const detail = `${live.arn} routes to ${live.modelArns.join(", ")}, which is not what ${wanted} routes to.`;
    return refuse(context, desired, live, detail);
  }
  const tagEdits = tagEditsOf(context, desired, wanted, live);
  const tooMany = checkTagLimit(context, desired, live, applyEdits(live.tags ?? {}, tagEdits));
  if (tooMany !== undefined) return tooMany;
  const change: AdoptChange = {
    action: "adopt",
    key: desired.key,
    arn: live.arn,
    before: specOfLive(live, context.isIgnored),
    after: specOfDesired(desired, wanted),
    tagEdits,
    because: [reason("adopted", "unmanaged until now, taken over with its ARN")],
    declaredAt: desired.declaredAt,
  };
  return { changes: [change], restsOn: [live], needs };
}

function refuse(
  context: DiffContext,
  desired: DesiredProfile,
  live: LiveProfile | undefined,
  detail: string,
  hint?: string,
): Decision {
  const found = { ...(live === undefined ? {} : { live }), ...(hint === undefined ? {} : { hint }) };
  return blocked(context, { code: "plan/adopt-refused", detail, key: desired.key, desired, ...found });
}

/** Creating a profile so that a lost reply, a taken name and a repeated try all end in exactly one. */
import type { CreateChange, ReplaceChange } from "../core/change.ts";
import { fullTags } from "../core/decision.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { isAwsNameOf, NAME_TAG, retirementOf, SOURCE_TAG, STACK_TAG } from "../core/ownership.ts";
import type { LiveProfile, Tags } from "../core/profile.ts";
import { sourceArn } from "../core/source-id.ts";
import { tagOf } from "../core/tag-edits.ts";
import type { ExecutionContext } from "./execution-context.ts";
import type { CreateRequest, ReadGateway } from "./ports.ts";

export type Creation = CreateChange | ReplaceChange;

export interface Created {
  readonly arn: string;
  /** False where the profile was found made, by another apply of the same change. */
  readonly madeNow: boolean;
  /** True when some request was sent more than once, so that an earlier sending may have made a profile too. */
  readonly resent: boolean;
}

/** `name`, then `name-2` … `name-9`: more doubles of one name than that are a sign of something else. */
const MAX_NAME_NUMBER = 9;

/** Pauses between tries of a create that AWS answers with Conflict though nobody has the name; milliseconds. */
const CONFLICT_PAUSES: readonly number[] = [500, 1_000, 2_000, 4_000];

export async function createProfile(change: Creation, context: ExecutionContext): Promise<Answer<Created>> {
  const made = await tryToCreate(change, context);
  if (made.ok && made.value.resent) context.resent.add(made.value.arn);
  return made;
}

async function tryToCreate(change: Creation, context: ExecutionContext): Promise<Answer<Created>> {
  const writer = context.ports.writer(change.key);
  const reader = context.ports.reader(change.key);
  let request = requestFor(change, context);
  let attempts = 0;
  let resent = false;
  for (const pause of [...CONFLICT_PAUSES, null]) {
    const answer = await writer.createProfile(request);
    attempts += answer.attempts;
    resent ||= answer.attempts > 1;
    if (answer.ok) return { ok: true, value: { arn: answer.value, madeNow: true, resent }, attempts };
    if (answer.fault.kind !== "conflict") return { ...answer, attempts };
    const found = await readBack(change, context, reader);
    attempts += found.attempts;
    if (!found.ok) return { ...found, attempts };
    if (found.value.arn !== null) {
      // Where each request was sent once, a conflict cannot be the trace of this run's own lost reply.
      return { ok: true, value: { arn: found.value.arn, madeNow: resent, resent }, attempts };
    }
    if (found.value.names.has(request.name)) for (const name of found.value.known) context.takenNames.add(name);
    const name = freeName(change.key.name, found.value.names, request.name);
    if (name === null || pause === null) return { ok: false, fault: answer.fault, attempts };
    if (name === request.name) await context.clock.sleep(pause);
    // Another name is another request: the token belongs to one body (AWS.md section 1.5).
    else request = { ...request, name, token: context.newToken() };
  }
  throw new Error("unreachable: the last try returns");
}

function requestFor(change: Creation, context: ExecutionContext): CreateRequest {
  const { key, after } = change;
  const { takenNames } = context;
  const carried = change.action === "replace" ? change.carriedTags : {};
  return {
    // Which names AWS refuses to give twice, an earlier Conflict of this run has told: no need to ask for each again.
    name: (takenNames.has(key.name) ? freeName(key.name, takenNames, key.name) : null) ?? key.name,
    copyFrom: sourceArn(after.source, key),
    description: after.description,
    tags: { ...carried, ...fullTags(context.stack, key.name, after.source, after.tags) },
    token: context.newToken(),
  };
}

interface ReadBack {
  /** The profile that an earlier try of this very create made, if there is one. */
  readonly arn: string | null;
  readonly names: ReadonlySet<string>;
  /** Those of profiles that the plan had seen: nobody can take them for a twin that another run has just made. */
  readonly known: readonly string[];
}

/** After Conflict the key is read again: an ARN of ours that the plan had not seen proves the create. */
async function readBack(change: Creation, context: ExecutionContext, reader: ReadGateway): Promise<Answer<ReadBack>> {
  const listed = await reader.listProfiles();
  if (!listed.ok) return listed;
  const names = new Set(listed.value.map((live) => live.awsName));
  const known = listed.value.flatMap(({ arn, awsName }) => (context.knownArns.has(arn) ? [awsName] : []));
  const unseen = listed.value.filter((live) => isUnseen(live, change, context));
  let { attempts } = listed;
  for (const live of unseen) {
    const tags = await reader.readTags(live.arn);
    attempts += tags.attempts;
    if (!tags.ok) {
      if (tags.fault.kind === "not-found") continue;
      return { ...(tags satisfies { ok: false; fault: Fault }), attempts };
    }
    const isMade = isResultOf(change, tags.value, context) && retirementOf(tags.value) === undefined;
    if (isMade) return { ok: true, value: { arn: live.arn, names, known }, attempts };
  }
  return { ok: true, value: { arn: null, names, known }, attempts };
}

/** True for a profile that the plan had not seen and that may have been made for this key. */
export function isUnseen(live: LiveProfile, change: Creation, context: ExecutionContext): boolean {
  return !context.knownArns.has(live.arn) && isAwsNameOf(live.awsName, change.key.name);
}

/** True when these are the tags of a profile that this change, here or in another apply, has made. */
export function isResultOf(change: Creation, tags: Tags, context: ExecutionContext): boolean {
  return (
    tagOf(tags, STACK_TAG) === context.stack &&
    tagOf(tags, NAME_TAG) === change.key.name &&
    tagOf(tags, SOURCE_TAG) === change.after.source
  );
}

/**
 * The name to try next: the one just tried where nobody is seen to have it (lists may lag), else the first free
 * number, else null.
 */
function freeName(name: string, taken: ReadonlySet<string>, tried: string): string | null {
  if (!taken.has(tried)) return tried;
  for (let number = 2; number <= MAX_NAME_NUMBER; number++) {
    const candidate = `${name}-${number}`;
    if (!taken.has(candidate) && candidate !== tried) return candidate;
  }
  return null;
}

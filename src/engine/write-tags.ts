/** The same tags for several profiles: in bulk where AWS takes that, else profile by profile (DESIGN section 6). */
import type { Answer, Fault, FaultKind } from "../core/fault.ts";
import type { ClosingNote, Outcome } from "../core/outcome.ts";
import type { Tags } from "../core/profile.ts";
import type { BulkAnswers, WriteGateway } from "./ports.ts";

export type TagWrite =
  | { readonly kind: "set"; readonly tags: Tags }
  | { readonly kind: "remove"; readonly keys: readonly string[] };

/** Whether a target takes bulk requests; all of its batches share it. */
export interface BulkState {
  /** Why none is sent any more; null while they work. */
  refusal: Fault | null;
}

export interface WriteOptions {
  readonly writer: WriteGateway;
  readonly bulk: BulkState;
  /** True once the run is to end: what may be tried again is not. */
  readonly isStopping?: (() => boolean) | undefined;
}

/** The other kinds are Bedrock's word on the profile, or no word of the tagging API at all (AWS.md section 5). */
const REFUSALS: ReadonlySet<FaultKind> = new Set(["denied", "invalid", "unavailable", "unknown"]);

/**
 * An answer for each ARN. What the tagging API refuses is asked of Bedrock itself, whose answer counts: the role may
 * lack the right to bulk requests alone, and that API may not know profiles in this region. Where it does nothing of a
 * request, no more are sent. One profile costs one request either way, so that it goes to Bedrock.
 */
export async function writeTags(write: TagWrite, arns: readonly string[], options: WriteOptions): Promise<BulkAnswers> {
  const { writer, bulk, isStopping } = options;
  if (arns.length === 1 || bulk.refusal !== null) return oneByOne(write, arns, writer);
  const answers = await inBulk(write, arns, writer);
  const refused = [...answers].flatMap(([arn, answer]) =>
    !answer.ok && REFUSALS.has(answer.fault.kind) ? [{ arn, ...answer }] : [],
  );
  const [first] = refused;
  if (first !== undefined && refused.length === arns.length) bulk.refusal = first.fault;
  const again = isStopping?.() === true ? refused.filter(({ fault }) => !fault.retryable) : refused;
  const own = await oneByOne(
    write,
    again.map(({ arn }) => arn),
    writer,
  );
  return new Map([...answers].map(([arn, answer]) => [arn, lastWord(answer, own.get(arn))]));
}

function lastWord(bulk: Answer<void>, own: Answer<void> | undefined): Answer<void> {
  return own === undefined ? bulk : { ...own, attempts: bulk.attempts + own.attempts };
}

function inBulk(write: TagWrite, arns: readonly string[], writer: WriteGateway): Promise<BulkAnswers> {
  return write.kind === "set" ? writer.setTagsInBulk(arns, write.tags) : writer.removeTagsInBulk(arns, write.keys);
}

async function oneByOne(write: TagWrite, arns: readonly string[], writer: WriteGateway): Promise<BulkAnswers> {
  const send = (arn: string): Promise<Answer<void>> =>
    write.kind === "set" ? writer.setTags(arn, write.tags) : writer.removeTags(arn, write.keys);
  return new Map(await Promise.all(arns.map(async (arn) => [arn, await send(arn)] as const)));
}

interface Written {
  readonly outcomes: readonly Outcome[];
  readonly bulk: BulkState;
}

/** Said once, however many targets it is true of; where the profiles' own requests failed too, their outcomes say so. */
export function oneByOneNotes(targets: readonly Written[]): ClosingNote[] {
  const slow = targets.flatMap(({ outcomes, bulk: { refusal } }) => {
    const edited = outcomes.find(({ status, change }) => status === "applied" && change.tagEdits !== null);
    return refusal === null || edited === undefined ? [] : [{ refusal, key: { ...edited.change.key, name: "" } }];
  });
  const [first, ...others] = slow;
  if (first === undefined) return [];
  const { operation, code, kind } = first.refusal;
  const more =
    others.length === 0 ? "" : `, here and in ${others.length} more ${others.length === 1 ? "target" : "targets"}`;
  const text = `tags were written profile by profile${more}, since ${operation} failed: ${code ?? kind}`;
  return [{ kind: "one-by-one", key: first.key, arn: null, servedBy: null, text }];
}

/** Carries out equal tag edits of several profiles together; each ends in an outcome of its own. */
import type { Answer, Fault } from "../core/fault.ts";
import type { Outcome } from "../core/outcome.ts";
import type { ExecutionContext } from "./execution-context.ts";
import { type Look, lastLook, objectionTo } from "./last-look.ts";
import { applied, failed, GONE, lostReplyNote, outcome } from "./outcomes.ts";
import { type TagChange, type TagWrites, tagWrites } from "./tag-batches.ts";
import type { TagWrite } from "./tag-writer.ts";

interface Step {
  readonly write: TagWrite;
  /** What is to be told when it is done and a later one is not. */
  readonly done: string;
}

/** One profile on its way; with an outcome, or without steps, it has arrived. */
interface Editing {
  readonly change: TagChange;
  readonly steps: readonly Step[];
  readonly attempts: number;
  /** What part of the edit is done. */
  readonly note: string | null;
  readonly outcome: Outcome | null;
}

/** Answers in the order of the changes, which have to write the same (`tagBatches`). */
export async function editTags(changes: readonly TagChange[], context: ExecutionContext): Promise<Outcome[]> {
  const [first] = changes;
  if (first === undefined) return [];
  const steps = stepsOf(tagWrites(first.tagEdits));
  let all = await Promise.all(changes.map((change) => begin(change, steps, context)));
  for (let step = nextStep(all); step !== undefined; step = nextStep(all)) {
    const arns = all.flatMap((one) => (one.steps[0] === step ? [one.change.arn] : []));
    const answers = await context.tagWriter.write(step.write, arns);
    all = all.map((one) => {
      const answer = answers.get(one.change.arn);
      return answer === undefined ? one : advance(one, answer);
    });
  }
  return all.map(({ change, attempts, outcome: ended }) => ended ?? applied(change, change.arn, attempts));
}

function stepsOf({ set, remove }: TagWrites): Step[] {
  const setting: Step = {
    write: { kind: "set", tags: set },
    done: "its new tags are set, its old ones are not removed",
  };
  const removing: Step = {
    write: { kind: "remove", keys: remove },
    done: "its old tags are removed, its new ones are not set",
  };
  return [...(Object.keys(set).length > 0 ? [setting] : []), ...(remove.length > 0 ? [removing] : [])];
}

/** The step of the first profile that has not arrived; all that are at it take it together. */
function nextStep(all: readonly Editing[]): Step | undefined {
  return all.flatMap(({ steps }) => steps.slice(0, 1))[0];
}

async function begin(change: TagChange, steps: readonly Step[], context: ExecutionContext): Promise<Editing> {
  const editing: Editing = { change, steps, attempts: 0, note: null, outcome: null };
  const looked = await look(change, context);
  return looked.ok ? { ...editing, attempts: looked.attempts } : { ...editing, steps: [], outcome: looked.outcome };
}

/** One by one where that is few; else all at once, where some time has passed. */
async function look(change: TagChange, context: ExecutionContext): Promise<Look> {
  if (change.action !== "update" || context.checksUpdates) return lastLook(change, change.arn, context, 0);
  const tags = await context.bulkLook.tagsOf(change.arn);
  if (tags === null) return lastLook(change, change.arn, context, 0);
  const objection = tags === "fresh" ? null : objectionTo(change, tags, context);
  return objection === null
    ? { ok: true, attempts: 0 }
    : { ok: false, outcome: outcome("stale", change, change.arn, 0, objection) };
}

function advance({ change, steps: [step, ...later], note, ...editing }: Editing, answer: Answer<void>): Editing {
  const attempts = editing.attempts + answer.attempts;
  const next: Editing = { change, steps: later, attempts, note: step?.done ?? note, outcome: null };
  if (answer.ok || step === undefined) return next;
  if (step.write.kind === "set" && answer.fault.code === "TooManyTagsException" && later.length > 0) {
    // The old tags have to make room first: AWS counts all of them in between (AWS.md section 3).
    return { ...next, steps: [...later, step], note };
  }
  const ended =
    answer.fault.kind === "not-found"
      ? outcome("stale", change, change.arn, attempts, GONE)
      : failed(change, { ...answer, attempts }, noteOf(note, answer.fault));
  return { ...next, steps: [], outcome: ended };
}

/** What part is done, and whether the rest may be. */
function noteOf(done: string | null, fault: Fault): string | null {
  const lost = lostReplyNote(fault, "it may be done");
  if (done === null || lost === null) return done ?? lost;
  return `${done}, or are: ${lost}`;
}

/** The executing half of an apply: outcomes as they end, the report, and a truthful end even of a broken run. */
import { type ActivationOutcome, activationWarnings } from "../core/activation-outcome.ts";
import type { Activation } from "../core/billing.ts";
import { type Ended, NOTHING_ENDED } from "../core/ended.ts";
import type { PlannedParameter } from "../core/parameter-change.ts";
import type { AnyOutcome, ParameterOutcome } from "../core/parameter-outcome.ts";
import type { Executable, Plan } from "../core/plan.ts";
import { activateTags } from "../engine/activate-tags.ts";
import { type ExecuteOptions, execute } from "../engine/execute.ts";
import type { WritePorts } from "../engine/ports.ts";
import { Publisher } from "../engine/publish.ts";
import {
  renderApplyJson,
  renderReportActivation,
  renderReportLine,
  renderReportNote,
  renderReportSummary,
} from "../render/outcome-json.ts";
import { accountNamesOf, renderApplySummary, renderGuardStop, renderInFlight } from "../render/outcome-text.ts";
import type { Work } from "../ui/view.ts";
import type { ReportSink, WriteContext } from "./context.ts";
import type { Connected } from "./make-plan.ts";
import { type Result, renderResult, summariseResult } from "./tell-result.ts";

/** What is left as it is, each with its reason. */
export type Left = Pick<Ended, "outcomes" | "activations">;

export interface ApplyRun {
  readonly made: Connected<WritePorts>;
  /** What is to be done: the executable changes that are approved. */
  readonly changes: readonly Executable[];
  /** The same of parameters. */
  readonly parameters: readonly PlannedParameter[];
  /** Cost allocation tags to activate after them. */
  readonly tags: readonly Activation[];
  /** What is left as it is, each with its reason. */
  readonly left: Left;
  /** Where each outcome is written as it happens. */
  readonly sink: ReportSink | null;
}

/** Answers the outcomes of all changes, those that are left included. */
export async function runApply(context: WriteContext, run: ApplyRun): Promise<Ended> {
  const { left, made, sink } = run;
  const teller = new Teller(context, run);
  context.onAbort(() => teller.abort());
  const { changes, parameters, tags } = run;
  const accountNames = accountNamesOf(made.plan);
  context.view.progress({ type: "applying", work: [...changes, ...parameters, ...tags], accountNames });
  let end: Ended = { ...NOTHING_ENDED, ...left };
  try {
    const publisher = publisherOf(context, run, teller);
    const { outcomes, notes } = await execute(run.changes, executeOptions(context, made, teller, publisher));
    await publisher.rest();
    end = { ...end, outcomes: [...left.outcomes, ...outcomes, ...teller.published], notes };
    const activations = await activate(context, run, teller);
    end = { ...end, activations: [...left.activations, ...activations] };
    return end;
  } catch (error) {
    // What has ended is told before anything else, also after a crash.
    end = { ...end, ...teller.told };
    throw error;
  } finally {
    finish(context, made.plan, end, sink);
  }
}

/** Tells what ends as it ends, and knows what is in flight. */
class Teller {
  readonly told: { outcomes: AnyOutcome[]; activations: ActivationOutcome[] } = { outcomes: [], activations: [] };
  /** Of the parameters that this run has seen to, by their changes: the last word on each. */
  readonly #published = new Map<PlannedParameter, ParameterOutcome>();
  readonly #context: WriteContext;
  readonly #run: ApplyRun;
  readonly #inFlight = new Set<Executable | PlannedParameter>();
  #activating: readonly Activation[] = [];
  #done = 0;

  constructor(context: WriteContext, run: ApplyRun) {
    this.#context = context;
    this.#run = run;
    for (const outcome of run.left.outcomes) this.#tellChange(outcome);
    for (const outcome of run.left.activations) this.#tellTag(outcome);
  }

  get published(): ParameterOutcome[] {
    return [...this.#published.values()];
  }

  start(change: Executable | PlannedParameter): void {
    this.#inFlight.add(change);
    this.#begun([change]);
  }

  activating(tags: readonly Activation[]): void {
    this.#activating = tags;
    this.#begun(tags);
  }

  #begun(work: readonly Work[]): void {
    this.#context.view.progress({ type: "begun", work });
  }

  changeEnded(outcome: AnyOutcome): void {
    this.#tellChange(outcome);
    this.#inFlight.delete(outcome.change as Executable | PlannedParameter);
    this.#context.view.progress({ type: "outcome", outcome, ...this.#counter() });
  }

  parameterEnded(outcome: ParameterOutcome): void {
    const before = this.#published.get(outcome.change);
    this.#published.set(outcome.change, outcome);
    if (before === undefined) {
      this.changeEnded(outcome);
      return;
    }
    this.#inFlight.delete(outcome.change);
    this.told.outcomes = this.told.outcomes.filter((one) => one !== before);
    this.#tellChange(outcome);
  }

  tagEnded(outcome: ActivationOutcome): void {
    this.#tellTag(outcome);
    this.#activating = this.#activating.filter((tag) => tag !== outcome.tag);
    this.#context.view.progress({ type: "activation", outcome, ...this.#counter() });
  }

  /** The process ends right after it. */
  abort(): void {
    const { sink, made } = this.#run;
    sink?.write(renderReportSummary(made.plan, this.told));
    const inFlight = { changes: [...this.#inFlight], tags: this.#activating };
    this.#context.view.told(renderInFlight(inFlight, this.told.outcomes, made.plan, this.#context.style));
  }

  #tellChange(outcome: AnyOutcome): void {
    this.told.outcomes.push(outcome);
    this.#run.sink?.write(renderReportLine(outcome));
  }

  #tellTag(outcome: ActivationOutcome): void {
    this.told.activations.push(outcome);
    this.#run.sink?.write(renderReportActivation(outcome));
  }

  #counter(): { done: number; total: number } {
    this.#done += 1;
    const { changes, parameters, tags } = this.#run;
    return { done: this.#done, total: changes.length + parameters.length + tags.length };
  }
}

function publisherOf(context: WriteContext, { made, parameters }: ApplyRun, teller: Teller): Publisher {
  const { plan, desired, ports, foundParameters, unreadParameters } = made;
  return new Publisher(parameters, {
    ports,
    stack: plan.stack,
    formerStacks: desired.formerStacks,
    changes: plan.changes,
    planned: plan.parameters,
    found: foundParameters,
    unread: unreadParameters,
    isStopping: context.isStopping,
    onStart: (change) => teller.start(change),
    onOutcome: (outcome) => teller.parameterEnded(outcome),
  });
}

function executeOptions(
  context: WriteContext,
  { plan, observation, desired, ports, readAtMs }: Connected<WritePorts>,
  teller: Teller,
  publisher: Publisher,
): ExecuteOptions {
  return {
    ports,
    clock: context.clock,
    readAtMs,
    newToken: context.newToken,
    stack: plan.stack,
    formerStacks: desired.formerStacks,
    knownArns: new Set(observation.targets.flatMap((t) => (t.status === "read" ? t.live.map(({ arn }) => arn) : []))),
    isStopping: context.isStopping,
    onStart: (change) => teller.start(change),
    onOutcome: (outcome) => {
      publisher.changeEnded(outcome);
      teller.changeEnded(outcome);
    },
    beforeEnd: (key, arn, successor) => publisher.beforeEnd(key, arn, successor),
    afterTarget: (target, outcomes) => publisher.afterTarget(target, outcomes),
  };
}

async function activate(
  context: WriteContext,
  { made: { ports, payer }, tags }: ApplyRun,
  teller: Teller,
): Promise<readonly ActivationOutcome[]> {
  if (payer === null || tags.length === 0) return [];
  return activateTags(tags, {
    activator: ports.tagActivator(payer),
    isStopping: context.isStopping,
    onStart: (batch) => teller.activating(batch),
    onOutcome: (outcome) => teller.tagEnded(outcome),
  });
}

/** The end of a run that had nothing to execute: its report says so, and `refusal` is the line that says why, or empty. */
export function endIdle(
  context: WriteContext,
  plan: Plan,
  left: Left,
  sink: ReportSink | null,
  refusal: string,
): Ended {
  for (const outcome of left.outcomes) sink?.write(renderReportLine(outcome));
  for (const outcome of left.activations) sink?.write(renderReportActivation(outcome));
  const ended = { ...NOTHING_ENDED, ...left };
  finish(context, plan, ended, sink, refusal);
  return ended;
}

function finish(context: WriteContext, plan: Plan, ended: Ended, sink: ReportSink | null, refusal = ""): void {
  sink?.write(refusal);
  for (const note of ended.notes) sink?.write(renderReportNote(note));
  sink?.write(renderReportSummary(plan, ended));
  context.view.result(render(context, { plan, ended, refusal }));
  context.view.diagnostics(activationWarnings(ended.activations), new Map());
  summariseResult(context, { plan, ended, refusal });
}

function render(context: WriteContext, result: Required<Result>): string {
  const { plan, ended, refusal } = result;
  switch (context.format) {
    case "json":
      return renderApplyJson(plan, ended);
    case "markdown":
      return renderResult(context, result);
    case "text":
      return refusal === "" ? renderApplySummary(plan, ended, context.style) : renderGuardStop(plan, context.style);
  }
}

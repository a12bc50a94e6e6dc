/** Publishes ARNs once they are proved, and takes them back with their profiles (docs/outputs.md). */
import PQueue from "p-queue";
import { type ExecutableChange, hasReason } from "../core/change.ts";
import type { Answer } from "../core/fault.ts";
import type { Outcome } from "../core/outcome.ts";
import { NAME_TAG, ownershipOf, STACK_TAG } from "../core/ownership.ts";
import { type ParameterOutcome, parameterOutcome, skippedParameter } from "../core/parameter-outcome.ts";
import { isEnding, type PlannedParameter } from "../core/parameters.ts";
import type { PlannedChange } from "../core/plan.ts";
import { keyId, type Tags, type Target, targetId } from "../core/profile.ts";
import { tagOf } from "../core/tag-edits.ts";
import type { WritePorts } from "./ports.ts";
import { failed, GONE, hasFailed, isDone, provedArn } from "./publish-outcome.ts";

export interface PublishContext {
  readonly ports: Pick<WritePorts, "parameters" | "parameterWriter">;
  readonly stack: string;
  readonly formerStacks: readonly string[];
  /** Those of the plan: what a parameter rests on has to be done first, also where nobody approved it. */
  readonly changes: readonly PlannedChange[];
  /** All parameters of the plan, whether they are to be seen to or not. */
  readonly planned: readonly PlannedParameter[];
  /** Targets, by id, whose parameters could not be read: which ARNs they hold is not known. */
  readonly unread: ReadonlySet<string>;
  readonly isStopping: () => boolean;
  readonly onStart?: (change: PlannedParameter) => void;
  /** Told of each parameter once, as it ends. */
  readonly onOutcome: (outcome: ParameterOutcome) => void;
}

/** Parameters in work at the same time in one target. */
const AT_ONCE = 8;

export class Publisher {
  readonly #parameters: readonly PlannedParameter[];
  readonly #context: PublishContext;
  readonly #begun = new Set<string>();
  /** By plan hash: what was published before the old ARN ended. */
  readonly #early = new Map<string, Promise<ParameterOutcome>>();

  constructor(parameters: readonly PlannedParameter[], context: PublishContext) {
    this.#parameters = parameters;
    this.#context = context;
  }

  /**
   * Right before an ARN ends: the parameters that hold it take its successor first. Answers why it must not end: one that
   * nobody approved, that AWS refuses, or that nobody could read, would leave its callers with a name for nothing.
   */
  async beforeEnd({ key, arn }: ExecutableChange, successor: string | null): Promise<string | null> {
    if (this.#context.unread.has(targetId(key))) return "whether a parameter still holds its ARN could not be read";
    const holding = this.#context.planned.filter(
      (one) => one.action === "publish" && one.from === arn && targetId(one.key) === targetId(key),
    );
    for (const { hash, parameter } of holding) {
      const mine = this.#parameters.find((one) => one.hash === hash);
      const outcome = mine === undefined ? null : await this.#publishEarly(mine, successor);
      if (outcome === null || !isDone(outcome)) return `the parameter ${parameter} still holds its ARN`;
    }
    return null;
  }

  #publishEarly(change: PlannedParameter, successor: string | null): Promise<ParameterOutcome> {
    const id = change.hash ?? "";
    const begun = this.#early.get(id);
    if (begun !== undefined) return begun;
    this.#context.onStart?.(change);
    const published = this.#publish(change, change.to ?? successor).then((outcome) => {
      this.#context.onOutcome(outcome);
      return outcome;
    });
    this.#early.set(id, published);
    return published;
  }

  /** A target's profiles are as they will be: its parameters follow. */
  async afterTarget(target: Target, outcomes: readonly Outcome[]): Promise<void> {
    const id = targetId(target);
    this.#begun.add(id);
    const here = this.#parameters.filter(({ key }) => targetId(key) === id);
    const early = await this.#earlier(here, outcomes);
    const late = here.filter(({ hash }) => !this.#early.has(hash ?? ""));
    const arnFor = (change: PlannedParameter): string | null => change.to ?? provedArn(change, outcomes);
    const published = [
      ...early,
      ...(await this.#all(late, "publish", (change) => this.#publish(change, arnFor(change)))),
    ];
    await this.#all(here, "unpublish", (change) => this.#unpublish(change, outcomes, published));
  }

  /** What was published before an end; the closing list may have shown since that another profile serves the key. */
  async #earlier(here: readonly PlannedParameter[], outcomes: readonly Outcome[]): Promise<ParameterOutcome[]> {
    const early = here.filter(({ hash }) => this.#early.has(hash ?? ""));
    return Promise.all(
      early.map(async (change) => {
        const outcome = await this.#publishEarly(change, null);
        const to = change.to ?? provedArn(change, outcomes);
        return !isDone(outcome) || to === null || to === outcome.arn ? outcome : this.#publish(change, to);
      }),
    );
  }

  /** Targets in which no profile changes. */
  async rest(): Promise<void> {
    const left = new Map(this.#parameters.map(({ key }) => [targetId(key), key]));
    const targets = [...left].filter(([id]) => !this.#begun.has(id));
    await Promise.all(targets.map(([, target]) => this.afterTarget(target, [])));
  }

  async #all(
    here: readonly PlannedParameter[],
    action: PlannedParameter["action"],
    work: (change: PlannedParameter) => Promise<ParameterOutcome>,
  ): Promise<ParameterOutcome[]> {
    const queue = new PQueue({ concurrency: AT_ONCE });
    const one = async (change: PlannedParameter): Promise<ParameterOutcome> => {
      const isStopping = this.#context.isStopping();
      if (!isStopping) this.#context.onStart?.(change);
      const outcome = isStopping
        ? skippedParameter(change, "stopped", "not tried: the run was stopped")
        : await work(change);
      this.#context.onOutcome(outcome);
      return outcome;
    };
    return Promise.all(here.filter((change) => change.action === action).map((change) => queue.add(() => one(change))));
  }

  async #publish(change: PlannedParameter, to: string | null): Promise<ParameterOutcome> {
    if (to === null) return skippedParameter(change, "unmet", "not tried: its profile has no new ARN");
    const { key, parameter } = change;
    const tags = { [STACK_TAG]: this.#context.stack, [NAME_TAG]: key.name };
    const writer = this.#context.ports.parameterWriter(key);
    let attempts = 0;
    if (change.from === null) {
      const made = await writer.createParameter(parameter, to, tags);
      attempts = made.attempts;
      if (made.ok) return parameterOutcome("applied", change, { arn: to, attempts });
      // Made by a request whose reply was lost, or by somebody else: its tags tell.
      if (made.fault.kind !== "conflict") return this.#unlessHeld(change, to, made, attempts);
    }
    const looked = await this.#look(change, attempts);
    if (!looked.ok) return looked.outcome;
    if (looked.tags === null) {
      const made = await writer.createParameter(parameter, to, tags);
      attempts = looked.attempts + made.attempts;
      return made.ok
        ? parameterOutcome("applied", change, { arn: to, attempts })
        : this.#unlessHeld(change, to, made, attempts);
    }
    const put = await writer.overwriteParameter(parameter, to);
    attempts = looked.attempts + put.attempts;
    if (!put.ok) return this.#unlessHeld(change, to, put, attempts);
    const isMarked = Object.entries(tags).every(([name, value]) => tagOf(looked.tags ?? {}, name) === value);
    const marked = isMarked ? null : await writer.tagParameter(parameter, tags);
    attempts += marked?.attempts ?? 0;
    if (marked?.ok === false)
      return failed(change, marked, attempts, "it holds the ARN, and its tags are the old ones");
    return parameterOutcome("applied", change, { arn: to, attempts });
  }

  /** Where no reply ever came the work may have been done: the parameter itself tells. */
  async #unlessHeld(
    change: PlannedParameter,
    to: string,
    answer: Answer<unknown> & { ok: false },
    attempts: number,
  ): Promise<ParameterOutcome> {
    if (answer.fault.ambiguous !== true) return failed(change, answer, attempts);
    const read = await this.#context.ports.parameters(change.key).readParameters([change.parameter]);
    const all = attempts + read.attempts;
    if (!read.ok || read.value.get(change.parameter) !== to) return failed(change, answer, all);
    return parameterOutcome("already", change, {
      arn: to,
      attempts: all,
      note: "its reply was lost, and it holds the ARN",
    });
  }

  async #unpublish(
    change: PlannedParameter,
    outcomes: readonly Outcome[],
    published: readonly ParameterOutcome[],
  ): Promise<ParameterOutcome> {
    const unmet = this.#goesOn(change, outcomes) || hasFailed(change, published);
    if (unmet) return skippedParameter(change, "unmet", "not tried: callers still need it");
    const looked = await this.#look(change, 0);
    if (!looked.ok) return looked.outcome;
    if (looked.tags === null)
      return parameterOutcome("already", change, { arn: null, attempts: looked.attempts, note: GONE });
    const answer = await this.#context.ports.parameterWriter(change.key).deleteParameter(change.parameter);
    const attempts = looked.attempts + answer.attempts;
    if (answer.ok) return parameterOutcome("applied", change, { arn: null, attempts });
    if (answer.fault.kind === "not-found")
      return parameterOutcome("already", change, { arn: null, attempts, note: GONE });
    return failed(change, answer, attempts);
  }

  /** True where a profile of that name was to end, or to be released, or to get the tags that move it, and did not. */
  #goesOn({ key, because }: PlannedParameter, outcomes: readonly Outcome[]): boolean {
    const edits = this.#context.changes.filter((one) => keyId(one.key) === keyId(key) && one.action === "update");
    const isUnmoved = edits.some(({ arn }) => !outcomes.some((one) => one.change.arn === arn && isDone(one)));
    if (because === "moved" && isUnmoved) return true;
    const planned = this.#context.changes.filter(
      (one) => keyId(one.key) === keyId(key) && isEnding(one) && !hasReason(one, "duplicate"),
    );
    return planned.some(({ arn, action }) => {
      const outcome = outcomes.find(({ change }) => change.arn === arn && change.action === action);
      return action !== "retire" && (outcome === undefined || !isDone(outcome));
    });
  }

  /** Before a parameter is overwritten or deleted it has to be ours still; `tags` is null where it is gone. */
  async #look(
    change: PlannedParameter,
    before: number,
  ): Promise<
    | { readonly ok: true; readonly tags: Tags | null; readonly attempts: number }
    | { readonly ok: false; readonly outcome: ParameterOutcome }
  > {
    const read = await this.#context.ports.parameters(change.key).readParameterTags(change.parameter);
    const attempts = before + read.attempts;
    if (!read.ok && read.fault.kind === "not-found") return { ok: true, tags: null, attempts };
    if (!read.ok) {
      const note = "it was left alone: its tags could not be read once more";
      return { ok: false, outcome: failed(change, read, attempts, note) };
    }
    if (ownershipOf(read.value, this.#context).kind === "ours") return { ok: true, tags: read.value, attempts };
    const note = "it does not carry this stack's mark by now, so it was left alone";
    return { ok: false, outcome: parameterOutcome("stale", change, { attempts, note }) };
  }
}

/** Publishes ARNs once they are proved, and takes them back before they end (docs/outputs.md). */
import PQueue from "p-queue";
import { hasReason } from "../core/change.ts";
import { lookUp } from "../core/group-by.ts";
import { type HeldParameter, parameterPlace } from "../core/held.ts";
import type { Outcome } from "../core/outcome.ts";
import type { PlannedParameter } from "../core/parameter-change.ts";
import { type ParameterOutcome, skippedParameter } from "../core/parameter-outcome.ts";
import { isEnding } from "../core/parameters.ts";
import type { PlannedChange } from "../core/plan.ts";
import { keyId, type ProfileKey, type Target, targetId } from "../core/profile.ts";
import { type ParameterContext, publishParameter, unpublishParameter } from "./write-parameter.ts";

export interface PublishContext extends ParameterContext {
  /** Those of the plan: what a parameter rests on has to be done first, also where nobody approved it. */
  readonly changes: readonly PlannedChange[];
  /** All parameters of the plan, whether they are to be seen to or not. */
  readonly planned: readonly PlannedParameter[];
  /** All that were found, planned or not: no ARN that one of them holds may end. */
  readonly found: readonly HeldParameter[];
  /** Targets, by id, whose parameters could not be read: which ARNs they hold is not known. */
  readonly unread: ReadonlySet<string>;
  readonly isStopping: () => boolean;
  readonly onStart?: (change: PlannedParameter) => void;
  /** Told of each parameter as it ends; once more where the closing list made it take another ARN. */
  readonly onOutcome: (outcome: ParameterOutcome) => void;
}

/** Parameters in work at the same time in one target. */
const AT_ONCE = 8;

export class Publisher {
  readonly #parameters: readonly PlannedParameter[];
  readonly #context: PublishContext;
  /** What is known of, arranged for look-up. */
  readonly #at: ReturnType<typeof arrange>;
  readonly #begun = new Set<string>();
  /** By place: what it may hold by now. */
  readonly #held: Map<string, Set<string>>;
  /** By plan hash: what was done before an ARN ended. */
  readonly #early = new Map<string, ParameterOutcome>();
  readonly #outcomes: Outcome[] = [];

  constructor(parameters: readonly PlannedParameter[], context: PublishContext) {
    this.#parameters = parameters;
    this.#context = context;
    this.#at = arrange(parameters, context);
    const { found, planned } = context;
    this.#held = new Map(found.map((one) => [parameterPlace(one), new Set(one.value === null ? [] : [one.value])]));
    for (const { from, ...one } of [...planned, ...parameters]) {
      if (from !== null && !this.#held.has(parameterPlace(one))) this.#held.set(parameterPlace(one), new Set([from]));
    }
  }

  /** A profile has ended: parameters of its key may rest on the ARN that it has now. */
  changeEnded(outcome: Outcome): void {
    this.#outcomes.push(outcome);
  }

  /**
   * Right before an ARN ends: whatever holds it takes its successor first, or goes. Answers why it must not end: a
   * parameter that nobody approved, that AWS refuses, or that nobody could read would hold a name for nothing.
   */
  async beforeEnd(key: ProfileKey, arn: string, successor: string | null): Promise<string | null> {
    if (this.#context.unread.has(targetId(key))) return "whether a parameter still holds its ARN could not be read";
    for (const parameter of this.#holding(key, arn)) {
      const [change] = this.#at.place(parameterPlace({ key, parameter }));
      const isFree = change !== undefined && (await this.#free(change, key, successor));
      if (!isFree) return `the parameter ${parameter} still holds its ARN`;
    }
    return null;
  }

  /** Paths that hold the ARN as things stand, or may: one that names the profile, and cannot be read. */
  #holding(key: ProfileKey, arn: string): string[] {
    const here = this.#at.target(targetId(key));
    const unreadable = this.#at.unreadable(keyId(key));
    return [...new Set(here.map(({ parameter }) => parameter))].filter((parameter) => {
      const held = this.#held.get(parameterPlace({ key, parameter }));
      return held?.has(arn) === true || (held?.size === 0 && unreadable.some((one) => one.parameter === parameter));
    });
  }

  async #free(change: PlannedParameter, ending: ProfileKey, successor: string | null): Promise<boolean> {
    if (change.action === "unpublish") {
      if (!(await this.#freeNewPaths(change, ending, successor))) return false;
      return isDone(await this.#doEarly(change, null));
    }
    const own = keyId(change.key) === keyId(ending) ? successor : null;
    return isDone(await this.#doEarly(change, change.to ?? own ?? provedArn(change, this.#outcomes)));
  }

  /** Readers of a path that moves have to find the new one first. */
  async #freeNewPaths(change: PlannedParameter, ending: ProfileKey, successor: string | null): Promise<boolean> {
    for (const path of this.#newPathsOf(change)) {
      const mine = this.#parameters.find(({ hash }) => hash !== null && hash === path.hash);
      if (mine === undefined || !(await this.#free(mine, ending, successor))) return false;
    }
    return true;
  }

  #newPathsOf({ key, because }: PlannedParameter): PlannedParameter[] {
    if (because !== "moved") return [];
    return this.#at.planned(keyId(key)).filter(({ action }) => action !== "unpublish");
  }

  async #doEarly(change: PlannedParameter, to: string | null): Promise<ParameterOutcome> {
    const id = change.hash ?? "";
    const before = this.#early.get(id);
    if (before !== undefined && (!isDone(before) || to === null || before.arn === to)) return before;
    const outcome = await this.#do(change, to);
    this.#early.set(id, outcome);
    return outcome;
  }

  /** A target's profiles are as they will be: its parameters follow. */
  async afterTarget(target: Target, outcomes: readonly Outcome[]): Promise<void> {
    const id = targetId(target);
    this.#begun.add(id);
    const here = this.#parameters.filter(({ key }) => targetId(key) === id);
    const isEarly = ({ hash }: PlannedParameter): boolean => this.#early.has(hash ?? "");
    const arnFor = (change: PlannedParameter): string | null => change.to ?? provedArn(change, outcomes);
    const publishing = here.filter(({ action }) => action === "publish");
    // The closing list may have shown since that another profile serves the key.
    await Promise.all(publishing.filter(isEarly).map((change) => this.#doEarly(change, arnFor(change))));
    const late = await this.#all(
      publishing.filter((change) => !isEarly(change)),
      (change) => this.#do(change, arnFor(change)),
    );
    const published = [...this.#early.values(), ...late];
    await this.#all(
      here.filter((change) => change.action === "unpublish" && !isEarly(change)),
      (change) => this.#unpublish(change, outcomes, published),
    );
  }

  /** Targets in which no profile changes. */
  async rest(): Promise<void> {
    const left = new Map(this.#parameters.map(({ key }) => [targetId(key), key]));
    const targets = [...left].filter(([id]) => !this.#begun.has(id));
    await Promise.all(targets.map(([, target]) => this.afterTarget(target, [])));
  }

  async #all(
    changes: readonly PlannedParameter[],
    work: (change: PlannedParameter) => Promise<ParameterOutcome>,
  ): Promise<ParameterOutcome[]> {
    const queue = new PQueue({ concurrency: AT_ONCE });
    const one = (change: PlannedParameter): ParameterOutcome | Promise<ParameterOutcome> =>
      this.#context.isStopping()
        ? this.#told(skippedParameter(change, "stopped", "not tried: the run was stopped"))
        : work(change);
    return Promise.all(changes.map((change) => queue.add(() => one(change))));
  }

  #told(outcome: ParameterOutcome): ParameterOutcome {
    this.#context.onOutcome(outcome);
    return outcome;
  }

  async #do(change: PlannedParameter, to: string | null): Promise<ParameterOutcome> {
    const place = parameterPlace(change);
    const held = this.#held.get(place) ?? new Set<string>();
    this.#context.onStart?.(change);
    if (change.action === "unpublish") {
      const outcome = await unpublishParameter(change, held, this.#context);
      if (isDone(outcome)) this.#held.delete(place);
      return this.#told(outcome);
    }
    if (to === null) return this.#told(skippedParameter(change, "unmet", "not tried: its profile has no new ARN"));
    // From the first sending on it may hold the new one, whatever the reply says.
    this.#held.set(place, new Set([...held, to]));
    const outcome = await publishParameter(change, to, held, this.#context);
    if (isDone(outcome)) this.#held.set(place, new Set([to]));
    else if (outcome.fault?.ambiguous !== true) this.#held.set(place, held);
    return this.#told(outcome);
  }

  async #unpublish(
    change: PlannedParameter,
    outcomes: readonly Outcome[],
    published: readonly ParameterOutcome[],
  ): Promise<ParameterOutcome> {
    const isServed = (path: PlannedParameter): boolean =>
      published.some((outcome) => outcome.change.hash === path.hash && isDone(outcome));
    const isNeeded = this.#goesOn(change, outcomes) || !this.#newPathsOf(change).every(isServed);
    if (isNeeded) return this.#told(skippedParameter(change, "unmet", "not tried: callers still need it"));
    return this.#do(change, null);
  }

  /** True where a profile of that name was to end, or to be released, or to get the tags that move it, and did not. */
  #goesOn({ key, because }: PlannedParameter, outcomes: readonly Outcome[]): boolean {
    const own = this.#at.changes(keyId(key));
    const edits = own.filter(({ action }) => action === "update");
    const isUnmoved = edits.some(({ arn }) => !outcomes.some((one) => one.change.arn === arn && isDone(one)));
    if (because === "moved" && isUnmoved) return true;
    const planned = own.filter((one) => isEnding(one) && !hasReason(one, "duplicate"));
    return planned.some(({ arn, action }) => {
      const outcome = outcomes.find(({ change }) => change.arn === arn && change.action === action);
      return action !== "retire" && (outcome === undefined || !isDone(outcome));
    });
  }
}

function arrange(parameters: readonly PlannedParameter[], { found, planned, changes }: PublishContext) {
  const keyOf = ({ key }: { readonly key: ProfileKey }): string => keyId(key);
  return {
    place: lookUp(parameters, parameterPlace),
    target: lookUp([...found, ...planned], ({ key }) => targetId(key)),
    unreadable: lookUp(
      found.filter(({ value }) => value === null),
      keyOf,
    ),
    planned: lookUp(planned, keyOf),
    changes: lookUp(changes, keyOf),
  };
}

/** The new ARN that this run has made for the key; null where there is none. */
function provedArn({ key }: PlannedParameter, outcomes: readonly Outcome[]): string | null {
  const made = outcomes.find(
    ({ change, arn }) =>
      keyId(change.key) === keyId(key) &&
      (change.action === "create" || change.action === "replace") &&
      arn !== null &&
      arn !== change.arn,
  );
  return made?.arn ?? null;
}

function isDone({ status }: Pick<Outcome, "status">): boolean {
  return status === "applied" || status === "already";
}

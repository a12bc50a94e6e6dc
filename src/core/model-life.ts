/** `policy.minModelLife`: nothing new is made on a model that ends too soon; what lives there is told. Pure. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type Catalogue, lookUpSource } from "./catalogue.ts";
import { blockedChange, type Change, hasReason } from "./change.ts";
import { type EndingModel, endingModels, foundationByTarget, modelPlace } from "./deadlines.ts";
import type { Desired } from "./desired.ts";
import type { Diff } from "./diff.ts";
import { groupBy, lookUp } from "./group-by.ts";
import { type Judged, judgeChanges } from "./judge.ts";
import { modelIdsOf } from "./listing.ts";
import { dayOf, type Moment } from "./moment.ts";
import type { Observation } from "./observation.ts";
import { isOurs } from "./ownership.ts";
import { type DesiredProfile, keyId, type LiveProfile, targetId } from "./profile.ts";
import { modelIdOf } from "./source-id.ts";

const DAY_MS = 86_400_000;

/** Whole days that a model must still have; 0 where the file has no such rule. */
export function minModelLifeDays({ minModelLifeMs = 0 }: Pick<Desired, "minModelLifeMs">): number {
  return minModelLifeMs / DAY_MS;
}

/**
 * Creates, replacements and adoptions on models that end sooner than the policy allows are blocked; profiles of ours that
 * live on such models, and stay, are told. What a target's catalogue does not tell is let through.
 */
export function guardModelLife(diff: Diff, desired: Desired, observation: Observation, now: Moment): Diff {
  const days = minModelLifeDays(desired);
  if (days === 0) return diff;
  const guard = new LifeGuard(desired, observation, days, now);
  const judged = judgeChanges(diff, (change) => guard.judge(change));
  const told = guard.stayingTold(judged);
  return told.length === 0 ? judged : { ...judged, diagnostics: [...judged.diagnostics, ...told] };
}

class LifeGuard {
  readonly #desired: Desired;
  readonly #days: number;
  readonly #now: Moment;
  readonly #known: ReturnType<typeof foundationByTarget>;
  readonly #catalogues: ReadonlyMap<string, Catalogue>;
  readonly #live: ReadonlyMap<string, LiveProfile>;
  readonly #entriesOf: (id: string) => readonly DesiredProfile[];

  constructor(desired: Desired, observation: Observation, days: number, now: Moment) {
    const read = observation.targets.flatMap((observed) => (observed.status === "read" ? [observed] : []));
    this.#desired = desired;
    this.#entriesOf = lookUp(desired.profiles, ({ key }) => keyId(key));
    this.#days = days;
    this.#now = now;
    this.#known = foundationByTarget(observation);
    this.#catalogues = new Map(read.map(({ target, catalogue }) => [targetId(target), catalogue]));
    this.#live = new Map(read.flatMap(({ live }) => live.map((profile) => [profile.arn, profile] as const)));
  }

  judge(change: Change): Judged {
    const models = this.#newModels(change);
    const [ending] = models === null ? [] : this.#ending(change, models);
    return ending === undefined ? { change } : this.#blocked(change, ending);
  }

  /** Models on which the change would make, or take over, a profile; null where it does neither. */
  #newModels(change: Change): readonly string[] | null {
    const { action } = change;
    // Renamed, it lives where it lived before; half replaced, only the old one's end is left to do.
    if (action === "create" && hasReason(change, "rename")) return null;
    if (action === "replace" && change.successor !== null) return null;
    if (action === "adopt") return modelIdsOf(this.#live.get(change.arn)?.modelArns ?? []);
    return action === "create" || action === "replace" ? this.#modelsOf(change.after.source, change) : null;
  }

  #modelsOf(source: string, { key }: Change): readonly string[] {
    const found = lookUpSource(this.#catalogues.get(targetId(key)) ?? {}, source);
    return typeof found === "string" ? [modelIdOf(source)] : modelIdsOf(found.modelArns);
  }

  /** With fewer days left than the policy asks for. */
  #ending({ key }: Change, models: readonly string[]): EndingModel[] {
    return endingModels(models, this.#known.get(targetId(key)) ?? new Map(), { days: this.#days - 1, now: this.#now });
  }

  #blocked(change: Change, ending: EndingModel): Judged {
    const { key, declaredAt } = change;
    const detail = `"${key.name}" is not ${DONE[change.action] ?? "made"}: ${ending.model} ${endText(ending, this.#now)}, and \`policy.minModelLife\` asks for ${this.#days} days.`;
    const found = diagnostic("plan/model-ends-soon", {
      detail,
      target: key,
      hint: `${this.#whatToChange(change)} a model that lives on (strata list --system), or lower the policy.`,
      ...(declaredAt === null ? {} : { subject: declaredAt }),
    });
    return { change: blockedChange(change, { code: "plan/model-ends-soon", text: detail }), found };
  }

  #whatToChange({ key }: Change): string {
    const [entry] = this.#entriesOf(keyId(key));
    const place = entry === undefined ? null : modelPlace(entry);
    if (place === null || place.alias === null) return "Give the entry";
    return `Give the alias \`${place.alias}\` (${place.declaredAt.file}:${place.declaredAt.start.line})`;
  }

  /** One warning for each model of a target, so that parts of a plan say the same as one run over all targets. */
  stayingTold({ changes }: Diff): Diagnostic[] {
    const staying = changes.filter(({ action, arn }) => STAYING.has(action) && this.#isOurs(arn));
    const once = new Map(staying.map((change) => [change.arn, change]));
    const ends = [...once.values()].flatMap((change) =>
      this.#ending(change, modelIdsOf(this.#live.get(change.arn ?? "")?.modelArns ?? [])).map((ending) => {
        return { change, ending };
      }),
    );
    const together = groupBy(ends, ({ change, ending }) => JSON.stringify([targetId(change.key), ending.model]));
    return [...together.values()].flatMap((all) => this.#told(all));
  }

  #isOurs(arn: string | null): boolean {
    return arn !== null && isOurs(this.#live.get(arn)?.tags ?? null, this.#desired);
  }

  #told(all: readonly { readonly change: Change; readonly ending: EndingModel }[]): Diagnostic[] {
    const [first] = all;
    if (first === undefined) return [];
    const { key, declaredAt } = first.change;
    const { account, region } = key;
    const names = all.slice(0, NAMED).map(({ change }) => `"${change.key.name}"`);
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
    const detail = `${first.ending.model} ${endText(first.ending, this.#now)}; on it in ${account}/${region}: ${names.join(", ")}${more}.`;
    const subject = declaredAt === null ? {} : { subject: declaredAt };
    return [diagnostic("policy/model-ends", { detail, target: { account, region }, ...subject })];
  }
}

/** Profiles that are named; the others are counted. */
const NAMED = 3;

/** What leaves a profile of ours where it is. */
const STAYING: ReadonlySet<Change["action"]> = new Set(["keep", "update", "protected", "blocked"]);

const DONE: Readonly<Partial<Record<Change["action"], string>>> = {
  create: "created",
  replace: "replaced",
  adopt: "adopted",
};

function endText({ endOfLife }: EndingModel, now: Moment): string {
  if (endOfLife === null) return "is legacy, and its end is not told";
  return endOfLife <= dayOf(now) ? `ended on ${endOfLife}` : `ends on ${endOfLife}`;
}

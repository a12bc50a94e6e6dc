/** One random story: a state, some steps under faults, then quiet; and everything that went wrong in it. */
import { setTimeout as sleep } from "node:timers/promises";
import { buildPlan } from "../../../src/core/build-plan.ts";
import type { Desired } from "../../../src/core/desired.ts";
import { executables, type Plan, WHOLE_SCOPE } from "../../../src/core/plan.ts";
import { execute } from "../../../src/engine/execute.ts";
import { observe } from "../../../src/engine/observe.ts";
import { weighUse } from "../../../src/engine/weigh-use.ts";
import type { Fault } from "../../../src/sandbox/faults.ts";
import type { SandboxProfile } from "../../../src/sandbox/seed.ts";
import { edited, FORMER_STACK, marks, randomDesired, randomSeeds, randomTags, retagged } from "./estate.ts";
import { endedInUse, endedUnplanned, servedKeys, touched, unserved, unsettled, untouchables } from "./oracle.ts";
import { openStage, type Stage } from "./ports.ts";
import { Random } from "./random.ts";

export interface StoryResult {
  readonly violations: readonly string[];
  readonly applies: number;
  readonly requests: number;
  readonly kills: number;
  /** Injected faults by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** What happened, for a replay. */
  readonly log: readonly string[];
}

const MOST_APPLIES_TO_QUIET = 6;
const LAG = 5_000;
const HOUR = 3_600_000;
/** Bedrock's own calls, which a bulk request makes for each profile. */
const OWN_TAGGING = ["TagResource", "UntagResource"];
/** `guards.inUseDays` of every story. */
const IN_USE_MS = 7 * 24 * HOUR;

export async function playStory(seed: number): Promise<StoryResult> {
  const story = new Story(seed);
  try {
    await story.play();
  } catch (error) {
    story.violations.push(`it crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return story.end();
}

class Story {
  readonly violations: string[] = [];
  readonly #log: string[] = [];
  /** When each ARN was called last. */
  readonly #called = new Map<string, string>();
  readonly #random: Random;
  #stage: Stage | undefined;
  #afterWrite: () => void = () => undefined;
  #applies = 0;
  #kills = 0;
  #tokens = 0;
  #desired: Desired;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#desired = randomDesired(this.#random);
  }

  async play(): Promise<void> {
    const random = this.#random;
    this.#stage = await openStage(random, () => this.#afterWrite());
    const { sandbox } = this.#stage;
    sandbox.behaviour.uniqueNames = random.chance(0.5);
    sandbox.behaviour.tokenReplay = random.pick(["same-arn", "ignored-new", "conflict"] as const);
    for (const seed of randomSeeds(random)) await sandbox.put(seed);
    const steps = random.int(2, 4);
    for (let step = 0; step < steps; step++) await this.#step();
    await this.#settle();
  }

  async #step(): Promise<void> {
    const random = this.#random;
    const roll = random.next();
    if (roll < 0.2) {
      this.#desired = edited(random, this.#desired);
      this.#log.push("the configuration is edited");
    } else if (roll < 0.35) await this.#retagAll();
    else if (roll < 0.45) await this.#outOfBand();
    else if (roll < 0.55) {
      this.#log.push("time passes");
      this.#open.advance(random.int(1, 40) * HOUR);
    } else await this.#applyUnderFaults();
  }

  /** From a state that is as wanted, so that the one tag is all that an apply has to edit, and in bulk. */
  async #retagAll(): Promise<void> {
    await this.#apply(null);
    this.#desired = retagged(this.#random, this.#desired);
    this.#log.push("one tag is edited everywhere");
    await this.#applyUnderFaults();
  }

  async #outOfBand(): Promise<void> {
    const random = this.#random;
    const { sandbox } = this.#open;
    const all = sandbox.profiles();
    if (all.length === 0) return;
    const victim = random.pick(all);
    if (random.chance(0.3)) return this.#call(victim);
    const roll = random.next();
    this.#log.push(`somebody changes ${victim.arn} (${victim.name})`);
    if (roll < 0.25) await sandbox.remove(victim.arn);
    else if (roll < 0.5) await sandbox.setTags(victim.arn, { ...victim.tags, ...randomTags(random) });
    else if (roll < 0.65) await sandbox.setTags(victim.arn, random.pick(all).tags);
    else if (roll < 0.75) await sandbox.setTags(victim.arn, {});
    else if (roll < 0.85) await sandbox.setTags(victim.arn, { ...victim.tags, "strata:protect": "yes" });
    else await sandbox.setTags(victim.arn, { ...victim.tags, ...marks(victim.name, "x", FORMER_STACK) });
  }

  /** Somebody calls a model through a profile: from now on it is in use. */
  async #call({ arn, account, region, id, tags }: SandboxProfile): Promise<void> {
    const { sandbox, clock } = this.#open;
    const at = clock.now();
    this.#log.push(`somebody calls ${arn}`);
    this.#called.set(arn, at);
    const place = { account, region, modelId: id, foundationModel: "amazon.nova-lite-v1:0", tags };
    await sandbox.recordUse(place, new Date(at), { invocations: 1 });
  }

  /** Faults while it reads and writes; a kill is what AWS sees of one: from some request on, none comes through. */
  async #applyUnderFaults(): Promise<void> {
    const random = this.#random;
    const { behaviour } = this.#open.sandbox;
    behaviour.faultSeed = random.int(1, 1e9);
    behaviour.listLagMs = random.chance(0.3) ? LAG : 0;
    behaviour.tagLagMs = random.chance(0.3) ? LAG : 0;
    behaviour.faults = random.some<Fault>(
      [
        { kind: "throttle", probability: 0.2 },
        { kind: "error", status: 500, probability: 0.08 },
        { kind: "error", status: 503, when: "after", probability: 0.06 },
        { kind: "reset", probability: 0.06 },
        { kind: "reset", when: "after", probability: 0.1 },
        // Bulk requests that are done in part, done and told as failed in part, and refused midway.
        { kind: "throttle", probability: 0.3, operations: OWN_TAGGING },
        { kind: "error", when: "after", probability: 0.2, operations: OWN_TAGGING },
        { kind: "denied", probability: 0.1, operations: OWN_TAGGING },
        { kind: "denied", skip: random.int(0, 1), operations: ["TagResources", "UntagResources"] },
      ],
      0.4,
    );
    const isKilled = random.chance(0.25);
    if (isKilled) this.#kills += 1;
    // Somebody may change things while a person thinks about the plan.
    await this.#apply(isKilled ? random.int(0, 12) : null, random.chance(0.3));
    behaviour.faults = [];
  }

  async #settle(): Promise<void> {
    const { behaviour } = this.#open.sandbox;
    behaviour.faults = [];
    // Calls are over and forgotten, so that nothing is kept for their sake.
    this.#open.advance(this.#called.size > 0 ? IN_USE_MS + HOUR : 2 * LAG);
    behaviour.listLagMs = 0;
    behaviour.tagLagMs = 0;
    for (let round = 0; round < MOST_APPLIES_TO_QUIET; round++) {
      const plan = await this.#apply(null);
      if (plan === null) continue;
      if (executables(plan).length > 0) continue;
      const wrong = unsettled(this.#open.sandbox.profiles(), this.#desired, plan);
      if (wrong.length > 0) this.#logState(plan);
      this.violations.push(...wrong);
      return;
    }
    this.violations.push(`not quiet after ${MOST_APPLIES_TO_QUIET} applies`);
  }

  /** Everything that a person needs to see why the end is not as it must be. */
  #logState(plan: Plan): void {
    const { replacement, release, formerStacks } = this.#desired;
    this.#log.push(JSON.stringify({ replacement, release: release.map(({ pattern }) => pattern), formerStacks }));
    for (const { key, candidates, tags } of this.#desired.profiles) {
      this.#log.push(`wanted ${key.region}/${key.name} ${candidates[0]} ${JSON.stringify(tags)}`);
    }
    for (const p of this.#open.sandbox.profiles()) {
      this.#log.push(
        `live ${p.region}/${p.name} ${p.id} ${p.createdAt} ${p.source.split("/")[1]} ${JSON.stringify(p.tags)}`,
      );
    }
    for (const { action, key, because } of plan.changes) {
      this.#log.push(`plan ${action} ${key.region}/${key.name} ${because.map(({ text }) => text).join("; ")}`);
    }
  }

  /** One apply, watched; answers its plan, or null where AWS could not even be read. */
  async #apply(killAfter: number | null, isDisturbed = false): Promise<Plan | null> {
    const { sandbox, ports, clock } = this.#open;
    this.#applies += 1;
    const since = clock.now(-IN_USE_MS);
    const inUse = new Set([...this.#called].flatMap(([arn, at]) => (at >= since ? [arn] : [])));
    const seen = await observe(this.#desired, ports, { now: clock.now(), exact: false });
    if (!seen.ok) return null;
    const { desired, observation, diagnostics } = seen.value;
    const { guards } = desired;
    const use = await weighUse([{ diff: seen.value.diff, limits: guards }], ports, { clock, days: guards.inUseDays });
    const [diff = seen.value.diff] = use.diffs;
    const plan = buildPlan({ stacks: desired, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics });
    const changes = executables(plan);
    this.#log.push(
      `apply: ${changes.map(({ action, key }) => `${action} ${key.region}/${key.name}`).join(", ") || "nothing"}`,
    );
    if (isDisturbed) await this.#outOfBand();
    if (killAfter !== null) sandbox.behaviour.faults = [{ kind: "reset", skip: killAfter }];
    const before = sandbox.profiles();
    const served = servedKeys(before, desired);
    const taboo = untouchables(before, desired, sandbox.behaviour.listLagMs > 0);
    this.#afterWrite = () => this.violations.push(...unserved(sandbox.profiles(), served, desired));
    const told: string[] = [];
    const { outcomes, notes } = await execute(changes, {
      ports,
      clock,
      newToken: () => `token-${++this.#tokens}`,
      stack: plan.stack,
      formerStacks: desired.formerStacks,
      knownArns: new Set(observation.targets.flatMap((t) => (t.status === "read" ? t.live.map(({ arn }) => arn) : []))),
      onOutcome: ({ change }) => told.push(change.hash ?? ""),
    });
    this.#afterWrite = () => undefined;
    this.#log.push(
      ...outcomes.map(({ status, change, note }) => `  ${status} ${change.action} ${change.key.name} ${note ?? ""}`),
    );
    this.#log.push(...notes.map(({ text }) => `  note: ${text}`));
    const after = sandbox.profiles();
    this.violations.push(...touched(taboo, after), ...endedUnplanned(before, after, plan, notes));
    this.violations.push(...endedInUse(before, after, inUse));
    const hashes = changes.map(({ hash }) => hash ?? "").sort();
    if (JSON.stringify(told.sort()) !== JSON.stringify(hashes))
      this.violations.push("not every change was told exactly once");
    if (outcomes.length !== changes.length) this.violations.push("not every change has one outcome");
    return plan.complete ? plan : null;
  }

  get #open(): Stage {
    if (this.#stage === undefined) throw new Error("the story has not begun");
    return this.#stage;
  }

  async end(): Promise<StoryResult> {
    const calls = this.#stage?.sandbox.calls.length ?? 0;
    const faults = this.#stage?.sandbox.faults() ?? {};
    await this.#stage?.sandbox.close();
    await sleep(0);
    return {
      violations: [...new Set(this.violations)],
      applies: this.#applies,
      requests: calls,
      kills: this.#kills,
      faults,
      log: this.#log,
    };
  }
}

/** A small estate for golden files: three targets, real model ids, and the way from desired and live to a plan. */

import { type Activation, type BillingChange, hashOfBilling } from "../../src/core/billing.ts";
import { buildPlan } from "../../src/core/build-plan.ts";
import type { Catalogue, CatalogueSource } from "../../src/core/catalogue.ts";
import type { Desired } from "../../src/core/desired.ts";
import { type Diff, diffProfiles } from "../../src/core/diff.ts";
import type { Fault } from "../../src/core/fault.ts";
import { checkGuards, countServing, withGuards } from "../../src/core/guards.ts";
import { arnThatEnds, consentToEnd, guardInUse, type KnownUse } from "../../src/core/in-use.ts";
import type { ModelLifecycle } from "../../src/core/lifecycle.ts";
import { guardModelLife } from "../../src/core/model-life.ts";
import type { Observation, ObservedTarget } from "../../src/core/observation.ts";
import { type FoundParameter, parameterChanges } from "../../src/core/parameters.ts";
import { type Plan, type Scope, WHOLE_SCOPE } from "../../src/core/plan.ts";
import { planDeadlines } from "../../src/core/plan-deadlines.ts";
import { moneyKeys, moneyProfiles, withMoney } from "../../src/core/plan-money.ts";
import type { PlanShard } from "../../src/core/plan-shard.ts";
import type { DesiredProfile, LiveProfile, ProfileKey, Tags, Target } from "../../src/core/profile.ts";
import { compareText, keyId, targetId } from "../../src/core/profile.ts";
import { bearersOf, type ProfileCost } from "../../src/core/profile-money.ts";
import { projectRegistry } from "../../src/core/projects.ts";
import { ALL_NAMES } from "../../src/core/scope.ts";
import { partitionOf } from "../../src/core/source-id.ts";
import type { Diagnostic, SourceRange } from "../../src/diagnostics/diagnostic.ts";
import type { PlanReport } from "../../src/render/plan-report.ts";
import { deepFreeze } from "./values.ts";

export const NOW = "2026-11-23T09:00:00Z";
export const STACK = "genai-platform";

export const PROD: Target = { account: "111122223333", region: "us-east-1" };
export const PROD_EU: Target = { account: "111122223333", region: "eu-west-1" };
export const DEV: Target = { account: "444455556666", region: "us-east-1" };

export const SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
export const SONNET_EU = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0";
export const HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
export const NOVA = "us.amazon.nova-lite-v1:0";
export const GLOBAL_NOVA = "global.amazon.nova-2-lite-v1:0";

const US = ["us-east-1", "us-east-2", "us-west-2"];
const EU = ["eu-north-1", "eu-west-3", "eu-south-1", "eu-south-2", "eu-west-1", "eu-central-1"];

const SOURCES: Readonly<Record<string, string>> = {
  [SONNET]: "US Anthropic Claude Sonnet 4.5",
  [SONNET_EU]: "EU Anthropic Claude Sonnet 4.5",
  [HAIKU]: "US Anthropic Claude Haiku 4.5",
  [NOVA]: "US Nova Lite",
  [GLOBAL_NOVA]: "Global Amazon Nova 2 Lite",
};

export function modelArnsOf(source: string, target: Target): string[] {
  const [prefix = ""] = source.split(".");
  const model = source.slice(prefix.length + 1);
  const arn = (region: string): string =>
    `arn:${partitionOf(target.region)}:bedrock:${region}::foundation-model/${model}`;
  return (prefix === "global" ? ["", target.region] : prefix === "eu" ? EU : US).map(arn);
}

/** What AWS offers in a region: its own continent's profiles, and the global ones. */
export function aCatalogue(target: Target, lifecycles: Lifecycles = {}): Catalogue {
  const continent = target.region.split("-")[0] ?? "";
  const offered = Object.entries(SOURCES).filter(([id]) => id.startsWith(`${continent}.`) || id.startsWith("global."));
  const system = offered.map(([id, name]): [string, CatalogueSource] => {
    const arn = `arn:aws:bedrock:${target.region}:${target.account}:inference-profile/${id}`;
    return [id, { id, arn, name, modelArns: modelArnsOf(id, target), onDemand: false }];
  });
  const models = Object.entries(lifecycles).map(([id, lifecycle]): [string, CatalogueSource] => {
    const arn = `arn:aws:bedrock:${target.region}::foundation-model/${id}`;
    return [id, { id, arn, name: id, modelArns: [arn], onDemand: true, lifecycle }];
  });
  return { system: new Map(system), foundation: new Map(models) };
}

/** By id of the foundation model. */
export type Lifecycles = Readonly<Record<string, ModelLifecycle>>;

/** The place of an entry: `profiles.yaml:12`. */
export function at(line: number, file = "profiles.yaml"): SourceRange {
  const start = { line, column: 3, offset: line * 40 };
  return { file, start, end: { ...start, column: 9, offset: start.offset + 6 } };
}

type DesiredParts = Partial<Omit<DesiredProfile, "key">> & {
  readonly name: string;
  readonly target?: Target;
  readonly source?: string;
};

export function aDesired({ name, target = PROD, source = SONNET, ...over }: DesiredParts): DesiredProfile {
  return deepFreeze({
    key: { ...target, name },
    candidates: [source],
    tags: { team: "checkout", env: "prod" },
    unlistedTags: "remove" as const,
    protect: false,
    adopt: false,
    declaredAt: at(10),
    ...over,
  });
}

type LiveParts = Partial<Omit<LiveProfile, "tags" | "target">> & {
  readonly name: string;
  readonly target?: Target;
  readonly source?: string;
  /** The stack whose mark it carries; null for none. */
  readonly stack?: string | null;
  /** Tags besides the marks. */
  readonly tags?: Tags;
};

/** A live profile; ours, and as `aDesired` wants it, unless told otherwise. Its id is made from its name. */
export function aLive({ name, target = PROD, source = SONNET, stack = STACK, tags, ...over }: LiveParts): LiveProfile {
  const marks: Tags = stack === null ? {} : { "strata:stack": stack, "strata:name": name, "strata:source": source };
  const id = over.id ?? `${name.replaceAll(/[^a-z0-9]/g, "")}000000000000`.slice(0, 12);
  return deepFreeze({
    target,
    awsName: name,
    arn: `arn:aws:bedrock:${target.region}:${target.account}:application-inference-profile/${id}`,
    id,
    modelArns: modelArnsOf(source, target),
    exact: true,
    createdAt: "2026-07-21T19:13:39.417684+00:00",
    ...over,
    tags: { ...(tags ?? { team: "checkout", env: "prod" }), ...marks },
  });
}

/** Ours, as declared, and unremarkable: what a plan counts as unchanged. */
export function aKept(name: string, target: Target = PROD): { desired: DesiredProfile; live: LiveProfile } {
  return { desired: aDesired({ name, target }), live: aLive({ name, target }) };
}

export function aFault(over: Partial<Fault> = {}): Fault {
  return deepFreeze({
    kind: "denied" as const,
    retryable: false,
    operation: "bedrock:ListInferenceProfiles",
    message:
      "User: arn:aws:sts::444455556666:assumed-role/strata-plan/ci is not authorized to perform: bedrock:ListInferenceProfiles",
    code: "AccessDeniedException",
    requestId: "7a1d1c1e-0c6b-4a53-9a5e-0d5c3a1b9f42",
    ...over,
  });
}

/** The input of a golden case: what the file wants, what is live, and what the run was told. */
export interface Given {
  readonly desired: readonly DesiredProfile[];
  readonly live?: readonly LiveProfile[];
  /** Targets that are looked after; those of `desired` and `live` when absent. */
  readonly targets?: readonly Target[];
  /** Targets without a reading, in the place of one. */
  readonly unread?: readonly (Target & { readonly status: "unreadable" | "pending"; readonly fault?: Fault })[];
  readonly state?: Partial<Desired>;
  readonly billing?: readonly BillingChange[];
  readonly scope?: Scope;
  readonly allowDeletes?: number;
  /** Of a part: what it says of itself. */
  readonly shard?: PlanShard;
  /** Calls by profile id, null where nobody could tell; absent where nobody asked. Ids that are left out were not called. */
  readonly calls?: Readonly<Record<string, number | null>>;
  readonly allowInUse?: readonly string[];
  /** What Parameter Store holds in every target, by path; with `state.publishSsm` alone. */
  readonly found?: Readonly<Record<string, FoundParameter>>;
  /** How long models live; where it is absent, nobody asks. */
  readonly lifecycles?: Lifecycles;
  /** What profiles cost in 2026-10; absent where nobody asked. */
  readonly costs?: (key: ProfileKey) => ProfileCost;
  /** Keys that billing does not follow. */
  readonly unfollowed?: readonly string[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly configFiles?: readonly string[];
  readonly full?: boolean;
  /** As where the window is too small for more. */
  readonly compact?: boolean;
}

const ACCOUNT_NAMES: Readonly<Record<string, string>> = { [PROD.account]: "prod", [DEV.account]: "dev" };

/** The way of every real run, without AWS: diff, plan, guards. */
export function aPlanReport(given: Given): PlanReport {
  const desired = aState(given);
  const observation = anObservation(given);
  const lived = guardModelLife(diffProfiles(desired, observation, NOW), desired, observation, NOW);
  const diff = weighed(given, desired, lived);
  const deadlines =
    given.lifecycles === undefined ? undefined : planDeadlines(desired, observation, given.scope ?? ALL_NAMES, NOW);
  const bare = buildPlan({
    stacks: desired,
    scope: given.scope ?? WHOLE_SCOPE,
    observation,
    diff,
    ...(given.shard === undefined ? {} : { shard: given.shard }),
    ...(deadlines === undefined ? {} : { deadlines }),
    billing: given.billing ?? [],
    parameters: parameterChanges({
      desired,
      observation,
      changes: diff.changes,
      readings: observation.targets.map(({ target }) => {
        return { target, status: "read", found: new Map(Object.entries(given.found ?? {})) };
      }),
      names: ALL_NAMES,
    }),
    diagnostics: given.diagnostics ?? [],
  });
  const plan = inMoney(given, { desired, observation }, bare);
  const configFiles = given.configFiles ?? ["profiles.yaml"];
  const unchanged = diff.changes.flatMap((change) => (change.action === "keep" ? [change] : []));
  if (given.shard !== undefined) return { plan, guards: null, configFiles, unchanged };
  const guards = checkGuards({
    plan,
    limits: desired.guards,
    desiredCount: desired.profiles.length,
    serving: countServing(observation, desired),
    now: NOW,
    ...(given.allowDeletes === undefined ? {} : { allowDeletes: given.allowDeletes }),
  });
  return { plan: withGuards(plan, guards), guards, configFiles, unchanged };
}

function inMoney(
  { costs, unfollowed = [] }: Given,
  { desired, observation }: { readonly desired: Desired; readonly observation: Observation },
  plan: Plan,
): Plan {
  if (costs === undefined) return plan;
  const keys = moneyKeys(desired.costAllocationTags);
  return withMoney(plan, {
    keys,
    registry: projectRegistry(desired.projects),
    month: "2026-10",
    costs: new Map(moneyProfiles(plan.changes, keys).map((key) => [keyId(key), costs(key)])),
    bearers: bearersOf(observation, desired),
    isFollowed: (key) => !unfollowed.includes(key),
    warnings: [],
  });
}

function weighed({ calls, allowInUse }: Given, { guards }: Desired, diff: Diff): Diff {
  if (calls === undefined) return diff;
  const arns = diff.changes.flatMap((change) => arnThatEnds(change) ?? []);
  const byArn = arns.map((arn): [string, KnownUse] => {
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    const known = Object.hasOwn(calls, id) ? calls[id] : 0;
    return [arn, known == null ? { kind: "denied" } : { kind: "counted", invocations: known }];
  });
  return guardInUse(diff, { days: guards.inUseDays, byArn: new Map(byArn) }, consentToEnd(guards, allowInUse, NOW));
}

export function aState({ desired, state = {} }: Given): Desired {
  return deepFreeze({
    stack: STACK,
    formerStacks: [],
    accounts: [],
    profiles: desired,
    release: [],
    ignoreTags: [],
    costAllocationTags: [],
    guards: { maxDeletes: 5, maxDeletePercent: 30, inUseDays: 7 },
    replacement: { graceMs: 86_400_000, on: ["model" as const] },
    projects: [],
    ...state,
  });
}

export function anObservation({ desired, live = [], targets, unread = [], lifecycles }: Given): Observation {
  const seen = targets ?? [...desired.map(({ key }) => key), ...live.map(({ target }) => target)];
  const isUnread = (target: Target): boolean => unread.some((one) => targetId(one) === targetId(target));
  const ids = new Map(
    seen.filter((t) => !isUnread(t)).map(({ account, region }) => [targetId({ account, region }), { account, region }]),
  );
  const read = [...ids.values()].map((target): ObservedTarget => {
    const mine = live.filter((profile) => targetId(profile.target) === targetId(target));
    return { target, ...nameOf(target), status: "read", live: mine, catalogue: aCatalogue(target, lifecycles) };
  });
  const rest = unread.map(({ account, region, status, fault }): ObservedTarget => {
    const target = { account, region };
    return { target, ...nameOf(target), status, ...(fault === undefined ? {} : { fault }) };
  });
  const all = [...read, ...rest].sort((a, b) => compareText(targetId(a.target), targetId(b.target)));
  return { targets: all };
}

function nameOf({ account }: Target): { accountName?: string } {
  const name = ACCOUNT_NAMES[account];
  return name === undefined ? {} : { accountName: name };
}

/** A cost allocation tag that an apply would activate. */
export function anActivation(key: string, over: Partial<Activation> = {}): Activation {
  const action = "activate-tag" as const;
  return { action, key, from: "Inactive", hash: hashOfBilling({ action, key }) ?? "", ...over };
}

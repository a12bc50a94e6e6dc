/**
 * A saved plan back as a plan (the inverse of `toPlanFile`). Refused when it is of another format version, when its
 * shape is wrong, or when its hashes or its seal do not fit its content: then somebody has edited it by hand.
 */
import { type Diagnostic, diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import { type BillingChange, hashOfBilling } from "./billing.ts";
import { hashOfChange, hashOfPlan } from "./build-plan.ts";
import { countEnds, countLostParameters } from "./guards.ts";
import { type Plan, type PlanGuards, type Summary, summaryOf } from "./plan.ts";
import { readDeadlines } from "./plan-deadlines.ts";
import { findParameterEdit, readParameter } from "./plan-file-parameters.ts";
import { readShard } from "./plan-shard.ts";
import { readChange, readDiagnostic, readTarget } from "./read-plan-parts.ts";
import { sealOf } from "./seal.ts";
import {
  membersOf,
  type Reader,
  readCount,
  readFlag,
  readList,
  readNullable,
  readNumber,
  readObject,
  readOne,
  readText,
  ShapeError,
} from "./shape.ts";
import type { TokenCoverage } from "./token-coverage.ts";

const FORMAT_VERSION = "1.0";

export interface ReadPlanOptions {
  /** For an apply by shards, whose guards go by the figures of the file: without a seal it is refused. */
  readonly mustBeSealed?: boolean;
}

/** `file` is only named in diagnostics. Linear in the size of the text. */
export function readPlanFile(text: string, file: string, { mustBeSealed = false }: ReadPlanOptions = {}): Result<Plan> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused("approval/not-a-plan", `${file} is not JSON, so it is no saved plan.`);
  }
  try {
    const version = versionOf(json);
    if (version !== FORMAT_VERSION) {
      return refused(
        "approval/other-version",
        `${file} is of format version ${version}, this Strata reads ${FORMAT_VERSION}.`,
      );
    }
    const plan = readPlan(json);
    const edited = findEdit(plan) ?? findBrokenSeal(readObject(json, ""), mustBeSealed || plan.shard !== undefined);
    if (edited !== null) return refused("approval/edited", `${file} was changed after it was saved: ${edited}.`);
    return { value: plan, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return refused("approval/not-a-plan", `${file} is no saved plan: ${error.message}.`);
  }
}

function refused(code: Diagnostic["code"], detail: string): Result<Plan> {
  return { diagnostics: [diagnostic(code, { detail })] };
}

function versionOf(json: unknown): string {
  return membersOf(json, "").get("formatVersion", readText);
}

const SUMMARY_KEYS = [
  "create",
  "update",
  "replace",
  "delete",
  "retire",
  "adopt",
  "release",
  "activate",
  "publish",
  "unpublish",
  "keep",
  "protected",
  "retiring",
  "blocked",
  "waiting",
] as const satisfies readonly (keyof Summary)[];

function readPlan(json: unknown): Plan {
  const { get, maybe } = membersOf(json, "");
  const base = maybe("base", readBase);
  const shard = maybe("shard", readShard);
  const guards = maybe("guards", readGuards);
  const tokenCoverage = maybe("tokenCoverage", readCoverage);
  const deadlines = maybe("deadlines", readDeadlines);
  return {
    formatVersion: FORMAT_VERSION,
    stack: get("stack", readText),
    hash: get("hash", readText),
    complete: get("complete", readFlag),
    scope: get("scope", (value, at) => {
      const { get: member } = membersOf(value, at);
      const globs = readList(readText);
      return { targets: member("targets", globs), only: member("only", globs), exclude: member("exclude", globs) };
    }),
    ...(base === undefined ? {} : { base }),
    ...(shard === undefined ? {} : { shard }),
    targets: get("targets", readList(readTarget)),
    changes: get("changes", readList(readChange)),
    billing: get("billing", readList(readBilling)),
    // Not in plans of versions that published nothing.
    parameters: maybe("parameters", readList(readParameter)) ?? [],
    summary: get("summary", readSummary),
    ...(guards === undefined ? {} : { guards }),
    ...(tokenCoverage === undefined ? {} : { tokenCoverage }),
    ...(deadlines === undefined ? {} : { deadlines }),
    diagnostics: get("diagnostics", readList(readDiagnostic)),
  };
}

const readBase: Reader<NonNullable<Plan["base"]>> = (value, at) => {
  const { get } = membersOf(value, at);
  return { ref: get("ref", readText), commit: get("commit", readText) };
};

const readGuards: Reader<PlanGuards> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  return {
    ends: get("ends", readCount),
    // Not in plans of versions that published nothing.
    parameters: maybe("parameters", readCount) ?? 0,
    serving: get("serving", readCount),
    maxDeletes: get("maxDeletes", readCount),
    maxDeletePercent: get("maxDeletePercent", readNumber),
    consent: get("consent", readNullable(readCount)),
  };
};

const readCoverage: Reader<TokenCoverage> = (value, at) => {
  const { get } = membersOf(value, at);
  return {
    since: get("since", readText),
    days: get("days", readCount),
    all: get("all", readCount),
    covered: get("covered", readCount),
    share: get("share", readNullable(readNumber)),
    points: get("points", readNullable(readNumber)),
    unread: get("unread", readCount),
  };
};

const readBilling: Reader<BillingChange> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const account = maybe("account", readText);
  const alreadyPending = maybe("alreadyPending", readFlag);
  return {
    action: get("action", readOne(["activate-tag", "waiting", "unchecked"] as const)),
    key: get("key", readText),
    from: get("from", readNullable(readText)),
    hash: get("hash", readNullable(readText)),
    ...(account === undefined ? {} : { account }),
    ...(alreadyPending === undefined ? {} : { alreadyPending }),
  };
};

/** Of these, plans of older versions do not speak. */
const LATER_KEYS: readonly (keyof Summary)[] = ["publish", "unpublish"];

const readSummary: Reader<Summary> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const count = (key: keyof Summary): number =>
    LATER_KEYS.includes(key) ? (maybe(key, readCount) ?? 0) : get(key, readCount);
  return Object.fromEntries(SUMMARY_KEYS.map((key) => [key, count(key)])) as Summary;
};

/** Whole plans of versions that sealed nothing have none: what they approve, their hashes cover. */
function findBrokenSeal(file: Readonly<Record<string, unknown>>, mustBeSealed: boolean): string | null {
  const seal = membersOf(file, "").maybe("seal", readText);
  if (seal === undefined) return mustBeSealed ? "its seal is missing (older versions wrote none: plan again)" : null;
  return seal === sealOf(file) ? null : "its seal does not fit what it says";
}

/** What does not fit, or null: hashes against content, counts against changes. */
function findEdit(plan: Plan): string | null {
  const wrong = plan.changes.find((change) => change.hash !== hashOfChange(change));
  if (wrong !== undefined) {
    const { account, region, name } = wrong.key;
    return `the hash of the ${wrong.action} of "${name}" in ${account}/${region} does not fit`;
  }
  const tag = plan.billing.find((change) => change.hash !== hashOfBilling(change));
  if (tag !== undefined) return `the hash of the cost allocation tag "${tag.key}" does not fit`;
  const published = findParameterEdit(plan.parameters);
  if (published !== null) return published;
  if (plan.hash !== hashOfPlan(plan)) return "its hash does not fit its changes, stack and scope";
  const counted = summaryOf(plan.changes, plan.billing, plan.parameters);
  // Unchanged profiles are only counted in a plan, not listed.
  const miscounted = SUMMARY_KEYS.find((key) => key !== "keep" && counted[key] !== plan.summary[key]);
  if (miscounted !== undefined)
    return `it counts ${plan.summary[miscounted]} ${miscounted}, and holds ${counted[miscounted]}`;
  if (plan.guards !== undefined && plan.guards.ends !== countEnds(plan))
    return `its guards count ${plan.guards.ends} that end, and it holds ${countEnds(plan)}`;
  if (plan.guards !== undefined && plan.guards.parameters !== countLostParameters(plan))
    return `its guards count ${plan.guards.parameters} parameters that leave their readers, and it holds ${countLostParameters(plan)}`;
  const managed = plan.targets.reduce((sum, target) => sum + target.managed, 0);
  // An apply by shards judges by this number.
  if (plan.guards !== undefined && plan.guards.serving > managed)
    return `its guards count ${plan.guards.serving} that serve, and its targets have ${managed}`;
  const isComplete = plan.targets.every(({ status }) => status !== "unreadable");
  return isComplete === plan.complete ? null : "whether it is complete does not fit its targets";
}

/** Makes the diagnostics of the examples of the command line, of files, of costs and of outputs. */
import { readFile } from "node:fs/promises";
import { readSavedPlan } from "../../../src/commands/approved-plans.ts";
import { keyProblems, unreadable } from "../../../src/commands/costs-problems.ts";
import { readQuestion } from "../../../src/commands/costs-question.ts";
import type { SpendRead } from "../../../src/commands/costs-read.ts";
import { driftCommand } from "../../../src/commands/drift.ts";
import { explainCommand } from "../../../src/commands/explain.ts";
import { findProfile } from "../../../src/commands/find-profile.ts";
import { type InitContext, type InitOptions, initCommand } from "../../../src/commands/init.ts";
import { type OutputsFormat, outputsCommand } from "../../../src/commands/outputs.ts";
import { moneyWarning } from "../../../src/commands/plan-money.ts";
import { nameProblem, narrow } from "../../../src/commands/scope.ts";
import { type BackfillContext, tagsBackfillCommand } from "../../../src/commands/tags-backfill.ts";
import type { FileRead } from "../../../src/config/config-files.ts";
import { notIncluded } from "../../../src/config/includes.ts";
import { openFile } from "../../../src/config/open-file.ts";
import { parseSource } from "../../../src/config/yaml-document.ts";
import type { ProfileRow } from "../../../src/core/listing.ts";
import type { CostTagStatus } from "../../../src/core/spend-query.ts";
import { diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { listen } from "../../../src/sandbox/http-listener.ts";
import { aDesired, anObservation, aState, NOW } from "../../fakes/builders.ts";
import { aContext, aLive } from "../../import/world.ts";
import type { Scenes } from "./scene.ts";

const ROWS = ["us-west-2", "eu-central-1"].map((region) => {
  const row = { account: "111122223333", accountName: null, region, name: "search", retireAfter: null };
  return row as ProfileRow;
});

const found = (name: string) => {
  const one = findProfile(ROWS, name, []);
  return one.ok ? [] : [one.problem];
};

const DESIRED = {
  desired: [aDesired({ name: "search" })],
  state: { accounts: [{ id: "111122223333", name: "prod", regions: ["us-east-1"], pending: false }] as never },
};
const NARROW = { targets: ["prod/us-west-1"], only: [], exclude: [] };

function wrongTarget() {
  const narrowed = narrow(aState(DESIRED), NARROW);
  return narrowed.ok ? [] : [narrowed.problem];
}

function emptyScope() {
  const problem = nameProblem(aState(DESIRED), anObservation(DESIRED), { targets: [], only: ["serach"], exclude: [] });
  return problem === undefined ? [] : [problem];
}

/** A command that says no before it asks anybody. */
async function refused(run: (context: ReturnType<typeof aContext>["context"]) => unknown, scope = {}) {
  const told = aContext({ config: null, live: [], scope });
  await run(told.context);
  return told.diagnostics();
}

function question() {
  const read = readQuestion(
    {
      by: "tag:project,tag:project",
      metric: "UnblendedCost",
      format: "text",
      refresh: false,
      rawProjects: false,
    } as never,
    [],
    NOW,
  );
  return read.ok ? [] : [read.problem];
}

const fileOf = (read: FileRead) => () => openFile("teams/ads.yaml", read, parseSource).diagnostics;

type State = Partial<CostTagStatus> & { readonly partialFrom?: string };

function keys(state: State, fault: SpendRead["statusFault"] = null) {
  const status = { status: "unknown", since: null, countsFrom: null, ...state };
  const coverage = [{ key: "project", status, partialFrom: state.partialFrom ?? null }];
  const period = { start: "2026-11-01", end: "2026-11-23" };
  const spend = { coverage, period, payer: "111122223333", services: ["Amazon Bedrock"], isLinked: false };
  return keyProblems({ spend, statusFault: fault, backfillFault: null } as unknown as SpendRead, ["project"]);
}

/** As the process edge reads it: the reason is Node's own. */
const fromDisk = (file: string) =>
  readFile(file, "utf8").then(
    (text) => ({ ok: true, text }) as const,
    ({ message }: Error) => ({ ok: false, reason: message }) as const,
  );

function denied(operation: string) {
  const message = `User: arn:aws:sts::111122223333:assumed-role/finance/ana is not authorized to perform: ${operation}`;
  return { kind: "denied", retryable: false, operation, message } as const;
}

/** A second sandbox on the port of a first; the port is any that is free, and told as the usual one. */
async function portTaken() {
  const never = async () => "hang" as const;
  const first = await listen("127.0.0.1", 0, never);
  try {
    await listen("127.0.0.1", first.port, never);
    return [];
  } catch (error) {
    const detail = `${(error as Error).message.replaceAll(String(first.port), "4599")}.`;
    return [diagnostic("system/failed", { detail })];
  } finally {
    await first.close();
  }
}

const SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const LITE = "us.amazon.nova-lite-v1:0";

/** `strata outputs` over profiles that are live as declared. */
async function outputs(format: OutputsFormat, source: string, names: readonly string[]) {
  const entries = names.map((name) => `  ${name}: { model: ${source} }\n`);
  const live = names.map((name) =>
    aLive({ name, source, tags: { "strata:stack": "genai", "strata:name": name, "strata:source": source } }),
  );
  const head = "version: 1\nstack: genai\nregions: [us-west-2]\nprofiles:\n";
  const told = aContext({ config: `${head}${entries.join("")}`, live });
  await outputsCommand(told.context, { format });
  return told.diagnostics();
}

export const USAGE_SCENES: Scenes = {
  "usage/profile-not-found": () => found("serach"),
  "usage/ambiguous-name": () => found("search"),
  "usage/unknown-target": wrongTarget,
  "usage/scope-empty": emptyScope,
  "usage/contradiction": () =>
    refused((context) => driftCommand(context, { everywhere: true } as never), { targets: ["prod/us-east-1"] }),
  "usage/backfill-month": () =>
    refused((context) => tagsBackfillCommand(context as BackfillContext, { from: "2025-06", yes: true })),
  "usage/path-not-plain": () =>
    refused((context) =>
      initCommand(context as unknown as InitContext, { config: "../my profiles.yaml", workflows: true } as InitOptions),
    ),
  "usage/unknown-code": () =>
    refused(({ view }) =>
      explainCommand(view, { word: "plan/inuse", format: "text", root: "", style: { width: 80, color: false } }),
    ),
  "usage/unreadable-file": () => refused((context) => readSavedPlan({ ...context, readText: fromDisk }, "plan.json")),
  "usage/spend-question": question,
  "system/failed": portTaken,
  "config/file-not-found": fileOf({ status: "missing" }),
  "config/file-too-large": fileOf({ status: "too-large" }),
  "config/file-unreadable": fileOf({ status: "unreadable", reason: "it is a folder" }),
  "config/not-utf8": fileOf({ status: "read", bytes: new Uint8Array([...Buffer.from("# Caf"), 0xe9]) }),
  "config/include-outside": () =>
    notIncluded(
      { pattern: "teams/*.yaml", path: ["include", 0], source: { valueRange: () => undefined } as never },
      { others: [], outside: ["teams/ads.yaml"], hasMain: false },
    ),
  "outputs/one-variable": () => outputs("dotenv", LITE, ["search eu", "search-eu"]),
  "outputs/several": () => outputs("claude-code", SONNET, ["search", "support"]),
  "outputs/no-claude": () => outputs("claude-code", LITE, ["search"]),
  "costs/profiles-unknown": () => {
    const status: CostTagStatus = { status: "unseen", since: null, countsFrom: null };
    return [moneyWarning({ kind: "not-followed", status, payer: "111122223333" })];
  },
  "costs/unreadable": () => [unreadable(denied("ce:GetCostAndUsage"), "111122223333")],
  "costs/tag-inactive": () => keys({ status: "inactive" }),
  "costs/tag-late": () => keys({ status: "active", countsFrom: "2026-11-09T00:00:00Z", partialFrom: "2026-11-09" }),
  "costs/tag-status-unknown": () => keys({}, denied("ce:ListCostAllocationTags")),
};

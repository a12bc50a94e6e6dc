/** Makes the diagnostics of the examples of approvals: saved plans, and what GitHub has kept. */

import { filesAt as gitFilesAt } from "../../../src/cli/git-files.ts";
import { type ApprovedContext, approvedCommand } from "../../../src/commands/approved.ts";
import { readSavedPlans, refuseOtherStack } from "../../../src/commands/approved-plans.ts";
import type { CommandContext } from "../../../src/commands/context.ts";
import { loadBase } from "../../../src/commands/load-base.ts";
import { NOTHING_ENDED } from "../../../src/core/ended.ts";
import { joinReports, type NamedReport } from "../../../src/core/join-reports.ts";
import { partAlone, partProblems, type SavedPart } from "../../../src/core/merge-problems.ts";
import type { Plan } from "../../../src/core/plan.ts";
import { toPlanFile } from "../../../src/core/plan-file.ts";
import { readPlanFile } from "../../../src/core/read-plan-file.ts";
import { readReport } from "../../../src/core/read-report.ts";
import type { Shard } from "../../../src/core/shard.ts";
import type { ApprovalGateway, GitHubPorts, MergedPull } from "../../../src/engine/github-ports.ts";
import { readRun } from "../../../src/github/run.ts";
import { renderReportSummary } from "../../../src/render/outcome-json.ts";
import { memoryFiles } from "../../config/memory-files.ts";
import { aDesired, aFault, aPlanReport, DEV, PROD, PROD_EU } from "../../fakes/builders.ts";
import { partsOf } from "../../fakes/shards.ts";
import { aContext } from "../../import/world.ts";
import type { Scenes } from "./scene.ts";

const { plan: PLAN } = aPlanReport({ desired: [aDesired({ name: "search" })] });
const TEXT = JSON.stringify(toPlanFile(PLAN));

const ESTATE = { desired: [aDesired({ name: "search" })], targets: [PROD, DEV, PROD_EU] };
const PARTS = partsOf(ESTATE, 3);

function reportOf(file: string, { index, count }: Shard): NamedReport {
  const plan = { ...PLAN, shard: { ...(PARTS[0] as SavedPart).plan.shard, index, count } } as Plan;
  const read = readReport(renderReportSummary(plan, NOTHING_ENDED));
  if (!read.ok) throw new Error(read.why);
  return { file, report: read.report };
}

const read = (text: string) => readPlanFile(text, "plan.json").diagnostics;

async function otherScopes() {
  const narrowed = { ...PLAN, scope: { ...PLAN.scope, only: ["search"] } };
  const { plan } = aPlanReport({ desired: [aDesired({ name: "search" })], scope: narrowed.scope });
  const texts = { "12.json": TEXT, "14.json": JSON.stringify(toPlanFile(plan)) };
  const told = aContext({ config: null, live: [], texts });
  await readSavedPlans(told.context, ["12.json", "14.json"]);
  return told.diagnostics();
}

function otherStack() {
  const told = aContext({ config: null, live: [] });
  refuseOtherStack(told.context, [PLAN], ["plan.json"], "support-bots");
  return told.diagnostics();
}

async function base(ref: string, filesAt?: CommandContext["filesAt"]) {
  const { context } = aContext({ config: null, live: [] });
  const empty = { ok: true, commit: "0".repeat(40), files: memoryFiles({}) } as const;
  const loaded = await loadBase({ ...context, filesAt: filesAt ?? (async () => empty) }, ref);
  return loaded.status === "without" ? [loaded.warning] : loaded.status === "unknown" ? [loaded.problem] : [];
}

const ok = <T>(value: T) => ({ ok: true, value, attempts: 1 }) as const;
const PULL: MergedPull = { number: 12, headSha: "1f0c", isFork: false, mergedAt: "2026-11-23T09:00:00Z" };
const FAULT = aFault({
  operation: "github:listWorkflowRuns",
  code: "403",
  message: "Resource not accessible by integration",
});

/** The job of an apply; a null gateway is a run that GitHub did not start. */
async function approved(gateway: Partial<ApprovalGateway> | null) {
  const told = aContext({ config: null, live: [] });
  const approvals = { isOutrun: async () => ok(false), mergedPulls: async () => ok([PULL]), ...gateway };
  const run = readRun({}, null);
  const context = {
    ...told.context,
    gitHub: () =>
      gateway === null
        ? run
        : { ok: true, run: { pull: null }, connect: async () => ({ approvals }) as unknown as GitHubPorts },
  } as unknown as ApprovedContext;
  await approvedCommand(context, { outDir: "approved" });
  return told.diagnostics();
}

const faulty = { ok: false, attempts: 1, fault: { ...FAULT, requestId: "C0DE:1F2E" } } as const;

export const APPROVAL_SCENES: Scenes = {
  "approval/not-a-plan": () => read("stack: genai-platform\n"),
  "approval/other-version": () => read(TEXT.replace('"formatVersion":"1.0"', '"formatVersion":"2.0"')),
  "approval/edited": () => read(TEXT.replace('"team":"checkout"', '"team":"payments"')),
  "approval/other-stack": otherStack,
  "approval/other-scope": otherScopes,
  "approval/part-alone": () => [partAlone(PARTS[0] as SavedPart)].flatMap((found) => found ?? []),
  "merge/not-a-part": () => partProblems([PARTS[0] as SavedPart, { file: "plan.json", plan: PLAN }]),
  "merge/other-plan": () => partProblems([PARTS[0] as SavedPart, partsOf(ESTATE, 2)[1] as SavedPart]),
  "merge/not-whole": () => partProblems([PARTS[0] as SavedPart, PARTS[2] as SavedPart]),
  "merge/other-reports": () =>
    joinReports([reportOf("r1.jsonl", { index: 1, count: 3 }), reportOf("r2.jsonl", { index: 2, count: 4 })])
      .diagnostics,
  "plan/base-unusable": () => base("origin/main"),
  "usage/base-not-found": () => base("release-9", gitFilesAt),
  "github/no-run": () => approved(null),
  "github/unavailable": () => approved({ isOutrun: async () => faulty }),
  "github/outrun": () => approved({ isOutrun: async () => ok(true) }),
  "github/no-plan": () =>
    approved({ keptPlan: async () => ok({ ok: false, why: "no plan was kept for its last commit" }) }),
};

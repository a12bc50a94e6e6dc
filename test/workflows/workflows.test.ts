/** The workflows of this repository, and those that `strata init` writes, keep the seven points of docs/UX.md section 4. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exampleFiles, workflowFiles } from "../../scripts/generate/workflows.ts";
import { renderApplyWorkflow } from "../../src/render/workflow-apply.ts";
import { renderDriftWorkflow } from "../../src/render/workflow-drift.ts";
import { ACTIONS, type WorkflowSettings } from "../../src/render/workflow-parts.ts";
import { renderPlanWorkflow } from "../../src/render/workflow-plan.ts";
import { lintProblems, policyProblems, stepProblems, type Workflow } from "./workflow-policy.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, ".github/workflows");
const OWN = Object.fromEntries(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]));
const ACTION = readFileSync(join(ROOT, "action.yml"), "utf8");

const ELSEWHERE: WorkflowSettings = {
  tool: { kind: "package", spec: "bedrock-strata@1.2.3" },
  branch: "release/2026.x",
  config: "infra/bedrock/profiles.yaml",
  region: "eu-central-1",
  dueCron: "0 3 * * 1-5",
  driftCron: "30 3 * * *",
};

const WRITTEN = {
  "init: strata-plan.yml": renderPlanWorkflow(ELSEWHERE),
  "init: strata-apply.yml": renderApplyWorkflow(ELSEWHERE),
  "init: strata-drift.yml": renderDriftWorkflow(ELSEWHERE),
};

const EXAMPLES = Object.fromEntries(
  exampleFiles.map(({ path }) => [path, readFileSync(join(ROOT, path), "utf8")] as const),
);

describe.each(Object.entries({ ...OWN, ...WRITTEN, ...EXAMPLES }))("%s", (_, text) => {
  test("actionlint has nothing to say", async () => {
    expect(await lintProblems(text)).toEqual([]);
  });

  test("keeps the policy", () => {
    expect(policyProblems(text)).toEqual([]);
  });

  test("pins an action to one commit everywhere", () => {
    const pins = [...text.matchAll(/uses: (\S+@\S+ # \S+)/g)].map(([, pin]) => pin);
    expect(pins.filter((pin) => !Object.values<string | undefined>(ACTIONS).includes(pin))).toEqual([]);
  });
});

describe("one source", () => {
  test.each([...workflowFiles, ...exampleFiles])("$path is what the builder gives", async ({ path, content }) => {
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(await content());
  });

  test("init's workflows never build or check out what they need not", () => {
    const plan = parse(WRITTEN["init: strata-plan.yml"]) as Workflow;
    const usesOf = (job: string) => plan.jobs[job]?.steps?.map(({ uses = "" }) => uses.split("@")[0]);
    expect(usesOf("comment")).not.toContain("actions/checkout");
    expect(JSON.stringify(plan.jobs.comment)).not.toMatch(/aws-actions|contents/);
    expect(JSON.stringify(plan.jobs.validate)).not.toMatch(/id-token|secrets|github\.token/);
    for (const text of Object.values(WRITTEN)) {
      expect(text).not.toMatch(/npm ci|npm run/);
      expect(text).toContain("--ignore-scripts bedrock-strata@1.2.3");
      expect(text).toContain("--config infra/bedrock/profiles.yaml");
    }
  });

  test("a blocked or incomplete plan is uploaded and commented, and found after the merge", () => {
    const { jobs } = parse(WRITTEN["init: strata-plan.yml"]) as Workflow;
    const upload = jobs.plan?.steps?.find(({ uses }) => uses?.startsWith("actions/upload-artifact"));
    expect(upload).toMatchObject({
      if: `\${{ !cancelled() }}`,
      with: { name: `strata-plan-\${{ github.event.pull_request.head.sha }}`, "retention-days": 90 },
    });
    expect(jobs.comment?.if).toContain("!cancelled()");
  });

  test("applies are queued, never cancelled, and only on the branch", () => {
    const apply = parse(WRITTEN["init: strata-apply.yml"]) as Workflow;
    expect(apply.concurrency).toEqual({ group: "strata-apply", "cancel-in-progress": false, queue: "max" });
    expect(apply.jobs.apply).toMatchObject({
      if: "vars.STRATA_APPLY_ROLE_ARN != '' && github.ref == 'refs/heads/release/2026.x'",
      environment: "bedrock-apply",
    });
    expect(Object.keys(apply.on)).toEqual(["push", "schedule", "workflow_dispatch"]);
  });
});

describe("action.yml", () => {
  const { runs } = parse(ACTION) as { runs: { using: string; steps: { shell?: string; run?: string }[] } };

  test("keeps the policy of steps, and names a shell for each script", () => {
    expect(runs.using).toBe("composite");
    expect(stepProblems(ACTION, runs.steps)).toEqual([]);
    expect(runs.steps.filter(({ run, shell }) => run !== undefined && shell !== "bash")).toEqual([]);
    expect(ACTION).toContain(ACTIONS.upload);
  });
});

describe("the checkers check", () => {
  const good = WRITTEN["init: strata-plan.yml"];

  test.each([
    ["a tag", /checkout@[0-9a-f]{40} # v[\d.]+/, "checkout@v7", "not pinned"],
    ["a pin without its version", / # v7\.0\.1/, "", "no pin with its version"],
    ["kept credentials", "persist-credentials: false", "persist-credentials: true", "keeps credentials"],
    ["a risky trigger", "  merge_group:", "  pull_request_target:", "trigger pull_request_target"],
    ["rights for all jobs", "permissions: {}", "permissions: write-all", "permissions of its own"],
    ["a job without rights", "    permissions:\n      contents: read\n", "", "validate: no permissions"],
    ["an expression in a script", "$ARTIFACT", `\${{ github.event.pull_request.title }}`, "expression in a script"],
    ["a role from elsewhere", "vars.STRATA_PLAN_ROLE_ARN }}", "github.head_ref }}", "plan: role"],
    ["forks", / && github\.event\.pull_request\.head.*\n/, "\n", "plan: forks may ask"],
    ["both kinds of rights", "id-token: write", "id-token: write\n      issues: write", "write to GitHub"],
    ["a variable that nobody sets", "vars.STRATA_PLAN_ROLE_ARN !=", "vars.STRATA_ROLE !=", "unknown vars.STRATA_ROLE"],
    ["a wrong queue", "cancel-in-progress: true", "queue: maxx", "queue maxx"],
  ])("%s", (_, from, to, told) => {
    const broken = good.replace(from, () => to);
    expect(broken).not.toBe(good);
    expect(policyProblems(broken).join("\n")).toContain(told);
  });

  test("an apply outside its environment", () => {
    const broken = WRITTEN["init: strata-apply.yml"].replace("    environment: bedrock-apply\n", "");
    expect(policyProblems(broken)).toEqual(["apply: applies outside its environment"]);
  });

  test("actionlint tells mistakes; only what it does not know yet is let through", async () => {
    expect(await lintProblems(good.replace("runs-on:", "run-on:"))).not.toEqual([]);
    expect(await lintProblems(good.replace("needs: validate", "needs: nobody"))).not.toEqual([]);
    expect(await lintProblems(good.replace("cancel-in-progress: true", "quue: max"))).not.toEqual([]);
  });
});

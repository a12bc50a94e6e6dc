/** The scripts in the workflows and the action, run by bash with stand-ins for `strata`, `gh` and `npm` that note how they were called. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { renderApplyWorkflow } from "../../src/render/workflow-apply.ts";
import { renderDriftWorkflow } from "../../src/render/workflow-drift.ts";
import { DAILY, type WorkflowSettings } from "../../src/render/workflow-parts.ts";
import { renderPlanWorkflow } from "../../src/render/workflow-plan.ts";

const SETTINGS: WorkflowSettings = {
  tool: { kind: "package", spec: "bedrock-strata@1.2.3" },
  branch: "main",
  config: "profiles.yaml",
  region: "us-east-1",
  ...DAILY,
};

interface Script {
  readonly name?: string;
  readonly run?: string;
}

const ACTION = parse(readFileSync(join(import.meta.dirname, "../../action.yml"), "utf8")).runs.steps as Script[];

function stepsOf(text: string, job: string): Script[] {
  return parse(text).jobs[job].steps as Script[];
}

function scriptOf(steps: readonly Script[], name: string): string {
  const run = steps.find((step) => step.name?.startsWith(name))?.run;
  if (run === undefined) throw new Error(`no step "${name}"`);
  return run;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  /** Each call of a stand-in: its name and its arguments. */
  readonly calls: readonly (readonly string[])[];
  readonly output: string;
  readonly folder: string;
}

/** What a stand-in does: prints a text, fails with a number, or leaves a line of outputs. */
type Answer = string | number | { readonly output: string };

/** Stand-ins do what `answers` says for a call's first words. */
function run(
  script: string,
  env: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, Answer>> = {},
): Ran {
  const folder = mkdtempSync(join(tmpdir(), "strata-script-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  for (const name of ["strata", "gh", "npm"]) standIn(join(bin, name), name, folder, answers);
  const output = join(folder, "output");
  writeFileSync(output, "");
  const all = {
    PATH: [bin, process.env.PATH].join(delimiter),
    GITHUB_OUTPUT: output,
    GITHUB_PATH: join(folder, "path"),
    RUNNER_TEMP: folder,
    GITHUB_REPOSITORY: "acme/ai",
    GITHUB_BASE_REF: "",
    ...env,
  };
  let code = 0;
  let stdout = "";
  try {
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
    stdout = execFileSync("bash", args, { cwd: folder, env: all, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    code = (error as { status: number }).status;
    stdout = (error as { stdout: string }).stdout;
  }
  const log = join(folder, "calls");
  const calls = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];
  return { code, stdout, calls: calls.map((line) => JSON.parse(line)), output: readFileSync(output, "utf8"), folder };
}

function standIn(path: string, name: string, folder: string, answers: Readonly<Record<string, Answer>>): void {
  const mine = Object.entries(answers).filter(([words]) => words.split(" ")[0] === name);
  writeFileSync(
    path,
    `#!${process.execPath}
const args = process.argv.slice(2);
require("node:fs").appendFileSync(${JSON.stringify(join(folder, "calls"))}, JSON.stringify([${JSON.stringify(name)}, ...args]) + "\\n");
const answer = ${JSON.stringify(mine)}.find(([words]) => [${JSON.stringify(name)}, ...args].join(" ").startsWith(words))?.[1] ?? "";
if (typeof answer === "number") process.exit(answer);
if (typeof answer === "object") require("node:fs").appendFileSync(process.env.GITHUB_OUTPUT, answer.output + "\\n");
else if (answer !== "") console.log(answer);
`,
  );
  chmodSync(path, 0o755);
}

describe("apply.yml", () => {
  const steps = stepsOf(renderApplyWorkflow(SETTINGS), "apply");
  const apply = scriptOf(steps, "Apply what was approved");

  test("applies the approved plans, all of them", () => {
    const plans = "--plan approved/12.json --plan approved/13.json";
    expect(run(apply, { PLANS: plans, ALLOW_DELETES: "" }).calls).toEqual([
      ["strata", "apply", ...plans.split(" "), "--report", "report.jsonl", "--yes"],
    ]);
  });

  test("without one, only what adds", () => {
    expect(run(apply, { PLANS: "", ALLOW_DELETES: "" }).calls).toEqual([
      ["strata", "apply", "--additive", "--report", "report.jsonl", "--yes"],
    ]);
  });

  test("an input is one argument, whatever it is", () => {
    const ended = run(apply, { PLANS: "", ALLOW_DELETES: '7; touch evil $(touch evil) "' });
    expect(ended.calls[0]?.slice(3, 5)).toEqual(["--allow-deletes", '7; touch evil $(touch evil) "']);
    expect(existsSync(join(ended.folder, "evil"))).toBe(false);
  });

  test("names that may end though they are called are one flag each", () => {
    const ended = run(apply, { PLANS: "--plan a.json", ALLOW_DELETES: "", ALLOW_IN_USE: "old-bot $(touch evil)" });
    const flags = ["--allow-in-use", "old-bot", "--allow-in-use", "$(touch", "--allow-in-use", "evil)"];
    expect(ended.calls[0]?.slice(4, 10)).toEqual(flags);
  });

  test("the exit code of the apply is that of the step", () => {
    expect(run(apply, { PLANS: "", ALLOW_DELETES: "" }, { "strata apply": 3 }).code).toBe(3);
  });
});

describe("plan.yml", () => {
  const text = renderPlanWorkflow(SETTINGS);
  const fetch = scriptOf(stepsOf(text, "check"), "Fetch the reviewed plan");
  const queue = { GITHUB_REF: "refs/heads/gh-readonly-queue/main/pr-34-0123456789abcdef" };

  test("the merge queue asks for the plan of the last pull request in it, vetted as after a merge", () => {
    const ended = run(fetch, queue);
    expect([ended.code, ended.calls]).toEqual([0, [["strata", "approved", "--pull", "34", "--out-dir", "approved"]]]);
    expect(ended.output).toBe("plan=approved/34.json\n");
  });

  test("GitHub's refusal is not taken for a missing plan", () => {
    expect(run(fetch, queue, { "strata approved": 1 }).code).toBe(1);
  });

  test("a job that left nothing is told, not failed: the job itself has failed", () => {
    const left = scriptOf(stepsOf(text, "comment"), "Fetch what");
    const env = { GITHUB_RUN_ID: "1182", ARTIFACT: "strata-plan-9f3c2ab" };
    expect(run(left, env, { "gh run": 1 })).toMatchObject({ code: 0, stdout: expect.stringContaining("::notice::") });
  });
});

describe("by shards", () => {
  const sharded = { ...SETTINGS, shards: 4 };
  const plan = renderPlanWorkflow(sharded);
  const applying = renderApplyWorkflow(sharded);

  test("each job plans its own shard", () => {
    const ended = run(scriptOf(stepsOf(plan, "part"), "Plan"), { SHARD: "2/4" });
    expect(ended.calls).toEqual([["strata", "plan", "--base", "origin/main", "--shard", "2/4", "--out", "part.json"]]);
  });

  test("the parts that are there are joined, whatever the checkout has there; which is missing, the merge says", () => {
    const fetch = scriptOf(stepsOf(plan, "plan"), "Fetch what");
    const parts = "mkdir -p parts/strata-part-1 parts/strata-part-3; touch parts/strata-part-{1,3}/part.json";
    const join = scriptOf(stepsOf(plan, "plan"), "Join");
    const planted = "mkdir -p parts/planted; touch parts/planted/part.json";
    const ended = run(`${planted}\n${fetch}\n${parts}\n${join}`, { GITHUB_RUN_ID: "1182", ARTIFACTS: "strata-part-*" });
    expect(ended.calls).toEqual([
      ["gh", "run", "download", "1182", "--repo", "acme/ai", "--pattern", "strata-part-*", "--dir", "parts"],
      [
        "strata",
        "plan",
        "merge",
        "parts/strata-part-1/part.json",
        "parts/strata-part-3/part.json",
        "--out",
        "plan.json",
      ],
    ]);
  });

  test("each job applies its own shard of what was approved, or what adds", () => {
    const apply = scriptOf(stepsOf(applying, "apply"), "Apply what was approved");
    const end = ["--shard", "3/4", "--report", "report.jsonl", "--yes"];
    expect(run(apply, { PLANS: "--plan a/1.json", ALLOW_DELETES: "9", SHARD: "3/4" }).calls).toEqual([
      ["strata", "apply", "--plan", "a/1.json", "--allow-deletes", "9", ...end],
    ]);
    expect(run(apply, { PLANS: "", ALLOW_DELETES: "", SHARD: "3/4" }).calls).toEqual([
      ["strata", "apply", "--additive", ...end],
    ]);
  });

  test("the reports of all shards are told as one", () => {
    const tell = scriptOf(stepsOf(applying, "comment"), "Comment");
    const reports = "mkdir -p reports/a reports/b; touch reports/a/report.jsonl reports/b/report.jsonl";
    expect(run(`${reports}\n${tell}`, {}).calls).toEqual([
      ["strata", "comment", "--report", "reports/a/report.jsonl", "--report", "reports/b/report.jsonl"],
    ]);
  });

  test("what is due is done by one job alone", () => {
    expect(run(scriptOf(stepsOf(applying, "due"), "Apply what is due"), {}).calls).toEqual([
      ["strata", "apply", "--due", "--report", "report.jsonl", "--yes"],
    ]);
  });
});

describe("files of the checkout", () => {
  const plan = renderPlanWorkflow(SETTINGS);
  const apply = renderApplyWorkflow(SETTINGS);
  const drift = renderDriftWorkflow(SETTINGS);

  test.each([
    ["plan", plan, "plan", "Plan", "plan.json"],
    ["comment", plan, "comment", "Fetch what", "plan.json"],
    ["apply", apply, "apply", "Apply what was approved", "report.jsonl"],
    ["due", apply, "apply", "Apply what is due", "report.jsonl"],
    ["drift", drift, "drift", "Look for drift", "drift.json"],
  ])("%s: a planted file is never taken for the command's own", (_, text, job, step, file) => {
    const script = `echo planted > ${file}\n${scriptOf(stepsOf(text, job), step)}`;
    const ended = run(
      script,
      { GITHUB_REF: "x/pr-1-a", GITHUB_RUN_ID: "1", PLANS: "", ALLOW_DELETES: "" },
      { strata: 1, gh: 1 },
    );
    expect(existsSync(join(ended.folder, file))).toBe(false);
    expect(ended.calls.length).toBeGreaterThan(0);
  });
});

describe("action.yml", () => {
  const main = scriptOf(ACTION, "Run Strata");
  const inputs = { COMMAND: "plan", ARGS: "", CONFIG: "profiles.yaml", TOKEN: "t" };

  test("plan: saved, and the exit code is an output even when the step fails", () => {
    const ended = run(`echo planted > plan.json\n${main}`, inputs, { "strata plan": 5 });
    expect(existsSync(join(ended.folder, "plan.json"))).toBe(false);
    expect(ended.calls).toEqual([["strata", "plan", "--config", "profiles.yaml", "--out", "plan.json"]]);
    expect([ended.code, ended.output]).toEqual([5, "exit-code=5\n"]);
  });

  test("args are split into words over several lines, and no shell reads them", () => {
    const ended = run(main, { ...inputs, ARGS: "--only ads-*\n$(touch evil) ;touch evil", CONFIG: "a b.yaml" });
    expect(ended.calls[0]?.slice(3)).toEqual([
      "a b.yaml",
      "--out",
      "plan.json",
      "--only",
      "ads-*",
      "$(touch",
      "evil)",
      ";touch",
      "evil",
    ]);
    expect(existsSync(join(ended.folder, "evil"))).toBe(false);
  });

  test("apply: the approved plans, else what adds, else what args say", () => {
    const apply = { ...inputs, COMMAND: "apply" };
    const base = ["strata", "apply", "--config", "profiles.yaml", "--report", "report.jsonl", "--yes"];
    const plans = "--plan approved/12.json --plan approved/13.json";
    const found = run(main, apply, { "strata approved": { output: `plans=${plans}` } });
    expect(found.calls[1]).toEqual([...base, ...plans.split(" ")]);
    expect(found.output).toBe("exit-code=0\n");
    expect(run(main, apply).calls[1]).toEqual([...base, "--additive"]);
    expect(run(main, { ...apply, ARGS: "--due" }).calls).toEqual([[...base, "--due"]]);
    expect(run(main, apply, { "strata approved": 1 })).toMatchObject({ code: 1, calls: [{ 1: "approved" }] });
  });

  test.each([["--debug"], ["--role-name strata-apply"], ["--config other.yaml --no-such-flag"]])(
    "apply with args that approve nothing, %s, applies no more than without them",
    (ARGS) => {
      const ended = run(
        main,
        { ...inputs, COMMAND: "apply", ARGS },
        { "strata approved": { output: "plans=--plan a/1.json" } },
      );
      expect(ended.calls[1]?.slice(6)).toEqual(["--yes", ...ARGS.split(" "), "--plan", "a/1.json"].slice(0));
    },
  );

  test("another command is refused, and so is a version that is not exact", () => {
    expect(run(main, { ...inputs, COMMAND: "sandbox" })).toMatchObject({ code: 64, calls: [] });
    const install = scriptOf(ACTION, "Install Strata");
    const env = { ACTION_PATH: join(import.meta.dirname, "../..") };
    expect(run(install, { ...env, VERSION: "latest" })).toMatchObject({ code: 64, calls: [] });
    expect(run(install, { ...env, VERSION: "1.2.3 evil" })).toMatchObject({ code: 64, calls: [] });
    const { version } = JSON.parse(readFileSync(join(env.ACTION_PATH, "package.json"), "utf8"));
    expect(run(install, { ...env, VERSION: "" }).calls[0]?.at(-1)).toBe(`bedrock-strata@${version}`);
  });

  test("tells the pull request about a plan, and only where there is one", () => {
    const tell = scriptOf(ACTION, "Tell");
    const env = { COMMAND: "plan", CONFIG: "profiles.yaml", MODE: "auto", GITHUB_EVENT_NAME: "pull_request" };
    expect(run(tell, env)).toMatchObject({ code: 0, calls: [] });
    expect(run(`echo > plan.json\n${tell}`, env).calls).toEqual([
      ["strata", "comment", "--config", "profiles.yaml", "--from", "plan.json", "--mode", "auto"],
    ]);
    expect(run(`echo > plan.json\n${tell}`, { ...env, GITHUB_EVENT_NAME: "push" }).calls).toEqual([]);
  });
});

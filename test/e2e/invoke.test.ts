/** `strata invoke` as a user runs it: text as it comes, pipes, Ctrl-C, refusals, and who answers. Uses the built command. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import answerSchema from "../../schema/invoke.schema.json" with { type: "json" };
import allSchema from "../../schema/invoke-all.schema.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, COMMAND, cleanEnv, envOf, PROFILES, strata } from "./command.ts";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
const isAnswer = ajv.compile(answerSchema);
const isAll = ajv.compile(allSchema);

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ behaviour: { streamPauseMs: 0 } });
  await put("myapp-01", "us-west-2");
  await put("search", "us-west-2");
  await put("search", "eu-central-1", `eu.${SONNET}`);
});
afterEach(() => sandbox.close());

const put = (name: string, region: string, source = `us.${SONNET}`, more: Readonly<Record<string, string>> = {}) =>
  sandbox.put({
    region,
    name,
    source,
    tags: { "strata:stack": "e2e", "strata:name": name, "strata:source": source, ...more },
  });

const env = () => envOf(sandbox);

interface Run {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly folder?: string;
}
const invoke = (
  args: readonly string[],
  { input, env: more, folder = aFolder({ "profiles.yaml": PROFILES }) }: Run = {},
) => strata(folder, ["invoke", ...args], { env: { ...env(), ...more }, ...(input === undefined ? {} : { input }) });

const asked = () => sandbox.calls.filter(({ operation }) => operation === "ConverseStream").length;

describe("one profile", () => {
  test("answers: text on stdout, figures on stderr", async () => {
    const { code, stdout, stderr } = await invoke(["myapp-01", "What is a tag?"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^The sandbox answers in place of Claude Sonnet 4\.5\. You wrote: “What is a tag\?”\. .*\n$/,
    );
    expect(stderr).toMatch(/^Tokens: 4 input, \d+ output, \d+ in all\. Latency: \d+ ms, first text after \d+ ms\.\n$/);
  });

  test.each([["myapp-01"], ["myapp-01", "-"]])("takes the prompt from a pipe: %s %s", async (...args) => {
    const { code, stdout } = await invoke(args, { input: "two\nlines\n" });
    expect([code, stdout.includes("“two\nlines”")]).toEqual([0, true]);
  });

  test("as JSON, by --json and by --format json: the text as it was said", async () => {
    const bidi = "left \u202Eright";
    const { code, stdout, stderr } = await invoke(["search", bidi, "--target", "*/eu-central-1", "--json"]);
    const answer = JSON.parse(stdout);
    expect([code, stderr, isAnswer(answer), isAnswer.errors]).toEqual([0, "", true, null]);
    expect(answer).toMatchObject({
      profile: { region: "eu-central-1", source: `eu.${SONNET}`, models: [SONNET] },
      text: expect.stringContaining(bidi),
      stopReason: "end_turn",
      requests: 1,
      error: null,
    });
    const same = JSON.parse((await invoke(["search", bidi, "--target", "*/eu-central-1", "--format", "json"])).stdout);
    expect({ ...same, firstTextMs: 0 }).toEqual({ ...answer, firstTextMs: 0 });
  });

  test("--system, --max-tokens and --temperature reach the model", async () => {
    const args = ["--system", "x".repeat(40), "--max-tokens", "5", "--temperature", "0.2"];
    const { code, stdout, stderr } = await invoke(["myapp-01", "Hi", ...args]);
    expect([code, stdout]).toEqual([0, "The sandbox answers \n"]);
    expect(stderr).toContain("Tokens: 11 input, 5 output, 16 in all.");
    expect(stderr).toContain("Cut off: the most tokens were reached (--max-tokens).");
  });

  test("a hostile answer cannot steer the terminal", async () => {
    const { stdout } = await invoke(["myapp-01", "\u001B[2J\u202Egone\u0007\r\tfine"]);
    expect(stdout).toContain("“\\u{1b}[2J\\u{202e}gone\\u{7}\\u{d}\tfine”");
  });

  test("in a job of GitHub Actions, a workflow command in an answer is not obeyed", async () => {
    const { stdout } = await invoke(["myapp-01", "x\n::error::boo"], { env: { GITHUB_ACTIONS: "true" } });
    expect(stdout).toContain("“x\n: :error::boo”");
  });

  test("--out gets the whole text", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const { code, stdout } = await invoke(["myapp-01", "Hi", "--out", "answer.txt"], { folder });
    expect([code, stdout]).toEqual([0, ""]);
    expect(readFileSync(join(folder, "answer.txt"), "utf8")).toContain("“Hi”");
  });

  test("text arrives before the answer has ended; Ctrl-C ends it, exit 130", async () => {
    sandbox.behaviour.streamPauseMs = 400;
    const cwd = aFolder({ "profiles.yaml": PROFILES });
    const child = spawn(process.execPath, [COMMAND, "invoke", "myapp-01", "Hi"], { cwd, env: cleanEnv(env()) });
    child.stdin.end();
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      if (!child.killed) child.kill("SIGINT");
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise((done) => child.on("close", done));
    expect(stdout).toMatch(/^The sandbox [^”]*\n$/);
    expect([code, stderr]).toEqual([130, "Stopped.\n"]);
  });

  test("whoever reads it goes away (| head): the call ends quietly, exit 0 as of any command", async () => {
    sandbox.behaviour.streamPauseMs = 100;
    const cwd = aFolder({ "profiles.yaml": PROFILES });
    const prompt = "word ".repeat(2_000);
    const child = spawn(process.execPath, [COMMAND, "invoke", "myapp-01", prompt], { cwd, env: cleanEnv(env()) });
    child.stdin.end();
    let stderr = "";
    child.stdout.once("data", () => child.stdout.destroy());
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise((done) => child.on("close", done));
    // Figures would tell that the answer was heard to its end.
    expect([code, stderr, asked()]).toEqual([0, "", 1]);
  });

  test("only profiles of this stack are called", async () => {
    await sandbox.put({ region: "us-west-2", name: "by-hand", source: `us.${SONNET}` });
    await put("theirs", "us-west-2", undefined, { "strata:stack": "other" });
    expect((await invoke(["by-hand", "Hi"])).stderr).toContain("belongs to no stack");
    const { code, stderr } = await invoke(["theirs", "Hi"]);
    expect([code, stderr.includes("belongs to the stack other")]).toEqual([64, true]);
    expect(asked()).toBe(0);
  });

  test("a retiring profile gives way to the one that serves", async () => {
    const old = await put("search", "us-west-2", undefined, { "strata:retire-after": "2099-01-01T00:00:00Z" });
    const { stdout } = await invoke(["search", "Hi", "--target", "*/us-west-2", "--json"]);
    expect(JSON.parse(stdout).profile.arn).not.toBe(old.arn);
    expect(JSON.parse((await invoke([old.id, "Hi", "--json"])).stdout).profile.arn).toBe(old.arn);
  });
});

describe("usage", () => {
  test.each<[string, readonly string[], RegExp]>([
    ["no name", [], /missing argument 'name'/],
    ["no prompt", ["myapp-01"], /\[invoke\/no-prompt\]/],
    ["an empty prompt", ["myapp-01", " "], /\[invoke\/no-prompt\]/],
    ["a name in two targets", ["search", "Hi"], /--target 111122223333\/eu-central-1/],
    ["a name that is nowhere", ["myapp-02", "Hi"], /Did you mean "myapp-01"\?/],
    ["no tokens", ["myapp-01", "Hi", "--max-tokens", "0"], /at least 1/],
    ["too warm", ["myapp-01", "Hi", "--temperature", "1.5"], /from 0 to 1/],
    ["--all with a name", ["--all", "myapp-01"], /takes no NAME/],
    ["--all with an option", ["--all", "--system", "x"], /takes no --system/],
  ])("%s: exit 64, and no model is called", async (_, args, words) => {
    const { code, stderr } = await invoke(args);
    expect([code, asked()]).toEqual([64, 0]);
    expect(stderr).toMatch(words);
  });
});

describe("a refusal says what to do, exit 1", () => {
  test("not authorised", async () => {
    sandbox.behaviour.deniedOperations = ["InvokeModelWithResponseStream"];
    const { code, stdout, stderr } = await invoke(["myapp-01", "Hi"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[invoke/not-authorised]");
    expect(stderr).toContain("--> 111122223333/us-west-2 myapp-01");
    expect(stderr.replaceAll(/\s+/g, " ")).toContain(
      "Allow bedrock:InvokeModelWithResponseStream on application-inference-profile/*",
    );
    expect(stderr).toContain("strata iam caller");
  });

  test("an answer that breaks off keeps what was shown, and says that it is not the whole", async () => {
    sandbox.behaviour.streamBreak = "throttlingException";
    const { code, stdout, stderr } = await invoke(["myapp-01", "Hi"]);
    expect([code, asked()]).toEqual([1, 1]);
    expect(stdout).toMatch(/^The sandbox answers in .*\n$/);
    expect(stderr).toContain("error[invoke/cut-off]");
  });

  test("as JSON and in a file, what had come of it is kept too, beside what ended it", async () => {
    sandbox.behaviour.streamBreak = "throttlingException";
    const { code, stdout, stderr } = await invoke(["myapp-01", "Hi", "--json"]);
    const answer = JSON.parse(stdout);
    expect([code, isAnswer(answer), isAnswer.errors]).toEqual([1, true, null]);
    expect(stderr).toContain("error[invoke/cut-off]");
    expect(answer).toMatchObject({
      text: expect.stringMatching(/^The sandbox answers in /),
      stopReason: null,
      tokens: null,
      latencyMs: null,
      firstTextMs: expect.any(Number),
      error: { code: "invoke/cut-off", mend: expect.stringMatching(/^Wait/), fault: { kind: "throttled" } },
    });
    const folder = aFolder({ "profiles.yaml": PROFILES });
    expect((await invoke(["myapp-01", "Hi", "--out", "answer.txt"], { folder })).code).toBe(1);
    expect(readFileSync(join(folder, "answer.txt"), "utf8")).toBe(`${answer.text}\n`);
  });

  test("a refusal writes no JSON: nothing came", async () => {
    sandbox.behaviour.deniedOperations = ["InvokeModelWithResponseStream"];
    const { code, stdout } = await invoke(["myapp-01", "Hi", "--json"]);
    expect([code, stdout]).toEqual([1, ""]);
  });

  test("throttled twice, then answered: told, since each request counts against the limit", async () => {
    sandbox.behaviour.faults = [{ kind: "throttle", probability: 1, times: 1, operations: ["ConverseStream"] }];
    const { code, stderr } = await invoke(["myapp-01", "Hi"]);
    expect([code, stderr.includes("2 requests: the first was refused.")]).toEqual([0, true]);
  });
});

describe("--all", () => {
  test("asks each once for one token, and says so before", async () => {
    const { code, stdout, stderr } = await invoke(["--all"]);
    expect([code, asked()]).toEqual([0, 3]);
    expect(stderr).toBe("Asking 3 profiles: 3 calls of a few tokens, which AWS charges for.\n");
    expect(stdout).toContain("3 profiles: 3 answer, 0 not.");
    expect(stdout).toMatch(/us-west-2 +myapp-01 +answers +\d+ ms +2 /);
  });

  test("tells apart why some do not answer, the worst first, exit 1", async () => {
    await put("lite", "us-west-2", "us.amazon.nova-lite-v1:0");
    await put("micro", "us-west-2", "us.amazon.nova-micro-v1:0");
    sandbox.behaviour.unauthorizedModels = ["amazon.nova-lite-v1:0"];
    sandbox.behaviour.unsubscribedModels = ["amazon.nova-micro-v1:0"];
    sandbox.behaviour.deniedOperations = [{ operation: "InvokeModelWithResponseStream", region: "eu-central-1" }];
    sandbox.behaviour.faults = [{ kind: "throttle", probability: 1, times: 1, operations: ["ConverseStream"] }];
    const text = await invoke(["--all"]);
    expect(text.code).toBe(1);
    const words = ["NOT AUTHORISED", "MODEL ACCESS MISSING", "THROTTLED", "answers"];
    const places = words.map((word) => text.stdout.indexOf(word));
    expect([places.includes(-1), places]).toEqual([false, [...places].sort((a, b) => a - b)]);
    expect(text.stdout.replaceAll(/\s+/g, " ")).toContain("-> Allow bedrock:InvokeModelWithResponseStream on");
    sandbox.behaviour.faults = [];
    const all = JSON.parse((await invoke(["--all", "--json"])).stdout);
    expect([isAll(all), isAll.errors]).toEqual([true, null]);
    expect(all.summary).toEqual({ profiles: 5, asked: 5, answering: 2 });
    expect(all.profiles.map(({ name, status, code }: Record<string, string>) => [name, status, code])).toEqual([
      ["search", "not-authorised", "invoke/not-authorised"],
      ["lite", "no-model-access", "invoke/no-model-access"],
      ["micro", "no-model-access", "invoke/no-model-access"],
      ["myapp-01", "answers", null],
      ["search", "answers", null],
    ]);
  });

  test("AWS's words about one of several are told to be an example, and of which", async () => {
    sandbox.behaviour.unauthorizedModels = [SONNET];
    const words = async (...scope: string[]) => (await invoke(["--all", ...scope])).stdout.replaceAll(/\s+/g, " ");
    expect(await words()).toContain(
      ": search and 2 more [invoke/no-model-access] For example, of search in 111122223333 eu-central-1: bedrock:",
    );
    expect(await words("--only", "myapp-01")).toContain(": myapp-01 [invoke/no-model-access] bedrock:");
  });

  test("keeps to the scope, and leaves out what retires and what is not ours", async () => {
    await put("search", "us-west-2", undefined, { "strata:retire-after": "2099-01-01T00:00:00Z" });
    await sandbox.put({ region: "us-west-2", name: "by-hand", source: `us.${SONNET}` });
    const { code, stdout } = await invoke(["--all", "--only", "search", "--json"]);
    expect([code, JSON.parse(stdout).summary.asked]).toEqual([0, 2]);
    expect(asked()).toBe(2);
  });

  test("a target that cannot be read: exit 7 where the others answer, 1 where one does not", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "ListInferenceProfiles", region: "eu-central-1" }];
    const { code, stdout } = await invoke(["--all"]);
    expect([code, stdout.includes("eu-central-1: NOT READ")]).toEqual([7, true]);
    sandbox.behaviour.unauthorizedModels = [SONNET];
    expect((await invoke(["--all"])).code).toBe(1);
  });
});

test("with --sandbox, use is kept with the sandbox's state", async () => {
  const folder = aFolder({ "profiles.yaml": PROFILES });
  expect((await strata(folder, ["apply", "--sandbox", "--yes"])).code).toBe(0);
  const { code } = await strata(folder, ["invoke", "--all", "--sandbox"]);
  const { uses } = JSON.parse(readFileSync(join(folder, ".strata/sandbox.json"), "utf8"));
  expect([code, uses.length]).toEqual([0, 3]);
  expect(uses[0].tags.project).toBeDefined();
});

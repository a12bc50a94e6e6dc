/** `strata` alone and the help, as a user starts them. */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aFolder, COMMAND, cleanEnv, PROFILES, strata } from "./command.ts";

const GOOD = { "profiles.yaml": PROFILES };
const BROKEN = { "profiles.yaml": PROFILES.replace("stack:", "stak:").replace("project: app01", "project: 1") };

test("without a file: init is next", async () => {
  const { code, stdout, stderr } = await strata(aFolder(), []);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("File     profiles.yaml: not found\n");
  expect(stdout).toMatch(/^Next {5}strata init /m);
  expect(stdout).toMatch(/^More {5}strata --help /m);
});

test("in a folder below the file: the file is next, not another one", async () => {
  const folder = aFolder({ "profiles.yaml": PROFILES });
  mkdirSync(join(folder, "a/b"), { recursive: true });
  const { stdout } = await strata(join(folder, "a/b"), []);
  expect(stdout).toMatch(/^Next {5}strata --config \.\.\/\.\.\/profiles\.yaml$/m);
  expect(stdout).not.toContain("strata init");
});

test("with a file: stack, counts, and plan is next, with the flags that it needs", async () => {
  const folder = aFolder({ "team.yaml": PROFILES });
  const { code, stdout } = await strata(folder, ["--config", "team.yaml", "--sandbox"]);
  expect(code).toBe(0);
  expect(stdout).toContain("Stack    e2e\n");
  expect(stdout).toContain("File     team.yaml: valid\n");
  expect(stdout).toContain("Holds    2 profiles for 1 account and 2 regions, 3 in all\n");
  expect(stdout).toMatch(/^Next {5}strata plan --config team\.yaml --sandbox$/m);
  expect(stdout).not.toContain("saved state");
});

test("a sandbox that was used is told of", async () => {
  const folder = aFolder(GOOD);
  await strata(folder, ["apply", "--sandbox", "--yes"]);
  expect((await strata(folder, [])).stdout).toContain(".strata/sandbox.json: saved state");
});

test("an invalid file: how many errors, and validate is next; it is no failure to be asked", async () => {
  const { code, stdout, stderr } = await strata(aFolder(BROKEN), []);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/profiles\.yaml: invalid, [2-9] errors/);
  expect(stdout).toMatch(/^Next {5}strata validate +shows the [2-9] errors/m);
});

test("what strangers wrote cannot steer the terminal", async () => {
  const file = "a\u001b[31m\u202e.yaml";
  const { stdout } = await strata(aFolder({ [file]: PROFILES }), ["--config", file]);
  expect(stdout).toContain("\\u{1b}[31m");
  for (const harm of ["\u001b", "\u202e"]) expect(stdout).not.toContain(harm);
});

test.each([
  [["plna", "--sandbox"], 64, "unknown command 'plna'. Did you mean \"strata plan\"?\nRun `strata --help`"],
  [["aply"], 64, "unknown command 'aply'.\nRun `strata --help`"],
  [["--bogus"], 64, "unknown option '--bogus'.\nRun `strata --help`"],
  [["--format", "json"], 64, "the overview writes text"],
  [["plan", "--targt", "x"], 64, "unknown option '--targt'. Did you mean \"--target\"?\nRun `strata plan --help`"],
  [["apply", "--yse"], 64, "unknown option '--yse'.\nRun `strata apply --help`"],
  [["help", "aply"], 64, "unknown command 'aply'.\n"],
  [["completion", "tcsh"], 64, "bash, zsh, fish"],
])("strata %j is refused", async (args, code, text) => {
  const ended = await strata(aFolder(GOOD), args);
  expect([ended.code, ended.stdout]).toEqual([code, ""]);
  expect(ended.stderr).toContain(text);
});

test("the help goes to stdout: -h short, --help and help whole", async () => {
  const folder = aFolder();
  const short = await strata(folder, ["apply", "-h"]);
  const whole = await strata(folder, ["apply", "--help"]);
  const asked = await strata(folder, ["help", "apply"]);
  expect([short.code, whole.code, asked.code]).toEqual([0, 0, 0]);
  expect(short.stdout.length).toBeLessThan(whole.stdout.length / 2 + 500);
  expect(short.stdout).not.toContain("Exit codes:\n");
  expect(whole.stdout).toContain("Exit codes:\n");
  expect(asked.stdout).toBe(whole.stdout);
  expect((await strata(folder, ["--color", "always", "--help"])).stdout).toContain("\u001b[1m");
  expect((await strata(folder, ["--help", "--color", "never"])).stdout).not.toContain("\u001b");
});

const module = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;
/** Prints the text of every file that is loaded. */
const HOOK = module(`export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (url.startsWith("file:")) process._rawDebug(String(loaded.source));
  return loaded;
}`);
const WATCH = module(`import { register } from "node:module"; register(${JSON.stringify(HOOK)});`);

function loadedText(folder: string, args: readonly string[]): string {
  const ended = spawnSync(process.execPath, ["--import", WATCH, COMMAND, ...args], {
    cwd: folder,
    env: cleanEnv(),
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  expect(ended.status).toBe(0);
  return ended.stderr;
}

/** Words that only one of the parsers, a client, or the example of a code holds. */
const YAML = "unexpected end of the stream within a verbatim tag";
const NODES = "Implicit keys need to be on a single line";
const AWS = "InferenceProfileSummaries";
const EXAMPLE = "The entry `search` was removed from the file.";

test("what shows no file loads no YAML, and nothing here loads AWS", () => {
  const folder = aFolder(GOOD);
  for (const args of [["--help"], ["plan", "-h"], ["completion", "bash"]]) {
    const loaded = loadedText(folder, args);
    expect(loaded).toContain("apply");
    expect(loaded).not.toContain(YAML);
    expect(loaded).not.toContain(NODES);
    expect(loaded).not.toContain(AWS);
  }
  const overview = loadedText(folder, []);
  expect([YAML, NODES, AWS].map((mark) => overview.includes(mark))).toEqual([true, false, false]);
  const without = loadedText(folder, ["--config", "none.yaml"]);
  expect([NODES, AWS].map((mark) => without.includes(mark))).toEqual([false, false]);
  // That the marks are right.
  expect(loadedText(aFolder(BROKEN), [])).toContain(NODES);
  expect(loadedText(folder, ["plan", "--sandbox"])).toContain(AWS);
});

test("only explain loads the examples of codes", () => {
  const folder = aFolder(GOOD);
  for (const args of [["validate"], ["plan", "--sandbox"]]) expect(loadedText(folder, args)).not.toContain(EXAMPLE);
  expect(loadedText(folder, ["explain", "plan/in-use"])).toContain(EXAMPLE);
});

/** Progress in a real terminal (skipped where there is no tmux): seen while it lasts, and gone without a trace. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aFolder } from "./command.ts";
import { HAS_TMUX, strataInTerminal } from "./terminal.ts";

function fileOf(count: number, regions = "us-west-2, us-east-1"): string {
  const profiles = Array.from({ length: count }, (_, i) => `  app-${1000 + i}: { model: us.amazon.nova-lite-v1:0 }`);
  return `version: 1\nstack: live\nregions: [${regions}]\nprofiles:\n${profiles.join("\n")}\n`;
}

const APPLY = ["apply", "--sandbox", "--yes"];
const slow = (ms: number): string[] => ["--behaviour", `latencyMs=${ms}`];
const isApplying = (screen: string): boolean => /^Applying /m.test(screen) && screen.includes("target");
/** A line that only a frame has. */
const FRAME_LINE = /^Applying |^Reading |^target {2,}|^and \d+ more$|^Stopping after/m;

describe.skipIf(!HAS_TMUX)("an apply", () => {
  test.each([60, 200])(
    "of 500 changes in 24 rows of %d columns: the frame fits, stands still, and nothing of it stays",
    async (columns) => {
      const cwd = aFolder({ "profiles.yaml": fileOf(250) });
      const shown = strataInTerminal(cwd, [...APPLY, ...slow(60), "--fault", "throttle:rate=80"], { columns });
      const { code, seen } = await shown.end();
      const frames = seen.filter(isApplying);
      expect(frames.length).toBeGreaterThan(3);
      for (const frame of frames) expect(frame).toMatch(/^Applying .*\d+ of 500 +\d+:\d\d/m);
      expect(frames.some((frame) => /us-west-2 +[1-9]\d* +0 /.test(frame))).toBe(true);
      // The line above the frame is still there, so the frame is lower than the window.
      for (const frame of frames) expect(frame).toContain("Plan hash");
      // On a busy machine a line more says what is waited for, which pushes the frame up.
      const until = frames.findIndex((frame) => frame.includes("still waiting for"));
      const still = frames.slice(1, until === -1 ? undefined : until).map((frame) => frame.split("\n"));
      const rowsOf = (pattern: RegExp) => still.map((rows) => rows.findIndex((row) => pattern.test(row)));
      for (const pattern of [/^Applying /, /^target /, /us-west-2 /]) expect(new Set(rowsOf(pattern)).size).toBe(1);
      const all = shown.everything();
      expect(all).not.toMatch(FRAME_LINE);
      expect(all.match(/Plan hash/g)).toHaveLength(1);
      expect([code, all.includes("Applied: 500 created.")]).toEqual([0, true]);
      expect(all).not.toMatch(/^\[ *\d+\/\d+\]/m);
      expect(shown.isCursorShown()).toBe(true);
    },
  );
});

describe.skipIf(!HAS_TMUX)("Ctrl-C", () => {
  test("once: the frame says what it waits for, then the report comes, exit 130", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(100) });
    const shown = strataInTerminal(cwd, [...APPLY, ...slow(700)]);
    await shown.until((screen) => isApplying(screen) && /^create /m.test(screen));
    shown.type("C-c");
    await shown.until((screen) => screen.includes("Stopping after what is in flight (Ctrl-C again ends at once)"));
    const { code } = await shown.end();
    const all = shown.everything();
    expect(code).toBe(130);
    expect(all).toMatch(/Applied in part: \d+ created, \d+ not tried\./);
    expect(all).not.toMatch(FRAME_LINE);
    expect(shown.isCursorShown()).toBe(true);
  });

  test("twice: the frame is gone at once, and what was in flight is told", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(100, "us-west-2") });
    const shown = strataInTerminal(cwd, [...APPLY, "--fault", "hang:operations=CreateInferenceProfile,skip=5"]);
    await shown.until((screen) => /^Applying .* 5 of 100/m.test(screen));
    shown.type("C-c");
    await shown.until((screen) => screen.includes("Stopping after"));
    shown.type("C-c");
    const { code } = await shown.end();
    const all = shown.everything();
    expect(code).toBe(130);
    expect(all).toContain("Stopped at once, 5 done before. In flight, perhaps done, perhaps not:");
    expect(all).toMatch(/^ {2}create 111122223333 us-west-2 app-10\d\d$/m);
    expect(all).not.toMatch(FRAME_LINE);
    expect(shown.isCursorShown()).toBe(true);
  });

  test("while it reads: the frame is gone, and the terminal is as it was", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(1) });
    const shown = strataInTerminal(cwd, ["plan", "--sandbox", ...slow(20_000)]);
    await shown.until((screen) => /^Reading 2 targets/m.test(screen));
    shown.type("C-c");
    await shown.until((screen) => !FRAME_LINE.test(screen));
    expect([shown.isCursorShown(), FRAME_LINE.test(shown.everything())]).toEqual([true, false]);
  });
});

test.skipIf(!HAS_TMUX)("Ctrl-Z, and again: the shell has its cursor; with fg the frame is back", async () => {
  const cwd = aFolder({ "profiles.yaml": fileOf(100) });
  const wake = (time: number): string => `echo asleep ${time}; read -r; fg >/dev/null`;
  const script = `set -m; "$@"; ${wake(1)}; ${wake(2)}`;
  const shown = strataInTerminal(cwd, [...APPLY, ...slow(300)], { script });
  for (const time of [1, 2]) {
    await shown.until(isApplying);
    expect(shown.isCursorShown()).toBe(false);
    shown.type("C-z");
    await shown.until((screen) => screen.includes(`asleep ${time}`));
    expect([shown.isCursorShown(), FRAME_LINE.test(shown.screen())]).toEqual([true, false]);
    shown.type("Enter");
  }
  await shown.until(isApplying);
  shown.type("C-c");
  const { code } = await shown.end();
  expect([code, shown.isCursorShown(), FRAME_LINE.test(shown.everything())]).toEqual([130, true, false]);
});

describe.skipIf(!HAS_TMUX)("besides", () => {
  test.each([
    ["plan", "Plan: 4 create"],
    ["doctor", "2 targets: 2 all well."],
  ])("%s: one line per target while it is read; the result stands alone afterwards", async (command, result) => {
    const cwd = aFolder({ "profiles.yaml": fileOf(2) });
    const shown = strataInTerminal(cwd, [command, "--sandbox", ...slow(700)]);
    await shown.until((screen) => /^ {2}us-west-2 {2}reading {2}\d\.\d s$/m.test(screen));
    const { code } = await shown.end();
    expect(code).toBe(0);
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(shown.everything()).toContain(result);
  });

  test("a question is asked without a frame, and answered as it is typed", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(60) });
    const shown = strataInTerminal(cwd, ["apply", "--sandbox", ...slow(400)]);
    const asked = await shown.until((screen) => screen.includes("goes on:"));
    expect(asked.at(-1)).not.toMatch(FRAME_LINE);
    shown.type("yes", "Enter");
    await shown.until(isApplying);
    const { code } = await shown.end();
    expect(shown.everything()).toMatch(/goes on: yes$/m);
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(code).toBe(0);
  });

  test("a crash: the frame is gone, the error is told, the cursor is back", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(100) });
    const hook = join(cwd, "crash.mjs");
    const code = `setInterval(() => { if (existsSync("now")) throw new Error("broken on purpose"); }, 50).unref();`;
    writeFileSync(hook, `import { existsSync } from "node:fs";\n${code}\n`);
    const shown = strataInTerminal(cwd, [...APPLY, ...slow(500)], { env: { NODE_OPTIONS: `--import ${hook}` } });
    await shown.until(isApplying);
    writeFileSync(join(cwd, "now"), "");
    await shown.end();
    expect(shown.everything()).toContain("broken on purpose");
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(shown.isCursorShown()).toBe(true);
  });
});

/** Modules that a run has loaded, found by a text that only Ink holds. */
function inkModules(cwd: string): string[] {
  const file = join(cwd, "loaded.txt");
  const urls = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  expect(urls.length).toBeGreaterThan(5);
  const files = urls.filter((url) => url.startsWith("file:")).map((url) => new URL(url));
  return files.filter((url) => readFileSync(url, "utf8").includes("ink-root")).map(String);
}

/** A folder whose `hook.mjs` writes down each module that a run loads. */
function aWatchedFolder(count: number): { readonly cwd: string; readonly env: Record<string, string> } {
  const cwd = aFolder({ "profiles.yaml": fileOf(count) });
  const hooks = `import { appendFileSync } from "node:fs";
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(join(cwd, "loaded.txt"))}, url + "\\n");
      return next(url, context);
    }`;
  writeFileSync(join(cwd, "hooks.mjs"), hooks);
  writeFileSync(
    join(cwd, "hook.mjs"),
    `import { register } from "node:module"; register("./hooks.mjs", import.meta.url);`,
  );
  return { cwd, env: { NODE_OPTIONS: `--import ${join(cwd, "hook.mjs")}` } };
}

describe.skipIf(!HAS_TMUX)("Ink", () => {
  test("is loaded where something moves", async () => {
    const { cwd, env } = aWatchedFolder(10);
    expect((await strataInTerminal(cwd, [...APPLY, ...slow(400)], { env }).end()).code).toBe(0);
    expect(inkModules(cwd)).toHaveLength(1);
  });

  test.each([
    ["validate", ["validate"], undefined],
    ["a plan as JSON", ["plan", "--sandbox", "--format", "json", ...slow(400)], undefined],
    ["a plan into a pipe", ["plan", "--sandbox", ...slow(400)], '"$@" | cat'],
  ])("is not loaded by %s", async (_, args, script) => {
    const { cwd, env } = aWatchedFolder(3);
    const { code } = await strataInTerminal(cwd, args, { env, script, rows: 50 }).end();
    expect([code, inkModules(cwd)]).toEqual([0, []]);
  });

  test.each([
    ["a screen reader", { INK_SCREEN_READER: "true" }, undefined],
    ["stdout in a pipe", {}, '"$@" | cat'],
  ])("is not loaded, and lines are told instead: %s", async (_, more, script) => {
    const { cwd, env } = aWatchedFolder(10);
    const shown = strataInTerminal(cwd, [...APPLY, ...slow(200)], { env: { ...env, ...more }, script });
    const { code } = await shown.end();
    expect(code).toBe(0);
    expect(shown.everything()).toMatch(/^\[20\/20\] created {2}111122223333 us-/m);
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(inkModules(cwd)).toEqual([]);
  });
});

/** Progress in a real terminal (skipped where there is no tmux): seen while it lasts, and gone without a trace. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { aFolder } from "./command.ts";
import { HAS_TMUX, Window, type WindowOptions } from "./terminal.ts";

function fileOf(count: number, regions = "us-west-2, us-east-1"): string {
  const profiles = Array.from({ length: count }, (_, i) => `  app-${1000 + i}: { model: us.amazon.nova-lite-v1:0 }`);
  return `version: 1\nstack: live\nregions: [${regions}]\nprofiles:\n${profiles.join("\n")}\n`;
}

const APPLY = ["apply", "--sandbox", "--yes"];
const slow = (ms: number): string[] => ["--behaviour", `latencyMs=${ms}`];
const isApplying = (screen: string): boolean => /^Applying /m.test(screen) && screen.includes("target");
/** A line that only a frame has. */
const FRAME_LINE = /^Applying |^Reading |^target {2,}|^and \d+ more$|^Stopping after/m;

let window: Window | null = null;
afterEach(() => {
  window?.close();
  window = null;
});

function open(options: Omit<WindowOptions, "columns" | "rows"> & Partial<WindowOptions>): Window {
  window = new Window({ columns: 80, rows: 24, ...options });
  return window;
}

describe.skipIf(!HAS_TMUX)("an apply", () => {
  test.each([
    { columns: 60, count: 500 },
    { columns: 200, count: 100 },
  ])(
    "of $count changes in 24 rows of $columns columns: the frame fits, stands still, and nothing of it stays",
    async (given) => {
      const { columns, count } = given;
      const cwd = aFolder({ "profiles.yaml": fileOf(count / 2) });
      const shown = open({ cwd, columns, args: [...APPLY, ...slow(60), "--fault", `throttle:rate=${count / 5}`] });
      const { code, seen } = await shown.end();
      const frames = seen.filter(isApplying);
      expect(frames.length).toBeGreaterThan(3);
      for (const frame of frames) expect(frame).toMatch(new RegExp(`^Applying .*\\d+ of ${count} +\\d+:\\d\\d`, "m"));
      expect(frames.some((frame) => /us-west-2 +[1-9]\d* +0 /.test(frame))).toBe(true);
      // The line above the frame is still there, so the frame is lower than the window.
      for (const frame of frames) expect(frame).toContain("Plan hash");
      const rowsOf = (pattern: RegExp) => frames.map((one) => one.split("\n").findIndex((line) => pattern.test(line)));
      for (const pattern of [/^Applying /, /^target /, /us-west-2 /])
        expect(new Set(rowsOf(pattern).slice(1)).size).toBe(1);
      const all = shown.everything();
      expect(all).not.toMatch(FRAME_LINE);
      expect(all.match(/Plan hash/g)).toHaveLength(1);
      expect([code, all.includes(`Applied: ${count} created.`)]).toEqual([0, true]);
      expect(all).not.toMatch(/^\[ *\d+\/\d+\]/m);
      expect(shown.isCursorShown()).toBe(true);
    },
  );

  test("a window that gets narrower: pieces of the frame do not stay", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(100) });
    const shown = open({ cwd, columns: 140, rows: 30, args: [...APPLY, ...slow(150)] });
    await shown.until(isApplying);
    shown.resize(60, 30);
    await shown.until((screen) => isApplying(screen) && screen.split("\n").every((line) => line.length <= 60));
    shown.resize(100, 40);
    const { code } = await shown.end();
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(code).toBe(0);
  });
});

describe.skipIf(!HAS_TMUX)("Ctrl-C", () => {
  test("once: the frame says what it waits for, then the report comes, exit 130", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(100) });
    const shown = open({ cwd, args: [...APPLY, ...slow(700)] });
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
    const shown = open({ cwd, args: [...APPLY, "--fault", "hang:operations=CreateInferenceProfile,skip=5"] });
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
    const shown = open({ cwd, args: ["plan", "--sandbox", ...slow(20_000)] });
    await shown.until((screen) => /^Reading 2 targets/m.test(screen));
    shown.type("C-c");
    await shown.until((screen) => !FRAME_LINE.test(screen));
    expect([shown.isCursorShown(), FRAME_LINE.test(shown.everything())]).toEqual([true, false]);
  });
});

describe.skipIf(!HAS_TMUX)("besides", () => {
  test("one line per target while it is read; the plan stands alone afterwards", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(2) });
    const shown = open({ cwd, args: ["plan", "--sandbox", ...slow(1_000)] });
    await shown.until((screen) => /^ {2}us-west-2 {2}reading {2}\d\.\d s$/m.test(screen));
    const { code } = await shown.end();
    expect(code).toBe(0);
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(shown.everything()).toContain("Plan: 4 create");
  });

  test("a question is asked without a frame, and answered as it is typed", async () => {
    const cwd = aFolder({ "profiles.yaml": fileOf(60) });
    const shown = open({ cwd, args: ["apply", "--sandbox", ...slow(400)] });
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
    const shown = open({ cwd, args: [...APPLY, ...slow(500)], env: { NODE_OPTIONS: `--import ${hook}` } });
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
    expect((await open({ cwd, env, args: [...APPLY, ...slow(400)] }).end()).code).toBe(0);
    expect(inkModules(cwd)).toHaveLength(1);
  });

  test.each([
    ["validate", ["validate"], ""],
    ["a plan as JSON", ["plan", "--sandbox", "--format", "json", ...slow(400)], ""],
    ["a plan into a pipe", ["plan", "--sandbox", ...slow(400)], "| cat"],
  ])("is not loaded by %s", async (_, args, after) => {
    const { cwd, env } = aWatchedFolder(3);
    const { code } = await open({ cwd, env, args, after, rows: 50 }).end();
    expect([code, inkModules(cwd)]).toEqual([0, []]);
  });

  test.each([
    ["a screen reader", { INK_SCREEN_READER: "true" }, ""],
    ["stdout in a pipe", {}, "| cat"],
  ])("is not loaded, and lines are told instead: %s", async (_, more, after) => {
    const { cwd, env } = aWatchedFolder(10);
    const shown = open({ cwd, env: { ...env, ...more }, args: [...APPLY, ...slow(200)], after });
    const { code } = await shown.end();
    expect(code).toBe(0);
    expect(shown.everything()).toMatch(/^\[20\/20\] created {2}111122223333 us-/m);
    expect(shown.everything()).not.toMatch(FRAME_LINE);
    expect(inkModules(cwd)).toEqual([]);
  });
});

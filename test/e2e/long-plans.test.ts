/** How much of a plan is shown: in a pipe all of it, in a window what it holds, and what was asked for. */
import { beforeAll, describe, expect, test } from "vitest";
import { aFolder, PROFILES, strata } from "./command.ts";
import { HAS_TMUX, strataInTerminal, type TerminalOptions } from "./terminal.ts";

const MANY = Array.from({ length: 500 }, (_, i) => `  app-${i + 100}: { model: us.amazon.nova-lite-v1:0 }`).join("\n");
const FILE = `version: 1\nstack: long\nregions: [us-west-2]\nprofiles:\n${MANY}\n`;
const HINT = "--full shows the details.";
/** A detail that only the whole plan has. */
const DETAIL = "      source       us.amazon.nova-lite-v1:0";

let folder: string;
beforeAll(() => {
  folder = aFolder({ "profiles.yaml": FILE });
});

async function shown(cwd: string, args: readonly string[], options?: TerminalOptions): Promise<string> {
  const terminal = strataInTerminal(cwd, ["plan", "--sandbox", ...args], options);
  expect((await terminal.end()).code).toBe(0);
  return terminal.everything();
}

describe.skipIf(!HAS_TMUX)("in a window of 24 rows", () => {
  test.each([60, 200])("500 changes, %d columns: a line each, the hint and the end in sight", async (columns) => {
    const text = await shown(folder, [], { columns });
    expect(text.match(/^ {2}\+ .*app-\d{3}/gm)).toHaveLength(500);
    expect(text).not.toContain(DETAIL);
    expect(text.trimEnd().split("\n").slice(-8).join("\n")).toContain(HINT);
  });

  test.each([
    ["--full: all of it", ["--full"], {}],
    ["in CI: all of it", [], { env: { CI: "true" } }],
  ] as const)("%s", async (_, args, window) => {
    const text = await shown(folder, args, window);
    expect(text).toContain(DETAIL);
    expect(text).not.toContain(HINT);
  });

  test("a short plan is shown as it is, and a taller window holds more", async () => {
    const few = aFolder({ "profiles.yaml": PROFILES });
    expect(await shown(few, [], { rows: 24 })).toContain(HINT);
    expect(await shown(few, [], { rows: 40 })).not.toContain(HINT);
  });
});

test("in a pipe: all of it, but with --compact", async () => {
  const whole = await strata(folder, ["plan", "--sandbox"]);
  expect(whole.stdout.split(DETAIL)).toHaveLength(501);
  const short = await strata(folder, ["plan", "--sandbox", "--compact", "--out", "plan.json"]);
  expect(short.stdout).not.toContain(DETAIL);
  expect(short.stdout.match(/^ {2}\+ .*app-\d{3}/gm)).toHaveLength(500);
  expect(short.stdout).not.toContain(HINT);
  const saved = await strata(folder, ["plan", "--from", "plan.json", "--compact"]);
  expect(saved.stdout).toContain("app-599");
  expect(saved.stdout).not.toContain(DETAIL);
});

test("drift --compact: a line each", async () => {
  const { stdout } = await strata(folder, ["drift", "--sandbox", "--compact"]);
  expect(stdout.match(/app-\d{3} {2}MISSING$/gm)).toHaveLength(500);
});

test.each(["plan", "apply", "drift"])("%s --compact --full contradicts itself: exit 64", async (command) => {
  const { code, stderr } = await strata(folder, [command, "--sandbox", "--compact", "--full"]);
  expect(code).toBe(64);
  expect(stderr).toContain("cannot be used with option '--full'");
});

/** The question of an apply in a real terminal: what it says, and that nothing but the one answer goes on. */
import { describe, expect, test } from "vitest";
import { aFolder, PROFILES, strata } from "./command.ts";
import { HAS_TMUX, strataInTerminal, type Terminal } from "./terminal.ts";

const EMPTIED = PROFILES.replace(/ {2}search:[\s\S]*/, "");

function apply(folder: string, ...args: readonly string[]): Terminal {
  return strataInTerminal(folder, ["apply", "--sandbox", ...args]);
}

async function isLive(folder: string): Promise<boolean> {
  return (await strata(folder, ["list", "--sandbox"])).stdout.includes("search");
}

describe.skipIf(!HAS_TMUX)("the question", () => {
  test.each([
    ["yes", 0, "Applied:"],
    ["Yes", 8, 'Declined: the answer was not "yes". Nothing was changed.'],
    ["y", 8, "Declined"],
    ["", 8, "Declined"],
  ])("nothing ends, answer %j: exit %d", async (answer, code, text) => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const shown = apply(folder);
    await shown.shows('Only "yes" goes on:');
    shown.type(...(answer === "" ? [] : [answer]), "Enter");
    expect((await shown.end()).code).toBe(code);
    await shown.shows(text);
    expect(await isLive(folder)).toBe(code === 0);
  });

  test.each([
    ["e2e", 0, "2 deleted"],
    ["yes", 8, 'Declined: the answer was not "e2e". Nothing was changed.'],
  ])("an ARN ends, answer %j: exit %d", async (answer, code, text) => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    await strata(folder, ["apply", "--sandbox", "--yes"]);
    const fewer = aFolder({ "profiles.yaml": EMPTIED });
    const shown = apply(fewer, "--sandbox-state", `${folder}/.strata/sandbox.json`, "--allow-deletes", "2");
    const screen = await shown.shows("Type the name of the stack, e2e, to go on:");
    expect(screen).toMatch(
      /2 ARNs end in this apply:\n {2}- {3}111122223333 eu-central-1 {2}search {2}ARN ENDS \.\.\.\/\w{12}\n/,
    );
    shown.type(answer, "Enter");
    expect((await shown.end()).code).toBe(code);
    await shown.shows(text);
  });

  test("what was typed before it is no answer, whole lines and half ones", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const shown = apply(folder);
    shown.type("yes", "Enter", "yes", "Enter", "ye");
    await shown.shows('Only "yes" goes on:');
    shown.type("s", "Enter");
    expect((await shown.end()).code).toBe(8);
    await shown.shows('Only "yes" goes on: s\n');
    expect(await isLive(folder)).toBe(false);
  });

  test("after a Ctrl-Z and fg it stands there again, and is answered", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const script = 'set -m; "$@"; echo asleep; read -r; fg >/dev/null';
    const shown = strataInTerminal(folder, ["apply", "--sandbox"], { script });
    await shown.shows('Only "yes" goes on:');
    shown.type("C-z");
    await shown.shows("asleep");
    shown.type("Enter");
    await shown.until((screen) => screen.split('Only "yes" goes on:').length === 3);
    shown.type("yes", "Enter");
    expect((await shown.end()).code).toBe(0);
  });

  test("Ctrl-C is exit 130, Ctrl-D declines", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    for (const [key, code] of [
      ["C-c", 130],
      ["C-d", 8],
    ] as const) {
      const shown = apply(folder);
      await shown.shows('Only "yes" goes on:');
      shown.type(key);
      expect((await shown.end()).code).toBe(code);
    }
    expect(await isLive(folder)).toBe(false);
  });
});

test("where nobody can be asked, it says how to go on: exit 8", async () => {
  const ended = await strata(aFolder({ "profiles.yaml": PROFILES }), ["apply", "--sandbox"], { input: "yes\n" });
  expect(ended.code).toBe(8);
  expect(ended.stderr).toContain("there is no terminal to ask on. Run `strata apply --yes`");
  expect(ended.stderr).not.toContain("goes on:");
});

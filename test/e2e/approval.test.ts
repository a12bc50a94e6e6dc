/** The question of an apply in a real terminal: what it says, and that nothing but the one answer goes on. */
import { afterEach, describe, expect, test } from "vitest";
import { aFolder, PROFILES, strata } from "./command.ts";
import { type Pane, strataInTerminal, WITHOUT_TMUX } from "./tmux.ts";

if (WITHOUT_TMUX !== undefined) console.warn(`The question is not tested in a terminal: ${WITHOUT_TMUX}.`);

const EMPTIED = PROFILES.replace(/ {2}search:[\s\S]*/, "");

const panes: Pane[] = [];
afterEach(() => {
  for (const pane of panes.splice(0)) pane.close();
});

function apply(folder: string, ...args: readonly string[]): Pane {
  const pane = strataInTerminal(folder, ["apply", "--sandbox", ...args]);
  panes.push(pane);
  return pane;
}

async function isLive(folder: string): Promise<boolean> {
  return (await strata(folder, ["list", "--sandbox"])).stdout.includes("search");
}

describe.skipIf(WITHOUT_TMUX !== undefined)("the question", () => {
  test.each([
    ["yes", 0, "Applied:"],
    ["Yes", 8, 'Declined: the answer was not "yes". Nothing was changed.'],
    ["y", 8, "Declined"],
    ["", 8, "Declined"],
  ])("nothing ends, answer %j: exit %d", async (answer, code, text) => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const pane = apply(folder);
    await pane.shows('Only "yes" goes on:');
    pane.keys(...(answer === "" ? [] : [answer]), "Enter");
    expect(await pane.ended()).toBe(code);
    await pane.shows(text);
    expect(await isLive(folder)).toBe(code === 0);
  });

  test.each([
    ["e2e", 0, "2 deleted"],
    ["yes", 8, 'Declined: the answer was not "e2e". Nothing was changed.'],
  ])("an ARN ends, answer %j: exit %d", async (answer, code, text) => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    await strata(folder, ["apply", "--sandbox", "--yes"]);
    const fewer = aFolder({ "profiles.yaml": EMPTIED });
    const pane = apply(fewer, "--sandbox-state", `${folder}/.strata/sandbox.json`, "--allow-deletes", "2");
    const screen = await pane.shows("Type the name of the stack, e2e, to go on:");
    expect(screen).toContain("2 ARNs end in this apply:\n  -   111122223333 eu-central-1  search  ARN ENDS\n");
    pane.keys(answer, "Enter");
    expect(await pane.ended()).toBe(code);
    await pane.shows(text);
  });

  test("what was typed before it is no answer, whole lines and half ones", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    const pane = apply(folder);
    pane.keys("yes", "Enter", "yes", "Enter", "ye");
    await pane.shows('Only "yes" goes on:');
    pane.keys("s", "Enter");
    expect(await pane.ended()).toBe(8);
    await pane.shows('Only "yes" goes on: s\n');
    expect(await isLive(folder)).toBe(false);
  });

  test("Ctrl-C is exit 130, Ctrl-D declines", async () => {
    const folder = aFolder({ "profiles.yaml": PROFILES });
    for (const [key, code] of [
      ["C-c", 130],
      ["C-d", 8],
    ] as const) {
      const pane = apply(folder);
      await pane.shows('Only "yes" goes on:');
      pane.keys(key);
      expect(await pane.ended()).toBe(code);
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

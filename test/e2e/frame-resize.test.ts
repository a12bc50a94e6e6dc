/**
 * The frame in a real terminal whose window changes while it is shown (skipped where there is no tmux, which breaks lines
 * anew when it gets narrower). The plan is longer than any window, so what is pushed out of one stays in the scrollback.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { aFolder } from "./command.ts";
import { HAS_TMUX, strataInTerminal, type Terminal } from "./terminal.ts";

const COUNT = 250;

function aLongPlan(): string {
  const profiles = Array.from(
    { length: COUNT },
    (_, i) => `  team-service-${1000 + i}: { model: us.amazon.nova-lite-v1:0 }`,
  );
  return aFolder({
    "profiles.yaml": `version: 1\nstack: live\nregions: [us-west-2]\nprofiles:\n${profiles.join("\n")}\n`,
  });
}

interface Size {
  readonly columns: number;
  readonly rows: number;
}

function sizeOf(text: string): Size {
  const [columns, rows] = text.split("x").map(Number);
  return { columns: columns!, rows: rows! };
}

function open(size: Size): Terminal {
  const slowly = ["--behaviour", "latencyMs=100", "--fault", "throttle:rate=20"];
  return strataInTerminal(aLongPlan(), ["apply", "--sandbox", "--yes", ...slowly], size);
}

const isApplying = (screen: string): boolean => /^Applying /m.test(screen) && screen.includes("target");

/** Another frame than the one that is seen now. */
async function anotherFrame(shown: Terminal): Promise<void> {
  const [first] = await shown.until(isApplying);
  await shown.until((screen) => isApplying(screen) && screen !== first);
}

/** Ends the run, after which nothing but the plan and the report is there, and all of both. */
async function endsWithoutATrace(shown: Terminal, between = ""): Promise<void> {
  shown.type("C-c");
  const { code } = await shown.end();
  const all = shown.everything();
  const from = all.indexOf("Plan hash");
  expect(all.slice(from, from + 200)).toMatch(new RegExp(`^Plan hash \\w+\n${between}New ARNs\n`));
  expect(all).not.toMatch(/^Applying |^target {2,}|^and \d+ more$|━|^create /m);
  expect(all.slice(0, from).match(/^ {2}\+ .*team-service-\d{4}/gm)).toHaveLength(COUNT);
  expect(all).toMatch(/^Applied in part: /m);
  expect([code, shown.isCursorShown()]).toEqual([130, true]);
}

describe.skipIf(!HAS_TMUX)("a window that gets", () => {
  test.each([
    ["narrower, then lower and lower", "200x50 60x50 60x24 60x12"],
    ["narrower though it is low, then higher and lower", "140x24 60x24 60x40 60x12"],
    ["lower and higher, then as narrow as it goes", "80x40 80x12 80x40 40x40"],
    ["narrower step by step, then wider", "120x30 100x30 80x30 60x30 100x40"],
  ])("%s", async (_, sizes) => {
    const [first, ...others] = sizes.split(" ").map(sizeOf);
    const shown = open(first!);
    await anotherFrame(shown);
    for (const { columns, rows } of others) {
      shown.resize(columns, rows);
      await anotherFrame(shown);
    }
    await endsWithoutATrace(shown);
  });

  test("narrower and lower under the mouse, faster than it is told", async () => {
    const shown = open({ columns: 150, rows: 45 });
    await anotherFrame(shown);
    for (let step = 1; step <= 10; step++) {
      shown.resize(150 - 10 * step, 45 - 3 * step);
      await sleep(30);
    }
    await anotherFrame(shown);
    await endsWithoutATrace(shown);
  });
});

test.skipIf(!HAS_TMUX)("what is typed meanwhile leaves its own line at most", async () => {
  const shown = open({ columns: 80, rows: 24 });
  await anotherFrame(shown);
  shown.type("x", "y", "z");
  await anotherFrame(shown);
  shown.type("Enter");
  await anotherFrame(shown);
  await endsWithoutATrace(shown, "(xyz)?\n");
});

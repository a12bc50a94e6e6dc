/** The live view against a terminal in memory: what is written in between never meets a frame. */
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { liveView } from "../../src/ui/live-view.ts";
import { plainView } from "../../src/ui/plain-view.ts";
import type { ProgressEvent, View } from "../../src/ui/view.ts";
import { anOutcome, someWork } from "./progress.ts";
import { Screen } from "./screen.ts";

// Ink draws nothing where it takes the terminal for a job's log, which these tests may run in.
vi.hoisted(() => vi.stubEnv("CI", "false"));

const WORK = someWork(20);
const PATIENCE = { timeout: 60_000, interval: 5 };
const APPLYING: ProgressEvent = { type: "applying", work: WORK, accountNames: new Map() };

let screen: Screen;
let size: { columns: number; rows: number };
let now: number;
let ticks: Set<() => void>;
let resized: () => void;
let view: View;

// Loading Ink takes longer than any test should wait.
beforeAll(() => import("../../src/ui/ink/open-frame.tsx"));

beforeEach(() => {
  const mine = new Screen();
  screen = mine;
  size = { columns: 80, rows: 24 };
  now = 0;
  ticks = new Set();
  const write = (text: string): void => mine.write(text);
  const errorStyle = { width: 80, color: false };
  const plain = plainView({ stdout: write, stderr: write, save: () => undefined, errorStyle });
  const terminal = {
    write,
    size: () => size,
    onResize: (callback: () => void) => {
      resized = callback;
    },
    breaksLines: false,
  };
  const every = (_: number, callback: () => void) => {
    ticks.add(callback);
    return () => ticks.delete(callback);
  };
  view = liveView(plain, { terminal, elapsedMs: () => now, every });
});

afterEach(() => view.progress({ type: "idle" }));

function pass(ms: number): void {
  now += ms;
  for (const tick of ticks) tick();
}

/** Lets time pass until there is a frame: its code is loaded only then. */
async function show(): Promise<void> {
  view.progress(APPLYING);
  await vi.waitUntil(() => {
    pass(300);
    return screen.text().includes("Applying");
  }, PATIENCE);
}

/** Ink draws a moment later where it has only just drawn. */
async function seen(pattern: RegExp): Promise<string> {
  await vi.waitUntil(() => pattern.test(screen.text()), PATIENCE);
  return screen.text();
}

test("what ends soon shows nothing, and keeps no clock", () => {
  view.progress(APPLYING);
  pass(100);
  view.progress({ type: "idle" });
  expect([screen.written, ticks.size]).toEqual(["", 0]);
});

test("a note stands above the frame, which comes back under it", async () => {
  await show();
  view.note("a note");
  expect(screen.text()).toBe("a note");
  pass(200);
  expect((await seen(/^a note\n\nApplying /)).match(/Applying/g)).toHaveLength(1);
});

test("outcomes move the frame and leave no lines; the result stands alone, and nothing moves after it", async () => {
  await show();
  for (const one of WORK.slice(0, 7)) view.progress(anOutcome(one));
  pass(200);
  expect(await seen(/ 7 of 20/)).not.toContain("[");
  view.result("the report\n");
  pass(1_000);
  expect([screen.text(), ticks.size, screen.isCursorShown]).toEqual(["the report", 0, true]);
});

test("a stop is told in the frame at once; where there is none, as a line", async () => {
  view.progress({ type: "stopping" });
  expect(screen.text()).toMatch(/^Stopping: what is in flight ends/);
  await show();
  view.progress({ type: "stopping" });
  await seen(/Stopping after what is in flight \(Ctrl-C again ends at once\)/);
});

test("another size: the old frame goes first", async () => {
  await show();
  size = { columns: 60, rows: 6 };
  resized();
  const text = await seen(/^Applying/m);
  expect(text.match(/Applying/g)).toHaveLength(1);
  expect(text.split("\n").length).toBeLessThanOrEqual(4);
});

test("a terminal that breaks: the run goes on with lines", async () => {
  await show();
  size = null as never;
  pass(200);
  view.progress(anOutcome(WORK[0]!));
  expect(screen.text()).toContain("created");
  expect(ticks.size).toBe(0);
});

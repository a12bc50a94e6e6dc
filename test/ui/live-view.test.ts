/** The live view against a terminal in memory: what is written in between never meets a frame. */
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { liveView } from "../../src/ui/live-view.ts";
import { plainView } from "../../src/ui/plain-view.ts";
import type { ProgressEvent, View } from "../../src/ui/view.ts";
import { anOutcome, someWork } from "./progress.ts";
import { Screen } from "./screen.ts";

const WORK = someWork(20);
const APPLYING: ProgressEvent = { type: "applying", work: WORK, accountNames: new Map() };

let screen: Screen;
let size: { columns: number; rows: number };
let now: number;
let ticks: Set<() => void>;
let resized: () => void;
let suspended: () => void;
let view: View;

// Loading Ink takes longer than any test should wait.
beforeAll(() => import("../../src/ui/ink/open-frame.tsx"));

beforeEach(() => {
  size = { columns: 80, rows: 24 };
  const mine = new Screen(size);
  screen = mine;
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
    onSuspend: (callback: () => void) => {
      suspended = callback;
    },
    cursorDrifts: true,
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
  while (!(await screen.text()).includes("Applying")) pass(300);
}

async function resize(next: { columns: number; rows: number }): Promise<void> {
  await screen.resize(next);
  size = next;
  resized();
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
  expect(await screen.text()).toBe("a note");
  pass(200);
  expect(await screen.text()).toMatch(/^a note\n\nApplying (?!.*Applying)/s);
});

test("outcomes move the frame and leave no lines; the result stands alone, and nothing moves after it", async () => {
  await show();
  for (const one of WORK.slice(0, 7)) view.progress(anOutcome(one));
  pass(200);
  expect(await screen.text()).toMatch(/^\nApplying .* 7 of 20/);
  expect([await screen.text(), screen.isCursorShown()]).toEqual([expect.not.stringContaining("["), false]);
  view.result("the report\n");
  pass(1_000);
  expect([await screen.text(), ticks.size, screen.isCursorShown()]).toEqual(["the report", 0, true]);
});

test("a stop is told in the frame at once; where there is none, as a line", async () => {
  view.progress({ type: "stopping" });
  expect(await screen.text()).toMatch(/^Stopping: what is in flight ends/);
  await show();
  view.progress({ type: "stopping" });
  expect(await screen.text()).toContain("Stopping after what is in flight (Ctrl-C again ends at once)");
});

test("another size: the frame goes at once, and another one comes when the window has settled", async () => {
  await show();
  for (const next of [
    { columns: 60, rows: 24 },
    { columns: 60, rows: 8 },
  ]) {
    await resize(next);
    pass(200);
    expect([await screen.text(), screen.isCursorShown()]).toEqual(["", true]);
    pass(200);
    const rows = (await screen.text()).split("\n");
    expect(rows.filter((row) => row.includes("Applying"))).toHaveLength(1);
    expect([rows.length <= next.rows / 2, rows.every((row) => row.length < next.columns)]).toEqual([true, true]);
  }
});

test("in a window as low as it gets the screen is never cleared", async () => {
  await show();
  for (const rows of [40, 12, 2, 1]) {
    await resize({ columns: 80, rows });
    pass(400);
    expect(await screen.text()).toContain("Applying");
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal is told by
  expect(screen.written).not.toMatch(/\u001B\[[23]J|\u001Bc/);
});

test("put to sleep: the shell finds no frame, and its cursor; another frame comes with the first tick afterwards", async () => {
  await show();
  suspended();
  expect([await screen.text(), screen.isCursorShown()]).toEqual(["", true]);
  screen.write("$ fg\n");
  pass(200);
  expect(await screen.text()).toMatch(/^\$ fg\n\nApplying (?!.*Applying)/s);
  expect(screen.isCursorShown()).toBe(false);
});

test("a terminal that breaks: the run goes on with lines", async () => {
  await show();
  size = null as never;
  pass(200);
  view.progress(anOutcome(WORK[0]!));
  expect(await screen.text()).toMatch(/^\[ *1\/1\] created/);
  expect(ticks.size).toBe(0);
});

/** The in-use guard's truth table (DESIGN section 4): what ends, how it is called, who consents. */
import { describe, expect, test } from "vitest";
import { buildPlan, hashOfChange } from "../../src/core/build-plan.ts";
import { callsText } from "../../src/core/calls.ts";
import type { Change } from "../../src/core/change.ts";
import type { Diff } from "../../src/core/diff.ts";
import { consentToEnd, consentWarnings, guardInUse, type KnownUse, unknownConsent } from "../../src/core/in-use.ts";
import { WHOLE_SCOPE } from "../../src/core/plan.ts";
import { aFault } from "../fakes/builders.ts";
import { aLive, anObservation, aState, NOW, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  type Cell,
  DUE,
  diffOf,
  LATER,
  PROTECTED,
  releasing,
  replacing,
  tagged,
  YOUNG,
} from "./lifecycle-cells.ts";

const USE: Readonly<Record<string, KnownUse>> = {
  silent: { kind: "counted", invocations: 0 },
  called: { kind: "counted", invocations: 1204 },
  denied: { kind: "denied" },
  unread: { kind: "unread", fault: aFault({ kind: "unavailable", operation: "cloudwatch:GetMetricData" }) },
};

/** What ends of the key `app`, before anybody asks for its calls. */
const CELLS: Readonly<Record<string, Cell>> = {
  delete: { live: [aLive()] },
  double: { desired: [app()], live: [aLive(), aLive({ createdAt: YOUNG })] },
  "replace at once": { desired: [app({ candidates: [PRO] })], live: [aLive()], state: replacing(0, "model") },
  "replace with grace": { desired: [app({ candidates: [PRO] })], live: [aLive()], state: replacing(1, "model") },
  retire: { live: [tagged(DUE)] },
  retiring: { live: [tagged(LATER)] },
};

function judged(cell: Cell, known: KnownUse, names: readonly string[] = []): Diff {
  const diff = diffOf(cell);
  const byArn = new Map(diff.changes.flatMap(({ arn }) => (arn === null ? [] : [[arn, known] as const])));
  return guardInUse(diff, { days: 7, byArn }, new Set(names));
}

/** The change that the cell is about: `action reasons` and its calls. */
function told({ changes, diagnostics }: Diff): string {
  const [change] = changes.filter(({ action }) => action !== "keep") as [Change];
  const codes = change.because.map(({ code }) => code).join(" ");
  const calls = change.calls === null ? "unknown" : (change.calls?.invocations ?? "unasked");
  return [change.action, codes, calls, ...diagnostics.map(({ code }) => `! ${code}`)].join(" ");
}

const NOT_CALLED = {
  delete: "delete not-declared",
  double: "delete duplicate",
  "replace at once": "replace model-changed",
  "replace with grace": "replace model-changed",
  retire: "retire retire-due",
  retiring: "retiring retire-later",
};
const CALLED = {
  delete: "blocked plan/in-use 1204 ! plan/in-use",
  double: "blocked plan/in-use 1204 ! plan/in-use",
  "replace at once": "blocked plan/in-use 1204 ! plan/in-use",
  "replace with grace": "replace model-changed 1204 ! plan/in-use-replaced",
  retire: "retiring retire-due retire-in-use 1204",
  retiring: "retiring retire-later 1204",
};
const UNREAD = {
  delete: "blocked plan/use-unread unknown ! plan/use-unread",
  double: "blocked plan/use-unread unknown ! plan/use-unread",
  "replace at once": "blocked plan/use-unread unknown ! plan/use-unread",
  "replace with grace": "replace model-changed unknown",
  retire: "retiring retire-due retire-in-use unknown",
  retiring: "retiring retire-later unknown",
};

describe.each(Object.keys(CELLS) as (keyof typeof CALLED)[])("%s", (name) => {
  const cell = CELLS[name] as Cell;
  const untouched = NOT_CALLED[name];
  const withWarning = name === "replace with grace" ? " ! plan/in-use-replaced" : "";

  test.each([
    ["silent", [], `${untouched} 0`],
    ["called", [], CALLED[name]],
    ["called, consent to another name", ["other"], CALLED[name]],
    ["called, consent", ["app"], `${untouched} 1204${withWarning}`],
    ["denied: the other guards have to do", [], `${untouched} unknown`],
    ["unread: what is not known ends nothing", [], UNREAD[name]],
    ["unread, consent", ["app"], `${untouched} unknown`],
  ])("%s", (use, names, expected) => {
    const known = USE[use.replace(/[,:].*/, "")] as KnownUse;
    expect(told(judged(cell, known, names))).toBe(expected);
  });
});

test("what nobody was asked about is not taken for silent", () => {
  const diff = diffOf(CELLS.delete as Cell);
  expect(told(guardInUse(diff, { days: 7, byArn: new Map() }, new Set()))).toContain("blocked plan/use-unread");
});

test.each<[string, Cell]>([
  ["a create", { desired: [app()] }],
  ["a tag edit", { desired: [app({ tags: { project: "new" } })], live: [aLive()] }],
  ["a release", { live: [aLive()], state: releasing("app") }],
  ["a protected one", { live: [tagged(PROTECTED)] }],
  ["one that stays", { desired: [app()], live: [aLive()] }],
  ["one that is adopted", { desired: [app({ adopt: true })], live: [aLive({ tags: {} })] }],
])("%s ends nothing: as it was, with no calls", (_, cell) => {
  expect(judged(cell, USE.called as KnownUse)).toEqual(diffOf(cell));
});

describe("consent", () => {
  const allow = (until: string) => ({
    maxDeletes: 5,
    maxDeletePercent: 30,
    inUseDays: 7,
    allow: { deletes: 0, inUse: ["old-bot"], until },
  });
  test.each([
    ["the file's, live", "2026-12-01", [], ["old-bot"]],
    ["the file's, on its last day", NOW.slice(0, 10), [], ["old-bot"]],
    ["the file's, expired", "2026-11-22", [], []],
    ["both add up", "2026-12-01", ["app"], ["app", "old-bot"]],
    ["a flag outlives the file's", "2026-11-22", ["app"], ["app"]],
  ])("%s", (_, until, flags, names) => {
    expect([...consentToEnd(allow(until), flags, NOW)].sort()).toEqual(names);
  });
});

test("calls enter no hash, and what is blocked leaves the guards' count", () => {
  const cell: Cell = {
    desired: [app({ name: "kept" })],
    live: [aLive({ awsName: "kept", tags: ourTags("kept") }), aLive()],
  };
  const planOf = (diff: Diff) =>
    buildPlan({
      stacks: aState(cell.desired ?? []),
      scope: WHOLE_SCOPE,
      observation: anObservation(cell.live ?? []),
      diff,
      billing: [],
      diagnostics: [],
    });
  const bare = planOf(diffOf(cell));
  expect(planOf(judged(cell, USE.silent as KnownUse)).hash).toBe(bare.hash);
  expect(planOf(judged(cell, USE.called as KnownUse, ["app"])).hash).toBe(bare.hash);
  const { summary, changes } = planOf(judged(cell, USE.called as KnownUse));
  expect([summary.delete, summary.blocked, changes.map(hashOfChange)]).toEqual([0, 1, [null]]);
});

test("a person is told the calls, the ARN, and the two ways to consent", () => {
  const [found] = judged(CELLS.delete as Cell, USE.called as KnownUse).diagnostics;
  expect(found?.detail).toMatch(/^arn:aws:bedrock:.* is not deleted: it had 1,204 calls in the last 7 days\.$/);
  expect(found?.hint).toContain("--allow-in-use app");
  expect(found?.hint).toContain("guards.allow.inUse");
});

test.each([
  [0, 7, "no calls in the last 7 days"],
  [1, 1, "1 call in the last day"],
  [999, 7, "999 calls in the last 7 days"],
  [1_234_567, 30, "1,234,567 calls in the last 30 days"],
])("%i in %i days", (invocations, days, text) => {
  expect(callsText({ invocations, days })).toBe(text);
});

test("consent for a name that no profile has is told, with the name that was meant", () => {
  expect(unknownConsent(["app"], ["app"])).toEqual([]);
  const told = consentWarnings(unknownConsent(["ap", "quite-another"], ["bot", "app"]));
  expect(told.map(({ code, hint }) => [code, hint])).toEqual([
    ["safety/consent-unknown", 'Did you mean "app"?'],
    ["safety/consent-unknown", undefined],
  ]);
});

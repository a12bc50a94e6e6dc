/** A saved plan read back: the same plan, or a refusal that says why; never a crash. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/core/plan.ts";
import { toPlanFile } from "../../src/core/plan-file.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { sealOf } from "../../src/core/seal.ts";
import { aDesired, aLive, aPlanReport, HAIKU, NOVA } from "../fakes/builders.ts";
import { anyGiven } from "../render/plan-arbitrary.ts";

const DIAGNOSTIC = {
  code: "safety/too-many-deletes",
  severity: "warning",
  summary: "",
  detail: "",
  hint: null,
  subject: null,
  target: null,
};
const write = (plan: Plan): string => JSON.stringify(toPlanFile(plan));
const codesOf = (text: string): string[] => readPlanFile(text, "plan.json").diagnostics.map(({ code }) => code);

/** That of a drift which was asked for it. */
const anyCoverage = fc.option(
  fc.record({
    since: fc.constant("2026-11-16T09:00:00Z"),
    days: fc.constant(7),
    all: fc.nat(),
    covered: fc.nat(),
    share: fc.option(fc.integer({ min: 0, max: 10_000 }).map((parts) => parts / 10_000)),
    points: fc.option(fc.integer({ min: -100, max: 100 })),
    unread: fc.nat(5),
  }),
);

test("whatever plan is saved is read back as the same file, byte for byte", () => {
  fc.assert(
    fc.property(anyGiven, anyCoverage, (given, tokenCoverage) => {
      const text = write({ ...aPlanReport(given).plan, ...(tokenCoverage === null ? {} : { tokenCoverage }) });
      const read = readPlanFile(text, "plan.json");
      expect(read.diagnostics).toEqual([]);
      if (read.value === undefined) throw new Error("no plan");
      expect(write(read.value)).toBe(text);
    }),
    { numRuns: 300 },
  );
});

test("any JSON, and any text, is refused without a crash", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json({ maxDepth: 4 }), fc.string(), fc.constant('{"formatVersion":"1.0"}')), (text) => {
      const { value, diagnostics } = readPlanFile(text, "plan.json");
      expect([value, diagnostics.length]).toEqual([undefined, 1]);
    }),
    { numRuns: 500 },
  );
});

const { plan } = aPlanReport({
  desired: [
    aDesired({ name: "new" }),
    aDesired({ name: "swap", source: HAIKU }),
    aDesired({ name: "tags", tags: { team: "ads" } }),
  ],
  live: [aLive({ name: "swap", source: NOVA }), aLive({ name: "tags" }), aLive({ name: "gone" })],
});
const sealed = JSON.parse(write(plan));
/** As versions before the seal wrote it. */
const { seal: _, ...file } = sealed;

/** Every place in a value, as a path. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (value === null || typeof value !== "object") return [[...path]];
  return Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
}

function withValue(value: unknown, [first, ...rest]: readonly (string | number)[], to: unknown): unknown {
  if (first === undefined) return to;
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as Record<string, unknown>) };
  copy[first] = withValue(copy[first], rest, to);
  return copy;
}

/** What no approval covers: why, where, by what name, what it was before, and how it was counted or told. */
const UNHASHED =
  /^(?:changes\.\d+\.(?:because|declaredAt|before|successor|carriedTags)|changes\.\d+\.after|targets|diagnostics|summary\.keep|guards\.(?:serving|maxDeletes|maxDeletePercent|consent))\b/;
/** `after` is covered only where a profile is made of it. */
const isCovered = (path: string): boolean => {
  if (!UNHASHED.test(path)) return true;
  const index = /^changes\.(\d+)\.after\b/.exec(path)?.[1];
  return index !== undefined && ["create", "replace"].includes(file.changes[Number(index)].action);
};

/** Another value of the same kind. */
function edited(whole: unknown, path: readonly (string | number)[]): string {
  const old = path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], whole);
  const other = typeof old === "number" ? old + 1 : typeof old === "boolean" ? !old : `${String(old)}x`;
  return JSON.stringify(withValue(whole, path, other));
}

describe("sealed: whatever is edited is noticed", () => {
  const paths = pathsOf(sealed);

  test("also what no hash covers", () => {
    expect(paths.length).toBeGreaterThan(90);
    for (const path of paths) expect(codesOf(edited(sealed, path)), path.join(".")).not.toEqual([]);
  });

  test.each([
    ["serving profiles for the percentage", { guards: { ...sealed.guards, serving: 2 } }],
    ["a limit", { guards: { ...sealed.guards, maxDeletePercent: 100 } }],
    ["a target that was not read", { targets: sealed.targets.map((one: object) => ({ ...one, status: "pending" })) }],
    ["no target", { targets: [], guards: { ...sealed.guards, serving: 0 } }],
    ["a finding", { diagnostics: [{ ...DIAGNOSTIC }] }],
    ["a key that this version does not know", { later: true }],
    ["another seal", { seal: "0".repeat(64) }],
  ])("%s", (_, edit) => {
    expect(codesOf(JSON.stringify({ ...sealed, ...edit }))).toEqual(["approval/edited"]);
  });

  test("spacing and the order of keys are nobody's edit", () => {
    const turned = Object.fromEntries(Object.entries(sealed).reverse());
    expect(codesOf(JSON.stringify(turned, null, 4))).toEqual([]);
  });

  test("one of an older version has none, which an apply by shards does not take", () => {
    const text = JSON.stringify(file);
    expect(codesOf(text)).toEqual([]);
    const found = readPlanFile(text, "plan.json", { mustBeSealed: true }).diagnostics;
    expect(found.map(({ code, detail }) => [code, detail])).toEqual([
      [
        "approval/edited",
        "plan.json was changed after it was saved: its seal is missing (older versions wrote none: plan again).",
      ],
    ]);
  });
});

describe("edited by hand, where no seal tells", () => {
  const covered = pathsOf(file)
    .map((path) => path.join("."))
    .filter(isCovered);

  test("there is enough to edit", () => expect(covered.length).toBeGreaterThan(40));

  test.each(covered)("%s", (path) => {
    expect(codesOf(edited(file, path.split(".")))).not.toEqual([]);
  });

  test.each(["added", "taken out"])("a change that is %s", (how) => {
    const changes = how === "added" ? [...file.changes, file.changes[0]] : file.changes.slice(1);
    expect(codesOf(JSON.stringify({ ...file, changes }))).toEqual(["approval/edited"]);
  });

  test("a delete that is called a double, so that nobody would have to approve it", () => {
    const changes = file.changes.map((change: { action: string }) =>
      change.action === "delete" ? { ...change, because: [{ code: "duplicate", text: "a double" }] } : change,
    );
    expect(codesOf(JSON.stringify({ ...file, changes }))).toEqual(["approval/edited"]);
  });

  test("more profiles to take a percentage of than there are", () => {
    expect(codesOf(JSON.stringify({ ...file, guards: { ...file.guards, serving: 4 } }))).toEqual(["approval/edited"]);
  });

  test("what is only told may differ: it approves nothing", () => {
    const changes = file.changes.map((change: object) => ({ ...change, declaredAt: null }));
    expect(codesOf(JSON.stringify({ ...file, changes }))).toEqual([]);
  });
});

test.each([
  ["another version", { ...file, formatVersion: "1.1" }, "approval/other-version"],
  ["a version that is no text", { ...file, formatVersion: 1 }, "approval/not-a-plan"],
  ["a key that a later version adds", { ...file, later: true }, undefined],
  ["the same with its seal", { ...file, later: true, seal: sealOf({ ...file, later: true }) }, undefined],
])("%s", (_, value, code) => {
  expect(codesOf(JSON.stringify(value))).toEqual(code === undefined ? [] : [code]);
});

test("ten thousand changes", () => {
  const desired = Array.from({ length: 10_000 }, (_, i) => aDesired({ name: `app-${i}` }));
  const text = write(aPlanReport({ desired }).plan);
  expect(readPlanFile(text, "plan.json").value?.changes).toHaveLength(10_000);
});

/** What makes no plan: every reason is told, and nothing is joined. */
import { describe, expect, test } from "vitest";
import { mergePlans } from "../../src/core/merge-plans.ts";
import type { SavedPart } from "../../src/core/merge-problems.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { aDesired, aFault, aLive, DEV, NOW, PROD, PROD_EU } from "../fakes/builders.ts";
import { partsOf, type Sharded, wholePlan } from "../fakes/shards.ts";

const ESTATE: Sharded = {
  desired: [aDesired({ name: "app" }), aDesired({ name: "bot", target: DEV })],
  targets: [PROD, DEV, PROD_EU],
};
const [ONE, TWO, THREE] = partsOf(ESTATE, 3) as [SavedPart, SavedPart, SavedPart];

/** Part `index` of this estate instead. */
const other = (estate: Partial<Sharded>, index: number, count = 3): SavedPart => {
  const part = partsOf({ ...ESTATE, ...estate }, count)[index - 1];
  if (part === undefined) throw new Error("no such part");
  return { ...part, file: "other.json" };
};
const stack = { state: { stack: "another" } };
const based = (part: SavedPart): SavedPart => ({
  ...part,
  plan: { ...part.plan, base: { ref: "origin/main", commit: "c0ffee" } },
});

const told = (parts: readonly SavedPart[]): string[] => {
  const { value, diagnostics } = mergePlans(parts, { now: NOW });
  expect(value).toBeUndefined();
  return diagnostics.map(({ code, detail }) => `${code}: ${detail}`);
};

describe("refused", () => {
  test.each<[string, SavedPart[], string[]]>([
    ["a missing part", [ONE, THREE], ["merge/not-whole: No file is the part of shard 2/3."]],
    ["several missing", [TWO], ["merge/not-whole: No file is the part of shard 1/3, 3/3."]],
    [
      "a part twice",
      [ONE, TWO, TWO, THREE],
      ["merge/not-whole: part-2.json and part-2.json are both the part of shard 2/3."],
    ],
    [
      "one twice instead of another",
      [ONE, { ...ONE, file: "again.json" }, THREE],
      [
        "merge/not-whole: No file is the part of shard 2/3.",
        "merge/not-whole: part-1.json and again.json are both the part of shard 1/3.",
      ],
    ],
    ["a whole plan", [ONE, { file: "plan.json", plan: wholePlan(ESTATE) }], ["merge/not-a-part: plan.json"]],
    ["another stack", [ONE, other(stack, 2), THREE], ["merge/other-plan: part-1.json and other.json differ in stack"]],
    [
      "another number of shards",
      [ONE, other({}, 2, 2), THREE],
      ["merge/other-plan: part-1.json and other.json differ in number of shards (3, 2)."],
    ],
    [
      "another version of Strata",
      [ONE, other({ version: "1.1.0" }, 2), THREE],
      ["merge/other-plan: part-1.json and other.json differ in version of Strata (1.0.0, 1.1.0)."],
    ],
    [
      "another configuration, though nothing of it is this shard's",
      [ONE, TWO, other({ desired: [...ESTATE.desired, aDesired({ name: "late" })] }, 3)],
      ["merge/other-plan: part-1.json and other.json differ in configuration or account of the credentials."],
    ],
    [
      "other guards in the file",
      [ONE, TWO, other({ state: { guards: { maxDeletes: 500, maxDeletePercent: 100, inUseDays: 7 } } }, 3)],
      ["merge/other-plan: part-1.json and other.json differ in configuration or account of the credentials."],
    ],
    [
      "another scope",
      [ONE, TWO, other({ scope: { targets: ["x/y"], only: [], exclude: [] } }, 3)],
      ["merge/other-plan: part-1.json and other.json differ in scope."],
    ],
    ["another base", [ONE, based(TWO), THREE], ["merge/other-plan: part-1.json and part-2.json differ in base."]],
  ])("%s", (_, parts, expected) => {
    const found = told(parts);
    expect(found).toHaveLength(expected.length);
    for (const [at, text] of expected.entries()) expect(found[at]).toContain(text);
  });

  test("a target in two parts", () => {
    const doubled = { ...TWO, plan: { ...TWO.plan, targets: [...TWO.plan.targets, ...ONE.plan.targets] } };
    expect(told([ONE, doubled, THREE])).toEqual([
      "merge/not-whole: The target 111122223333/us-east-1 is in part-1.json and in part-2.json.",
    ]);
  });

  test("a part whose seal is gone, or does not fit: guards judge by what it tells of its targets", () => {
    const part = JSON.parse(renderPlanJson(ONE.plan));
    const { seal, ...unsealed } = part;
    const detailsOf = (value: unknown) =>
      readPlanFile(JSON.stringify(value), "part.json").diagnostics.map(({ detail }) => detail);
    expect([seal, detailsOf(part)]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), []]);
    expect(detailsOf(unsealed)).toEqual([
      "part.json was changed after it was saved: its seal is missing (older versions wrote none: plan again).",
    ]);
    expect(detailsOf({ ...part, targets: [] })).toEqual([
      "part.json was changed after it was saved: its seal does not fit what it says.",
    ]);
  });

  test("what a part says of itself is covered by its hash", () => {
    const text = renderPlanJson(ONE.plan);
    expect(readPlanFile(text, "part.json").diagnostics).toEqual([]);
    for (const [from, to] of [
      ['"index": 1', '"index": 2'],
      ['"maxDeletes": 5', '"maxDeletes": 500'],
      ['"declared": 2', '"declared": 0'],
      ['"serving": 0', '"serving": 1000'],
    ] as const) {
      const edited = text.replace(from, to);
      expect(edited).not.toBe(text);
      expect(readPlanFile(edited, "part.json").diagnostics.map(({ code }) => code)).toEqual(["approval/edited"]);
    }
  });
});

test("a target that could not be read makes the whole incomplete, as in one run", () => {
  const unread = [{ ...DEV, status: "unreadable" as const, fault: aFault() }];
  const { plan } = mergePlans(partsOf({ ...ESTATE, unread }, 3), { now: NOW }).value ?? {};
  expect([plan?.complete, plan?.changes.length]).toEqual([false, 1]);
});

test("consent counts over all shards, and is asked for the sum", () => {
  const live = [PROD, DEV, PROD_EU].flatMap((target) =>
    [1, 2].map((n) => aLive({ name: `old-${n}`, target, id: `${target.account}${target.region}${n}` })),
  );
  const parts = partsOf({ ...ESTATE, live }, 3);
  const stopped = mergePlans(parts, { now: NOW }).value;
  expect(stopped?.guards.stops[0]?.hint).toContain("--allow-deletes 6");
  expect(mergePlans(parts, { now: NOW, allowDeletes: 6 }).value?.guards.stops).toEqual([]);
});

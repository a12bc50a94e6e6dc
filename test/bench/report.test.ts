import { describe, expect, test } from "vitest";
import { parseOptions } from "../../bench/options.ts";
import { fillParts, performanceParts } from "../../bench/performance-doc.ts";
import { renderResults } from "../../bench/report.ts";
import { mergeResults } from "../../bench/results.ts";
import { type Row, Sheet } from "../../bench/row.ts";
import { ROWS } from "../../bench/rows/all.ts";
import { aCase, aRow, someResults } from "./figures.ts";

const MEASURED = [
  aCase({ n: 100 }, [0.5, 0.4, 0.45], { calls: { ListInferenceProfiles: 1, GetResources: 1 }, peakBytes: 8e7 }),
  aCase({ n: 100, tool: "Terraform" }, [4, 5, 4.5], { calls: { GetInferenceProfile: 100 }, peakBytes: 6e8 }),
  { ...aCase({ n: 100, tool: "AWS CLI loop" }, []), notRun: { seconds: 610, from: [1, 10] } },
];

describe("the table of the comparison", () => {
  const text = renderResults(someResults([aRow("peers", MEASURED)]), ROWS);

  test("tells the median, the span and how many times as long it is", () => {
    expect(text).toContain(
      "| no-op plan, 100 | 0.45 s (0.40–0.50) | 4.50 s (4.00–5.00): 10.0 × | not run: would take ~610 s (from 1 and 10) |",
    );
    expect(text).toContain("Median (least–most) of 3 runs");
  });

  test("calls and memory of what was not run are not made up", () => {
    expect(text).toContain("| no-op plan, 100 | 2 | 100 | not run |");
    expect(text).toContain("| no-op plan, 100 | 80 MB | 600 MB | not run |");
  });

  test("says where, with what, and of which Strata", () => {
    for (const part of ["| CPU | Slow One |", "| Node | v24.0.0 |", "2026-11-23, Strata at `178ca7bd0f`, load 0.1"])
      expect(text).toContain(part);
    expect(text).not.toContain("WARNING");
  });
});

test("a quick run is told to be one, on both pages", () => {
  const results = someResults([aRow("peers", MEASURED, { quick: true })]);
  expect(renderResults(results, ROWS)).toContain("> [!WARNING]\n> Quick runs");
  expect(performanceParts(results, ROWS).where?.[0]).toContain("**Quick runs");
});

describe("budgets", () => {
  const row = (isMet: boolean): Row => ({
    id: "one",
    title: "One",
    measure: async () => [],
    tell: () => ({
      budgets: [{ what: "calls", limit: "≤ 4", measured: "5", isMet, floor: "Nobody can do less." }],
      lines: [],
    }),
  });
  const told = (isMet: boolean, quick = false): string =>
    renderResults(someResults([aRow("one", [], { quick })]), [row(isMet)]);

  test("one that is not met says so, and why", () => {
    expect(told(false)).toContain("| calls | ≤ 4 | 5 | **no** |\n\nNot met: calls. Nobody can do less.");
  });

  test("a quick run is not judged", () => {
    expect(told(false, true)).toContain("| calls | ≤ 4 | 5 | not judged: a quick run |");
    expect(told(false, true)).not.toContain("Nobody");
  });

  test("one that is met needs no excuse", () => {
    expect(told(true)).toContain("| calls | ≤ 4 | 5 | yes |");
    expect(told(true)).not.toContain("Nobody");
  });

  const calls = (work: string, n: number, count: number) => aCase({ work, n }, [1], { calls: { Any: count } });
  const validated = (hundred: number) => [
    aCase({ work: "node -e 0", n: 0 }, [0.05]),
    aCase({ work: "validate", n: 100 }, [hundred]),
  ];
  const compared = (strata: number) => [aCase({ n: 500 }, [strata]), aCase({ n: 500, tool: "Terraform" }, [18])];
  const held = (n: number, seconds: number, heapBytes: number) =>
    ["nothing to do", "mixed"].map((work) => aCase({ work, n }, [seconds], { heapBytes }));
  const text = (textBytes: number, named: number) =>
    aCase({ work: "2 % deletes", n: 10_000 }, [1], { textBytes, named, toName: 200 });

  test.each([
    [
      "calls",
      [calls("no-op plan", 1000, 13), calls("first apply", 1000, 1007), calls("one tag on all", 1000, 63)],
      true,
    ],
    ["calls", [calls("no-op plan", 1000, 14)], false],
    ["calls", [calls("no-op plan", 10, 4), calls("no-op plan", 1000, 14)], false],
    ["calls", [calls("one tag on all", 100, 103)], false],
    ["pace", [aCase({ n: 100, rate: 10 }, [11.5])], true],
    ["pace", [aCase({ n: 100, rate: 10 }, [10]), aCase({ n: 100, rate: 5 }, [24])], false],
    ["validate", validated(0.15), true],
    ["validate", validated(0.16), false],
    ["noop", compared(0.6), true],
    ["noop", compared(0.61), false],
    ["limited", [aCase({ n: 1000 }, [1.9])], true],
    ["limited", [aCase({ n: 1000 }, [2.1])], false],
    ["diff", [...held(10_000, 0.1, 1e6), ...held(100_000, 0.5, 1e7)], true],
    ["diff", [...held(10_000, 0.1, 1e6), ...held(100_000, 0.6, 1e7)], false],
    ["diff", [...held(10_000, 0.1, 1e6), ...held(100_000, 0.5, 2e7)], false],
    ["comment", [text(60_000, 200)], true],
    ["comment", [text(60_001, 200)], false],
    ["comment", [text(50_000, 199)], false],
    ["scale", [aCase({}, [9], { peakBytes: 1.5e9 })], true],
    ["scale", [aCase({}, [9], { peakBytes: 1.6e9 })], false],
  ] as const)("%s, case %#", (id, measured, isMet) => {
    const found = ROWS.find((one) => one.id === id)?.tell(measured).budgets ?? [];
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((budget) => budget.isMet)).toBe(isMet);
  });

  test("validate tells its floor from the parts that were measured, and none without them", () => {
    const floorOf = (measured: Parameters<Row["tell"]>[0]) =>
      ROWS.find(({ id }) => id === "validate")
        ?.tell(measured)
        .budgets.map(({ floor }) => floor);
    const start = aCase({ work: "strata --version", n: 0 }, [0.08]);
    const parse = aCase({ work: "YAML read, nothing else", n: 100 }, [0.07]);
    expect(floorOf([...validated(0.2), start, parse])).toEqual([
      expect.stringMatching(/80\.0 ms.* 100 profiles .*70\.0 ms.*50\.0 ms.*together a floor of 2\.00 ×/),
    ]);
    expect(floorOf([...validated(0.2), start])).toEqual([undefined]);
  });

  test("without Terraform there is nothing to compare with", () => {
    expect(ROWS.find(({ id }) => id === "noop")?.tell([aCase({ n: 500 }, [0.5])]).budgets).toEqual([]);
  });
});

describe("figures of before", () => {
  const now = someResults([]);
  const before = someResults([aRow("calls", []), aRow("pace", [], { commit: "old" })]);

  test("stay, but for the rows that were measured again", () => {
    const { rows } = mergeResults(before, now, [aRow("pace", [], { commit: "new" })]);
    expect(rows.map(({ id, commit }) => [id, commit])).toEqual([
      ["calls", "178ca7bd0f"],
      ["pace", "new"],
    ]);
  });

  test.each([{ machine: { CPU: "Fast One", cores: "2" } }, { versions: { Node: "v26.0.0" } }])(
    "are dropped where %j",
    (other) => {
      expect(mergeResults(before, { ...now, ...other }, [aRow("diff", [])]).rows.map(({ id }) => id)).toEqual(["diff"]);
    },
  );
});

test("runs of one case are gathered in whatever order they come", () => {
  const sheet = new Sheet();
  const [one, other] = [
    { tool: "Strata", work: "plan", n: 1 },
    { tool: "Terraform", work: "plan", n: 1 },
  ];
  for (const seconds of [1, 2]) {
    sheet.add(one, { seconds });
    sheet.add(other, { seconds: 10 * seconds });
  }
  sheet.leaveOut({ ...one, n: 9 }, { seconds: 9, from: [1] });
  expect(sheet.measured.map(({ tool, n, runs }) => [tool, n, runs.map(({ seconds }) => seconds)])).toEqual([
    ["Strata", 1, [1, 2]],
    ["Terraform", 1, [10, 20]],
    ["Strata", 9, []],
  ]);
});

describe("parts of a page", () => {
  test("are replaced between their marks, whatever stands there", () => {
    const page = "a\n<!-- bench: one -->\nold $1\n<!-- /bench -->\nb\n<!-- bench: two -->\n<!-- /bench -->\n";
    const filled = fillParts(page, { one: ["$& new"], two: ["x", "y"] });
    expect(filled).toBe(
      "a\n<!-- bench: one -->\n$& new\n<!-- /bench -->\nb\n<!-- bench: two -->\nx\ny\n<!-- /bench -->\n",
    );
    expect(fillParts(filled, { one: ["$& new"] })).toBe(filled);
  });

  test("a part without a place is an error", () => {
    expect(() => fillParts("nothing", { one: [] })).toThrow("no place for one");
  });
});

describe("options", () => {
  test("all of them", () => {
    expect(parseOptions([], ["a"])).toEqual({
      only: [],
      quick: false,
      runs: null,
      limit: 150,
      out: null,
      render: false,
    });
    const args = ["--only", "a", "--only", "b", "--quick", "--runs", "7", "--limit", "9", "--out", "x", "--render"];
    expect(parseOptions(args, ["a", "b"])).toEqual({
      only: ["a", "b"],
      quick: true,
      runs: 7,
      limit: 9,
      out: "x",
      render: true,
    });
    expect(parseOptions(["--quick"], []).limit).toBe(30);
  });

  test.each([
    [["--only", "c"], "There is no row c; there are a, b."],
    [["--runs", "0"], "--runs wants a whole number of at least 1."],
    [["--limit", "soon"], "--limit wants a whole number of at least 1."],
    [["--fast"], "--fast"],
  ])("%j is refused", (args, why) => expect(() => parseOptions(args, ["a", "b"])).toThrow(why));
});

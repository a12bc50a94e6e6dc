import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callsText, createBudget, readsBudget, tagBudget } from "../../bench/calls.ts";
import { expectedFor } from "../../bench/expect.ts";
import {
  bytesText,
  countText,
  ratioText,
  rotated,
  secondsText,
  spreadText,
  summarise,
} from "../../bench/statistics.ts";
import { aCase } from "./figures.ts";

describe("several runs as one", () => {
  test.each([
    [[3], { median: 3, min: 3, max: 3, count: 1 }],
    [[4, 1, 2], { median: 2, min: 1, max: 4, count: 3 }],
    [[10, 9, 2, 1], { median: 5.5, min: 1, max: 10, count: 4 }],
  ])("%j", (values, expected) => expect(summarise(values)).toEqual(expected));

  test("nothing measured is an error, not a zero", () => expect(() => summarise([])).toThrow("nothing was measured"));

  test("half of the values are on each side of the median", () => {
    const values = fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (runs) => {
        const { median, min, max } = summarise(runs);
        expect(runs.filter((one) => one < median).length).toBeLessThanOrEqual(runs.length / 2);
        expect(runs.filter((one) => one > median).length).toBeLessThanOrEqual(runs.length / 2);
        expect([min <= median, median <= max]).toEqual([true, true]);
      }),
    );
  });
});

describe("in words", () => {
  test.each([
    [0.0634, "63.4 ms"],
    [0.46, "0.46 s"],
    [17.94, "17.9 s"],
    [99.96, "100 s"],
    [1234.5, "1,235 s"],
  ])("%d seconds: %s", (value, text) => expect(secondsText(value)).toBe(text));

  test.each([
    [[0.5, 0.44, 0.46], "0.46 s (0.44–0.50)"],
    [[0.05, 0.04, 0.06], "50.0 ms (40.0–60.0)"],
    [[2], "2.00 s"],
  ])("runs %j: %s", (values, text) => expect(spreadText(summarise(values))).toBe(text));

  test("ratios, bytes and counts", () => {
    expect(ratioText(17.9, 0.46)).toBe("38.9 ×");
    expect([512, 26_427, 79_000_000, 1_500_000_000].map(bytesText)).toEqual([
      "512 bytes",
      "26,427 bytes",
      "79 MB",
      "1.50 GB",
    ]);
    expect([7, 1000, 1_234_567].map(countText)).toEqual(["7", "1,000", "1,234,567"]);
    expect(callsText({ Get: 2, List: 1000, Ask: 2 })).toBe("1,000 List, 2 Ask, 2 Get");
  });
});

test("budgets of calls are those of DESIGN section 11", () => {
  expect([0, 1, 100, 101, 1000, 1001].map(readsBudget)).toEqual([4, 4, 4, 5, 13, 15]);
  expect([10, 1000].map(createBudget)).toEqual([17, 1007]);
  expect([21, 1000].map(tagBudget)).toEqual([6, 63]);
});

test("every tool comes first once in as many rounds as there are tools", () => {
  expect([0, 1, 2, 3].map((round) => rotated(["a", "b", "c"], round).join(""))).toEqual(["abc", "bca", "cab", "abc"]);
  expect(rotated([], 3)).toEqual([]);
});

describe("what a run would take", () => {
  const wanted = { tool: "Terraform", work: "no-op plan", n: 1000, latencyMs: 0 };
  const at = (n: number, ...seconds: number[]) => aCase({ ...wanted, n }, seconds);

  test("is unknown before anything was run", () => {
    expect(expectedFor([], wanted)).toBeUndefined();
    const others = [{ tool: "Strata" }, { work: "destroy" }, { latencyMs: 50 }, { n: 2000 }];
    expect(
      expectedFor(
        others.map((other) => aCase({ ...wanted, n: 10, ...other }, [1])),
        wanted,
      ),
    ).toBeUndefined();
  });

  test("is told in proportion to one case, and on a line through two", () => {
    expect(expectedFor([at(10, 2, 3, 9)], wanted)).toEqual({ seconds: 300, from: [10] });
    expect(expectedFor([at(10, 1), at(100, 10), at(500, 30)], wanted)).toEqual({ seconds: 55, from: [100, 500] });
    expect(expectedFor([at(10, 2), at(100, 1)], wanted), "never less than what was measured").toEqual({
      seconds: 1,
      from: [10, 100],
    });
  });
});

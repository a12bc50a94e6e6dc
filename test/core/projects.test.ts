/** The register of projects, and spend booked by it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Project } from "../../src/core/desired.ts";
import { exactMoney, type Money, sumMoney } from "../../src/core/money.ts";
import { PROJECT_TAG, presentName, projectRegistry } from "../../src/core/projects.ts";
import type { Spend, SpendRow, SpendValue } from "../../src/core/spend.ts";
import { budgetOf, mergeRows, projectOfRow, spendByProject } from "../../src/core/spend-projects.ts";

const PROJECTS: readonly Project[] = [
  { name: "discovery", formerly: ["search", "lookup"], costCenter: "CC-2210", owner: "@acme/discovery", budget: 5000 },
  { name: "ads", formerly: [] },
];
const REGISTRY = projectRegistry(PROJECTS);

const row = (values: readonly SpendValue[], ...series: Money[]): SpendRow => ({
  values,
  total: sumMoney(series),
  series,
});

function aSpend(rows: readonly SpendRow[], by: Spend["by"] = [{ kind: "tag", name: PROJECT_TAG }]): Spend {
  return {
    payer: "111122223333",
    isLinked: false,
    by,
    period: { start: "2026-10-01", end: "2026-10-03" },
    granularity: "daily",
    metric: "unblended",
    currency: "USD",
    services: [],
    spans: [],
    rows,
    total: sumMoney(rows.map(({ total }) => total)),
    series: [],
    coverage: [],
  };
}

describe("the register", () => {
  test.each([
    ["discovery", "discovery"],
    ["search", "discovery"],
    ["lookup", "discovery"],
    ["ads", "ads"],
    ["hackday", "hackday"],
    ["Search", "Search"],
    ["", ""],
    ["__proto__", "__proto__"],
  ])("%s counts as %s", (value, project) => expect(presentName(REGISTRY, value)).toBe(project));

  test.each([
    [5000, "5000"],
    [0.1, "0.1"],
    [1234.56, "1234.56"],
    [1e21, "1000000000000000000000"],
    [2.5e-7, "0.00000025"],
  ])("a budget of %s is money to the last digit", (budget, text) => {
    expect(exactMoney(budgetOf({ name: "a", formerly: [], budget }) ?? -1n)).toBe(text);
  });

  test("no budget is none", () => expect(budgetOf({ name: "a", formerly: [] })).toBeUndefined());
});

describe("spend by project", () => {
  const spend = aSpend([
    row(["search"], 3n, 4n),
    row(["discovery"], 5n, 0n),
    row(["ads"], 9n, 0n),
    row([null], 100n, 0n),
  ]);

  test("former names count under the present one, the largest first; what was merged is told", () => {
    const { rows, total, projects } = spendByProject(spend, REGISTRY);
    expect(rows).toEqual([row(["discovery"], 8n, 4n), row(["ads"], 9n, 0n), row([null], 100n, 0n)]);
    expect(total).toBe(spend.total);
    expect(projects?.merged).toEqual([{ value: "search", project: "discovery" }]);
  });

  test("the register tells of each row; of values on the bill, too", () => {
    const raw = spendByProject(spend, REGISTRY, true);
    expect([raw.rows, raw.projects?.merged]).toEqual([spend.rows, []]);
    expect(raw.rows.map((one) => projectOfRow(raw, one)?.owner)).toEqual([
      "@acme/discovery",
      "@acme/discovery",
      undefined,
      undefined,
    ]);
    expect(projectOfRow(spend, row(["search"], 1n))).toBeUndefined();
  });

  test("grouped with something else, at either place, rows of other groups stay apart", () => {
    const by = [
      { kind: "tag", name: "stage" },
      { kind: "tag", name: PROJECT_TAG },
    ] as const;
    const rows = [row(["search", "search"], 1n), row(["search", "lookup"], 2n), row(["prod", "search"], 4n)];
    expect(spendByProject(aSpend(rows, by), REGISTRY).rows).toEqual([
      row(["prod", "discovery"], 4n),
      row(["search", "discovery"], 3n),
    ]);
  });

  test.each([
    ["without a register", [], [{ kind: "tag", name: PROJECT_TAG }]],
    ["by another tag", PROJECTS, [{ kind: "tag", name: "Project" }]],
    ["by something that is no tag", PROJECTS, [{ kind: "dimension", name: "service" }]],
  ] as const)("%s it stays as it is", (_, projects, by) => {
    const other = aSpend(spend.rows, by);
    expect(spendByProject(other, projectRegistry(projects))).toBe(other);
  });
});

const VALUES = ["a", "b", "c", "d", "e", "f", "g"];

/** Some values are projects, each of the rest is a former name of one of them or nothing at all. */
const registers = fc
  .tuple(fc.subarray(VALUES, { minLength: 1 }), fc.array(fc.nat(), { minLength: 7, maxLength: 7 }))
  .map(([names, owners]) => {
    const former = (at: number): string[] =>
      VALUES.filter((value, index) => !names.includes(value) && (owners[index] ?? 0) % (names.length + 1) === at);
    return projectRegistry(names.map((name, at) => ({ name, formerly: former(at) })));
  });

const values = fc.constantFrom<SpendValue>(null, ...VALUES);
const tables = fc.array(
  fc
    .tuple(values, fc.constantFrom("x", "y"), fc.tuple(fc.bigInt(-(10n ** 24n), 10n ** 24n), fc.bigInt()))
    .map(([project, other, series]) => row([project, other], ...series)),
);

describe("whatever is registered", () => {
  test("merging loses and makes no money: not in all, not on a day, not of a project or of what carries none", () => {
    fc.assert(
      fc.property(registers, tables, (registry, rows) => {
        const { rows: merged } = mergeRows(rows, 0, registry);
        const amounts = (some: readonly SpendRow[]) => [
          sumMoney(some.map(({ total }) => total)),
          ...[0, 1].map((at) => sumMoney(some.map(({ series }) => series[at] ?? 0n))),
        ];
        expect(amounts(merged)).toEqual(amounts(rows));
        for (const one of merged) {
          expect(sumMoney(one.series)).toBe(one.total);
          const parts = rows.filter(({ values: [value = null, other] }) => {
            const project = value === null ? null : presentName(registry, value);
            return project === one.values[0] && other === one.values[1];
          });
          expect(amounts([one])).toEqual(amounts(parts));
        }
      }),
    );
  });

  test("no two rows are of one thing, no former name is left, and merging again changes nothing", () => {
    fc.assert(
      fc.property(registers, tables, (registry, rows) => {
        const once = mergeRows(rows, 0, registry);
        const keys = once.rows.map((one) => JSON.stringify(one.values));
        expect(new Set(keys).size).toBe(keys.length);
        for (const {
          values: [value = null],
        } of once.rows) {
          if (value !== null) expect(presentName(registry, value)).toBe(value);
        }
        expect(mergeRows(once.rows, 0, registry)).toEqual({ rows: once.rows, merged: [] });
        const told = once.merged.map(({ value }) => value);
        expect([...told].sort()).toEqual(
          VALUES.filter(
            (value) => presentName(registry, value) !== value && rows.some((one) => one.values[0] === value),
          ),
        );
      }),
    );
  });
});

/** Which changes speak of money, what they move, and that no hash knows of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergePlans } from "../../src/core/merge-plans.ts";
import { exactMoney, type Money, parseMoney, sumMoney } from "../../src/core/money.ts";
import type { Plan } from "../../src/core/plan.ts";
import { moneyKeys, moneyProfiles, projectTotals } from "../../src/core/plan-money.ts";
import type { ProfileKey } from "../../src/core/profile.ts";
import type { ProfileCost } from "../../src/core/profile-money.ts";
import { presentName, projectRegistry } from "../../src/core/projects.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { aDesired, aLive, aPlanReport, DEV, type Given, HAIKU, NOVA, NOW, PROD, PROD_EU } from "../fakes/builders.ts";
import { partsOf } from "../fakes/shards.ts";
import { anyGiven } from "../render/plan-arbitrary.ts";

const cost = (amount: string, more: Partial<Extract<ProfileCost, { isKnown: true }>> = {}): ProfileCost => ({
  isKnown: true,
  amount: parseMoney(amount) ?? 0n,
  currency: "USD",
  estimated: false,
  isOfName: false,
  ...more,
});

test("keys: project first, none of Strata's own, each once", () => {
  expect(moneyKeys([])).toEqual(["project"]);
  expect(moneyKeys(["stage", "project", "strata:name", "strata:stack"])).toEqual(["project", "stage"]);
});

const app = (more: Partial<Parameters<typeof aDesired>[0]> = {}) => aDesired({ name: "app", tags: {}, ...more });
const live = (more: Partial<Parameters<typeof aLive>[0]> = {}) => aLive({ name: "app", tags: {}, ...more });
const COST_TAGS = { state: { costAllocationTags: ["stage"], projects: [{ name: "discovery", formerly: ["search"] }] } };
const move = (key: string, from: string | null, to: string | null) => ({ key, from, to });

test.each<[string, Given, string | null, object[]]>([
  ["a create", { desired: [app({ tags: { project: "ads" } })], targets: [PROD] }, null, []],
  ["an edit of another tag", { desired: [app({ tags: { team: "a" } })], live: [live()] }, null, []],
  ["of project", edit("ads", "shop"), "3.5", [move("project", "ads", "shop")]],
  ["of project to none", edit("ads", null), "3.5", [move("project", "ads", null)]],
  ["to project from none", edit(null, "ads"), "3.5", [move("project", null, "ads")]],
  ["from an empty value", edit("", "ads"), "3.5", [move("project", null, "ads")]],
  ["from an empty value to none", edit("", null), null, []],
  ["to an empty value", edit("ads", ""), "3.5", [move("project", "ads", null)]],
  ["from a former name to another project", edit("search", "ads"), "3.5", [move("project", "discovery", "ads")]],
  ["from a former name to its own", edit("search", "discovery"), "3.5", [move("project", "discovery", "discovery")]],
  ["of stage", edit("test", "prod", "stage"), "3.5", [move("stage", "test", "prod")]],
  ["of stage to a name of a project", edit("test", "search", "stage"), "3.5", [move("stage", "test", "search")]],
  ["of project in another case", edit("a", "b", "Project"), null, []],
  ["a replace", { desired: [app({ source: HAIKU })], live: [live({ source: NOVA })] }, "3.5", []],
  [
    "a replace with another project",
    { desired: [app({ source: HAIKU, tags: { project: "ads" } })], live: [live({ source: NOVA })] },
    "3.5",
    [move("project", null, "ads")],
  ],
  ["a delete", { desired: [], live: [live()] }, "3.5", []],
  [
    "a retirement that is due",
    { desired: [], live: [live({ tags: { "strata:retire-after": "2026-11-01T00:00:00Z" } })] },
    "3.5",
    [],
  ],
  [
    "one that is not",
    { desired: [], live: [live({ tags: { "strata:retire-after": "2027-11-01T00:00:00Z" } })] },
    null,
    [],
  ],
  [
    "a release",
    {
      desired: [],
      live: [live()],
      state: { release: [{ pattern: "app", declaredAt: aDesired({ name: "x" }).declaredAt }] },
    },
    "3.5",
    [],
  ],
  ["a protected one", { desired: [], live: [live({ tags: { "strata:protect": "true" } })] }, null, []],
])("%s", (_what, given, amount, moves) => {
  const { plan } = aPlanReport({ ...given, state: { ...COST_TAGS.state, ...given.state }, costs: () => cost("3.5") });
  expect(plan.changes.flatMap(({ money }) => money ?? [])).toEqual(
    amount === null ? [] : [{ month: "2026-10", amount, currency: "USD", moves }],
  );
});

function edit(from: string | null, to: string | null, key = "project"): Given {
  const tagged = (value: string | null) => ({ tags: value === null ? {} : { [key]: value } });
  return { desired: [app(tagged(to))], live: [live(tagged(from))] };
}

test("the old end of a replace that is done moves nothing any more, since its successor carries the tags", () => {
  const given: Given = {
    desired: [app({ source: HAIKU, tags: { project: "ads" } })],
    live: [
      live({ source: NOVA, tags: { project: "shop" } }),
      live({ source: HAIKU, id: "successor", tags: { project: "ads" } }),
    ],
    costs: () => cost("3.5", { isOfName: true }),
  };
  const told = aPlanReport(given).plan.changes.map(({ action, money }) => [action, money]);
  const money = { month: "2026-10", amount: "3.5", currency: "USD", ofName: true, moves: [] };
  expect(told).toEqual([["replace", money]]);
});

describe("whose share nobody knows", () => {
  const unsure = (given: Given) => aPlanReport({ ...given, costs: () => cost("2", { isOfName: true }) }).plan;
  const retiring = { "strata:retire-after": "2027-11-01T00:00:00Z" };

  test.each<[string, string | undefined]>([
    ["ads", "other-values"],
    ["shop", undefined],
  ])("a successor of shop while %s retires under the name", (project, why) => {
    const plan = unsure({
      desired: [app({ tags: { project: "discovery" } })],
      live: [live({ tags: { project: "shop" } }), live({ id: "old", tags: { project, ...retiring } })],
    });
    const moves = plan.changes.flatMap(({ money }) => money?.moves ?? []);
    expect(moves).toEqual([{ ...move("project", "shop", "discovery"), ...(why === undefined ? {} : { unsure: why }) }]);
    const known = { moved: parseMoney("2"), unknown: 0 };
    if (why === undefined) expect(projectTotals(plan)).toMatchObject(known);
    else expect(projectTotals(plan)).toBeNull();
    expect(renderPlanJson(readPlanFile(renderPlanJson(plan), "plan.json").value as Plan)).toBe(renderPlanJson(plan));
  });

  const other = {
    desired: aDesired({ name: "bot", tags: { project: "b" } }),
    live: aLive({ name: "bot", tags: { project: "a" } }),
  };

  test("a rename to another project is counted beside the total", () => {
    const plan = unsure({
      desired: [aDesired({ name: "fresh", tags: { project: "chat" }, source: NOVA }), other.desired],
      live: [aLive({ name: "gone", tags: { project: "ads" }, source: NOVA }), other.live],
    });
    const gone = plan.changes.find(({ key }) => key.name === "gone");
    expect(gone?.money?.moves).toEqual([{ ...move("project", "ads", "chat"), unsure: "renamed" }]);
    expect(projectTotals(plan)).toMatchObject({ moved: parseMoney("2"), unknown: 1 });
  });

  test("so is what is adopted from another project, which is not asked for", () => {
    const legacy = { ...aLive({ name: "legacy" }), tags: { project: "ads" } };
    const given: Given = {
      desired: [aDesired({ name: "legacy", adopt: true, tags: { project: "chat" } }), other.desired],
      live: [legacy, other.live],
    };
    const plan = unsure(given);
    const adopted = plan.changes.find(({ action }) => action === "adopt");
    expect(adopted?.money).toMatchObject({
      amount: null,
      unknown: { why: "adopted" },
      moves: [move("project", "ads", "chat")],
    });
    expect(projectTotals(plan)).toMatchObject({ moved: parseMoney("2"), unknown: 1 });
    expect(moneyProfiles(plan.changes, ["project"]).map(({ name }) => name)).toEqual(["bot"]);
  });
});

test("each profile is asked for once", () => {
  const given = { desired: [], live: [live(), live({ id: "double" }), live({ target: DEV })] };
  expect(moneyProfiles(aPlanReport(given).plan.changes, ["project"])).toEqual([
    { ...PROD, name: "app" },
    { ...DEV, name: "app" },
  ]);
});

describe("hashes", () => {
  test("are those of the plan without money, and so is all else", () => {
    fc.assert(
      fc.property(anyGiven, ({ costs: _, ...given }) => {
        const bare = aPlanReport(given).plan;
        const told = aPlanReport({ ...given, costs: () => cost("12.25") }).plan;
        const { changes, ...rest } = told;
        expect({ ...rest, changes: changes.map(({ money: __, ...change }) => change) }).toEqual(bare);
      }),
      { numRuns: 200 },
    );
  });

  test("a saved plan with money is read back; a part of one that is no figure is refused", () => {
    const { plan } = aPlanReport({ ...edit("ads", "shop"), costs: () => cost("12.25", { estimated: true }) });
    const text = renderPlanJson(plan);
    expect(renderPlanJson(readPlanFile(text, "plan.json").value as Plan)).toBe(text);
    const edits: [string, string][] = [
      ['"12.25"', '"12.25 USD <b>"'],
      ['"12.25"', "12.25"],
      ['"12.25"', "null"],
      ['"USD"', '"@everyone"'],
      ['"2026-10"', '"last month"'],
      ['"estimated": true', '"estimated": false'],
      ['"moves": [', '"moves": [{}, '],
    ];
    for (const [from, to] of edits) {
      expect(text).toContain(from);
      const { diagnostics } = readPlanFile(text.replace(from, to), "plan.json");
      expect(diagnostics.map(({ code }) => code)).toEqual(["approval/not-a-plan"]);
    }
  });

  test("parts of shards keep it when they are joined", () => {
    const costs = ({ account, region }: ProfileKey): ProfileCost =>
      account === DEV.account
        ? { isKnown: false, why: "followed-since", since: "2026-10-12" }
        : cost(region === PROD.region ? "1.5" : "2.25");
    const targets = [PROD, PROD_EU, DEV];
    const estate = {
      desired: targets.map((target) => app({ target, tags: { project: "ads" }, source: NOVA })),
      live: targets.map((target) => live({ target, tags: { project: "shop" }, source: NOVA })),
      targets,
      costs,
    };
    const { value } = mergePlans(partsOf(estate, 3), { now: NOW });
    const whole = aPlanReport(estate).plan;
    expect(value?.plan.changes.map(({ money }) => money)).toEqual(whole.changes.map(({ money }) => money));
    expect(value?.plan.hash).toBe(whole.hash);
    expect(value === undefined ? null : projectTotals(value.plan)).toMatchObject({
      moved: parseMoney("3.75"),
      unknown: 1,
    });
  });

  test("a change of a part that was made without it is counted beside the total", () => {
    const { plan } = aPlanReport({
      desired: [app({ tags: { project: "ads" } }), app({ target: DEV, tags: { project: "ads" } })],
      live: [live({ tags: { project: "shop" } }), live({ target: DEV, tags: { project: "shop" } })],
      costs: () => cost("2"),
    });
    const changes = plan.changes.map(({ money, ...change }) =>
      change.key.account === DEV.account || money === undefined ? change : { ...change, money },
    );
    expect(projectTotals({ ...plan, changes })).toMatchObject({ moved: parseMoney("2"), unknown: 1 });
  });
});

interface Moved {
  readonly from: string | null;
  readonly to: string | null;
  readonly amount: Money;
}

/** By project, null for none: what it gets, less what it loses. */
function netOf(moves: readonly Moved[]): Map<string | null, Money> {
  const net = new Map<string | null, Money>();
  const add = (project: string | null, amount: Money) => net.set(project, (net.get(project) ?? 0n) + amount);
  for (const { from, to, amount } of moves) {
    add(from, -amount);
    add(to, amount);
  }
  return net;
}

describe("totals", () => {
  const PROJECTS = projectRegistry([
    { name: "discovery", formerly: ["search", "find"] },
    { name: "ads", formerly: [] },
  ]);
  const value = fc.constantFrom(null, "", "discovery", "search", "find", "ads", "nobody's");
  const edits = fc.array(fc.record({ from: value, to: value, amount: fc.bigInt(-(10n ** 20n), 10n ** 24n) }), {
    maxLength: 8,
  });

  const present = (one: string | null) => (one === null || one === "" ? null : presentName(PROJECTS, one));

  test("what one project loses another gets, or nobody; and nothing is lost or made", () => {
    fc.assert(
      fc.property(edits, (all) => {
        const tagged = (one: string | null) => ({ tags: one === null ? {} : { project: one } });
        const { plan } = aPlanReport({
          desired: all.map(({ to }, at) => aDesired({ name: `p${at}`, ...tagged(to) })),
          live: all.map(({ from }, at) => aLive({ name: `p${at}`, id: `p${at}`, ...tagged(from) })),
          targets: [PROD],
          state: { projects: PROJECTS.projects },
          costs: ({ name }) => cost(exactMoney(all[Number(name.slice(1))]?.amount ?? 0n)),
        });
        const told = plan.changes.flatMap(({ money }) =>
          (money?.moves ?? []).map(({ from, to }) => ({ from, to, amount: parseMoney(money?.amount ?? "") ?? 0n })),
        );
        const meant = all.map(({ from, to, amount }) => ({ from: present(from), to: present(to), amount }));
        const net = netOf(told);
        expect(sumMoney(net.values())).toBe(0n);
        for (const [project, amount] of netOf(meant)) expect(net.get(project) ?? 0n).toBe(amount);
        const between = meant.filter(({ from, to }) => from !== null && to !== null && from !== to);
        expect(projectTotals(plan)?.moved ?? 0n).toBe(sumMoney(between.map(({ amount }) => amount)));
      }),
      { numRuns: 300 },
    );
  });

  test("a name that several profiles bear moves once", () => {
    const { plan } = aPlanReport({ ...edit("ads", "shop"), costs: () => cost("2", { isOfName: true }) });
    const twice = plan.changes.flatMap((change) => [change, { ...change, arn: "another" } as typeof change]);
    expect(projectTotals({ ...plan, changes: twice })?.moved).toBe(parseMoney("2"));
  });

  test("what is already pending at the base is not this change's", () => {
    const { plan } = aPlanReport({ ...edit("ads", "shop"), costs: () => cost("2") });
    const pending: Plan = {
      ...plan,
      base: { ref: "main", commit: "c0ffee" },
      changes: plan.changes.map((change) => ({ ...change, alreadyPending: true })),
    };
    expect([projectTotals(plan)?.moved, projectTotals(pending)]).toEqual([parseMoney("2"), null]);
  });

  test.each<[string, Partial<Given>]>([
    ["a key that billing does not follow", { unfollowed: ["project"] }],
    ["a cost that is not known", { costs: () => ({ isKnown: false, why: "unnamed" }) }],
    ["a former name", edit("search", "discovery")],
  ])("no total with %s", (_, more) => {
    const given = { ...edit("ads", "shop"), ...COST_TAGS, costs: () => cost("2"), ...more };
    expect(projectTotals(aPlanReport(given).plan)).toSatisfy(
      (totals: ReturnType<typeof projectTotals>) => !totals?.moved,
    );
  });
});

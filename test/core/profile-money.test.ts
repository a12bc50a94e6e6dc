/** Whose cost can be told at all, what is asked for it, and which cell of the answer is whose. */
import { describe, expect, test } from "vitest";
import { parseMoney } from "../../src/core/money.ts";
import { keyId } from "../../src/core/profile.ts";
import {
  bearersOf,
  costGroupings,
  costsOf,
  followedLate,
  isFollowed,
  lastFullMonth,
  type NameFacts,
  namedProfiles,
} from "../../src/core/profile-money.ts";
import { SpendMismatch } from "../../src/core/spend.ts";
import type { CostTagStatus, SpendCell } from "../../src/core/spend-query.ts";
import { aLive, anObservation, DEV, PROD, PROD_EU, STACK } from "../fakes/builders.ts";

const STACKS = { stack: STACK, formerStacks: ["genai-pilot"] };
const MONTH = { start: "2026-10-01", end: "2026-11-01" };

test.each([
  ["2026-11-23T09:00:00Z", "2026-10-01", "2026-11-01"],
  ["2026-11-01T00:00:00Z", "2026-10-01", "2026-11-01"],
  ["2026-10-31T23:59:59Z", "2026-09-01", "2026-10-01"],
  ["2027-01-05T12:00:00Z", "2026-12-01", "2027-01-01"],
])("the last full month before %s", (now, start, end) => {
  expect(lastFullMonth(now)).toEqual({ start, end });
});

const status = (countsFrom: string | null, is: CostTagStatus["status"] = "active"): CostTagStatus => ({
  status: is,
  since: countsFrom,
  countsFrom,
});

test.each([
  ["long before", status("2026-03-04T08:00:00Z"), null, true],
  ["on the first day", status("2026-10-01T08:00:00Z"), null, true],
  ["on the second day", status("2026-10-02T00:00:00Z"), "2026-10-02", false],
  ["after the month", status("2026-11-09T00:00:00Z"), "2026-11-09", false],
  ["at a time that AWS does not tell", status(null), null, true],
  ["never", status(null, "inactive"), null, false],
  ["by nobody", status(null, "unseen"), null, false],
  ["by nobody knows whom", status(null, "unknown"), null, false],
])("a key that is followed %s", (_, given, late, whole) => {
  expect([followedLate(given, MONTH), isFollowed(given, MONTH)]).toEqual([late, whole]);
});

describe("who can be told", () => {
  const key = { ...PROD, name: "app" };
  const bare = aLive({ name: "app" });
  const unnamed = { ...bare, tags: { "strata:stack": STACK } };
  test.each([
    ["ours alone", [bare], false, null],
    ["nobody's any more", [], false, null],
    ["a retiring one and its successor", [bare, aLive({ name: "app", id: "second" })], false, null],
    ["a former stack's", [aLive({ name: "app", stack: "genai-pilot" })], false, null],
    ["another stack's beside it", [bare, aLive({ name: "app", id: "other", stack: "other" })], false, "shared-name"],
    ["the same, told apart by stack", [bare, aLive({ name: "app", id: "other", stack: "other" })], true, null],
    ["one of no stack with a copied tag", [bare, { ...bare, tags: { "strata:name": "app" } }], false, "shared-name"],
    ["another stack's in another region", [bare, aLive({ name: "app", target: PROD_EU, stack: "other" })], false, null],
    ["another stack's of another name", [bare, aLive({ name: "bot", stack: "other" })], false, null],
    ["without its name", [unnamed], true, "unnamed"],
    ["a double without its name", [bare, { ...unnamed, arn: `${bare.arn}2` }], true, "unnamed"],
  ])("%s", (_, live, tellsStacks, why) => {
    const bearers = bearersOf(anObservation({ desired: [], live, targets: [PROD] }), STACKS);
    const { byAccount, unknown } = namedProfiles([key], bearers, tellsStacks);
    expect(unknown.get(keyId(key))).toEqual(why === null ? undefined : { isKnown: false, why });
    expect([...byAccount]).toEqual(why === null ? [[PROD.account, [key]]] : []);
  });
});

test("one request an account, of ours alone where stacks can be told apart", () => {
  const groups = [
    { type: "tag", key: "strata:name" },
    { type: "dimension", key: "REGION" },
  ];
  const common = { granularity: "monthly", groups };
  expect(costGroupings([PROD.account, DEV.account], STACKS, false)).toEqual([
    { ...common, accounts: [PROD.account] },
    { ...common, accounts: [DEV.account] },
  ]);
  const tag = { key: "strata:stack", values: [STACK, "genai-pilot"] };
  expect(costGroupings([DEV.account], STACKS, true)).toEqual([{ ...common, accounts: [DEV.account], tag }]);
});

describe("the answer", () => {
  const keys = ["app", "bot", "swap", "young"].map((name) => ({ ...PROD, name }));
  const live = [
    aLive({ name: "app" }),
    aLive({ name: "swap" }),
    aLive({ name: "swap", id: "successor" }),
    aLive({ name: "young", createdAt: "2026-10-28T10:00:00.000000+00:00" }),
  ];
  const bearers = bearersOf(anObservation({ desired: [], live }), STACKS);
  const cell = (name: string, region: string, amount: string, currency = "USD") => ({
    start: MONTH.start,
    values: [name, region],
    amount,
    currency,
  });
  const span = { ...MONTH, estimated: false };

  test("is read by name and region", () => {
    const cells = [
      cell("app", PROD.region, "4120.330000000000000001"),
      cell("app", PROD_EU.region, "9"),
      cell("", PROD.region, "7"),
      cell("swap", PROD.region, "-0.5"),
      cell("young", PROD.region, "2"),
    ];
    const costs = costsOf(keys, { spans: [span], cells }, { bearers, tellsStacks: false }, MONTH);
    const known = { isKnown: true, currency: "USD", estimated: false };
    expect(Object.fromEntries(costs)).toEqual({
      [`${PROD.account}/${PROD.region}/app`]: {
        ...known,
        amount: parseMoney("4120.330000000000000001"),
        isOfName: false,
      },
      [`${PROD.account}/${PROD.region}/bot`]: { isKnown: false, why: "unbilled" },
      [`${PROD.account}/${PROD.region}/swap`]: { ...known, amount: parseMoney("-0.5"), isOfName: true },
      [`${PROD.account}/${PROD.region}/young`]: { ...known, amount: parseMoney("2"), isOfName: true },
    });
  });

  test("an open bill is estimated", () => {
    const answer = { spans: [{ ...span, estimated: true }], cells: [cell("app", PROD.region, "1")] };
    expect(
      [...costsOf(keys, answer, { bearers, tellsStacks: false }, MONTH).values()].every(
        (cost) => cost.isKnown && cost.estimated,
      ),
    ).toBe(true);
  });

  describe("nothing under a name", () => {
    const [app, bot, young, unborn] = ["app", "bot", "young", "unborn"].map((name) => ({ ...PROD, name }));
    const facts = {
      bearers: bearersOf(
        anObservation({
          desired: [],
          live: [
            aLive({ name: "bot" }),
            aLive({ name: "young", createdAt: "2026-10-28T10:00:00Z" }),
            aLive({ name: "unborn", createdAt: "2026-11-01T00:00:00Z" }),
          ],
        }),
        STACKS,
      ),
      tellsStacks: false,
    };
    const named = cell("search", PROD.region, "3");
    const unnamed = cell("", PROD.region, "0.01");
    const whys = (cells: readonly SpendCell[], more: Partial<NameFacts> = {}) =>
      [app, bot, young, unborn].map((key) => {
        const answer = cells.length === 0 ? undefined : { spans: [span], cells };
        const [cost] = costsOf(key === undefined ? [] : [key], answer, { ...facts, ...more }, MONTH).values();
        return cost?.isKnown ? [cost.amount, cost.isOfName] : cost?.why;
      });
    const nothing = [0n, true];

    test.each<[string, ReturnType<typeof whys>, ReturnType<typeof whys>]>([
      [
        "may be of a profile that was not marked yet",
        whys([named, unnamed]),
        ["unbilled", "unbilled", "unbilled", nothing],
      ],
      ["where all has a name is nothing", whys([named]), [nothing, nothing, nothing, nothing]],
      [
        "where another region has what bears no name is nothing",
        whys([named, cell("", PROD_EU.region, "1")]),
        [nothing, nothing, nothing, nothing],
      ],
      ["where nothing was charged, or nothing is seen", whys([]), ["unbilled", "unbilled", "unbilled", nothing]],
      [
        "where costs of other stacks are not seen",
        whys([named], { tellsStacks: true }),
        ["unbilled", "unbilled", "unbilled", nothing],
      ],
    ])("%s", (_, told, wanted) => {
      expect(told).toEqual(wanted);
    });
  });

  test("of two currencies makes no sense", () => {
    const cells = [cell("app", PROD.region, "1"), cell("bot", PROD.region, "1", "EUR")];
    expect(() => costsOf(keys, { spans: [span], cells }, { bearers, tellsStacks: false }, MONTH)).toThrow(
      SpendMismatch,
    );
  });
});

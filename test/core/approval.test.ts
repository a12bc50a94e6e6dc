/** What an approval covers, as a truth table; and what is told where it does not. */
import { describe, expect, test } from "vitest";
import { type Approval, hasHash, judge, WHOLE_PLAN } from "../../src/core/approval.ts";
import { comparePlans } from "../../src/core/compare-plans.ts";
import { SOURCE_TAG, STACK_TAG } from "../../src/core/ownership.ts";
import type { Plan } from "../../src/core/plan.ts";
import { aDesired, aLive, aPlanReport, DEV, type Given, HAIKU, NOVA, PROD, SONNET } from "../fakes/builders.ts";

type Some = Partial<Given>;
const planOf = (given: Some): Plan => aPlanReport({ desired: [], ...given }).plan;
const by = (saved: Plan[] | null, more: Partial<Approval> = {}): Approval => ({
  saved,
  additive: false,
  due: false,
  ...more,
});

function verdict(current: Some, approval: Approval) {
  const { approved, unapproved, postponed } = judge(planOf(current), approval);
  const names = (list: typeof approved) => list.map(({ action, key }) => `${action} ${key.name}`);
  return { approved: names(approved), unapproved: names(unapproved), postponed: names(postponed) };
}

const app = (over = {}) => aDesired({ name: "app", ...over });
const live = (over = {}) => aLive({ name: "app", ...over });
const RETIRING = { "strata:retire-after": "2026-11-22T00:00:00Z" };
const old = (over = {}) => aLive({ name: "app", source: NOVA, id: "0ld000000000", tags: RETIRING, ...over });

describe("a saved plan covers", () => {
  const rows: readonly [string, Some, Some, "covered" | "not covered"][] = [
    ["the same create", { desired: [app()] }, { desired: [app()] }, "covered"],
    ["not a create of another model", { desired: [app()] }, { desired: [app({ source: HAIKU })] }, "not covered"],
    ["not a create with another tag", { desired: [app()] }, { desired: [app({ tags: { team: "x" } })] }, "not covered"],
    [
      "not a create in another region",
      { desired: [app()] },
      { desired: [app({ target: { ...PROD, region: "us-west-2" } })] },
      "not covered",
    ],
    ["not a create in another account", { desired: [app()] }, { desired: [app({ target: DEV })] }, "not covered"],
    [
      "the same tag edit",
      { desired: [app({ tags: { team: "a" } })], live: [live()] },
      { desired: [app({ tags: { team: "a" } })], live: [live()] },
      "covered",
    ],
    [
      "the rest of a tag edit whose new tags are set",
      { desired: [app({ tags: { team: "a" } })], live: [live({ tags: { team: "b", old: "x" } })] },
      { desired: [app({ tags: { team: "a" } })], live: [live({ tags: { team: "a", old: "x" } })] },
      "covered",
    ],
    [
      "not an edit to another value",
      { desired: [app({ tags: { team: "a" } })], live: [live()] },
      { desired: [app({ tags: { team: "b" } })], live: [live()] },
      "not covered",
    ],
    [
      "not an edit from another value: somebody changed it since",
      { desired: [app({ tags: { team: "a" } })], live: [live({ tags: { team: "b" } })] },
      { desired: [app({ tags: { team: "a" } })], live: [live({ tags: { team: "c" } })] },
      "not covered",
    ],
    [
      "not an edit that goes further",
      { desired: [app({ tags: { team: "a" } })], live: [live({ tags: { team: "b" } })] },
      { desired: [app({ tags: { team: "a" } })], live: [live({ tags: { team: "b", new: "x" } })] },
      "not covered",
    ],
    [
      "not the same edit of another profile",
      { desired: [app({ tags: { team: "a" } })], live: [live({ id: "aaaaaaaaaaaa" })] },
      { desired: [app({ tags: { team: "a" } })], live: [live({ id: "bbbbbbbbbbbb" })] },
      "not covered",
    ],
    [
      "an adoption",
      { desired: [app({ adopt: true })], live: [live({ stack: null })] },
      { desired: [app({ adopt: true })], live: [live({ stack: null })] },
      "covered",
    ],
    [
      "the rest of an adoption that has set its marks",
      { desired: [app({ adopt: true })], live: [live({ stack: null, tags: { old: "x" } })] },
      { desired: [app({ adopt: true })], live: [live({ tags: { old: "x", team: "checkout", env: "prod" } })] },
      "covered",
    ],
    [
      "a replacement",
      { desired: [app({ source: HAIKU })], live: [live()] },
      { desired: [app({ source: HAIKU })], live: [live()] },
      "covered",
    ],
    [
      "the rest of a replacement whose new profile is there",
      { desired: [app({ source: HAIKU })], live: [live()] },
      { desired: [app({ source: HAIKU })], live: [live(), live({ source: HAIKU, id: "new000000000" })] },
      "covered",
    ],
    [
      "not a replacement by yet another model",
      { desired: [app({ source: HAIKU })], live: [live()] },
      { desired: [app({ source: NOVA })], live: [live()] },
      "not covered",
    ],
    ["a delete", { live: [live()] }, { live: [live()] }, "covered"],
    [
      "not a delete of another profile",
      { live: [live({ id: "aaaaaaaaaaaa" })] },
      { live: [live({ id: "bbbbbbbbbbbb" })] },
      "not covered",
    ],
    [
      "not a delete where an adoption was approved",
      { desired: [app({ adopt: true })], live: [live({ stack: null })] },
      { live: [live()] },
      "not covered",
    ],
    ["nothing left to do", { desired: [app()] }, { desired: [app()], live: [live()] }, "covered"],
  ];
  test.each(rows)("%s", (_, approved, current, expected) => {
    const { unapproved } = verdict(current, by([planOf(approved)]));
    expect(unapproved.length === 0 ? "covered" : "not covered").toBe(expected);
  });
});

/** A saved plan whose base would bring all of it too. */
function pendingBefore(given: Some): Plan {
  const plan = planOf(given);
  return { ...plan, changes: plan.changes.map((change) => ({ ...change, alreadyPending: true })) };
}

describe("what a saved plan lists as already pending without it", () => {
  const both: Some = { desired: [aDesired({ name: "new" })], live: [aLive({ name: "gone" })] };
  test("is not approved, and makes nothing stale", () => {
    expect(verdict(both, by([pendingBefore(both)]))).toEqual({
      approved: [],
      unapproved: [],
      postponed: ["delete gone", "create new"],
    });
  });
  test("is approved where its own plan is there too", () => {
    expect(verdict(both, by([planOf({ live: [aLive({ name: "gone" })] }), pendingBefore(both)]))).toMatchObject({
      approved: ["delete gone"],
      postponed: ["create new"],
    });
  });
  test("is no difference to what was approved", () => {
    const compared = comparePlans([pendingBefore(both)], [], []);
    expect(compared.gone).toEqual([]);
  });
});

describe("ways of approving", () => {
  const current: Given = {
    desired: [aDesired({ name: "new" }), aDesired({ name: "tags", tags: { team: "x" } }), app()],
    live: [aLive({ name: "tags" }), aLive({ name: "gone" }), live(), old()],
  };
  test.each([
    ["nothing but yes", WHOLE_PLAN, ["create new", "delete gone", "retire app", "update tags"], [], []],
    ["additive", by(null, { additive: true }), ["create new", "update tags"], ["delete gone"], ["retire app"]],
    ["due", by(null, { due: true }), ["retire app"], ["create new", "delete gone", "update tags"], []],
    [
      "additive and due",
      by(null, { additive: true, due: true }),
      ["create new", "retire app", "update tags"],
      ["delete gone"],
      [],
    ],
    ["an empty saved plan", by([planOf({})]), [], ["create new", "delete gone", "update tags"], ["retire app"]],
    [
      "a saved plan that lists the retirement",
      by([planOf({ desired: [app()], live: [live(), old()] })]),
      ["retire app"],
      ["create new", "delete gone", "update tags"],
      [],
    ],
    [
      "a saved plan, and additive",
      by([planOf({ live: [aLive({ name: "gone" })] })], { additive: true }),
      ["create new", "delete gone", "update tags"],
      [],
      ["retire app"],
    ],
    [
      "two saved plans",
      by([planOf({ live: [aLive({ name: "gone" })] }), planOf({ desired: [aDesired({ name: "new" })] })]),
      ["create new", "delete gone"],
      ["update tags"],
      ["retire app"],
    ],
  ])("%s", (_, approval, approved, unapproved, postponed) => {
    const found = verdict(current, approval);
    expect({
      approved: found.approved.sort(),
      unapproved: found.unapproved.sort(),
      postponed: found.postponed,
    }).toEqual({
      approved,
      unapproved,
      postponed,
    });
  });

  test("--expect takes the beginning of the hash", () => {
    const plan = planOf(current);
    expect([hasHash(plan, plan.hash.slice(0, 12)), hasHash(plan, plan.hash.slice(1, 13))]).toEqual([true, false]);
  });
});

describe("the difference", () => {
  test("new, changed in which points, gone, same", () => {
    const approved = planOf({
      desired: [app(), aDesired({ name: "same" }), aDesired({ name: "done" })],
      live: [aLive({ name: "tagged", tags: { team: "b" } })],
    });
    const current = planOf({
      desired: [
        app({ source: HAIKU, tags: { team: "ads" } }),
        aDesired({ name: "same" }),
        aDesired({ name: "late" }),
        aDesired({ name: "done" }),
      ],
      live: [aLive({ name: "done" }), aLive({ name: "tagged", tags: { team: "b" } })],
    });
    const { approved: covered, unapproved } = judge(current, by([approved]));
    const { added, changed, gone, same } = comparePlans([approved], unapproved, covered);
    expect(added.map(({ key }) => key.name)).toEqual(["late"]);
    expect(changed.map(({ current: now, deviations }) => [now.key.name, deviations])).toEqual([
      [
        "app",
        [
          { what: "source", approved: SONNET, current: HAIKU },
          { what: "tag env", approved: "prod", current: null },
          { what: "tag team", approved: "checkout", current: "ads" },
        ],
      ],
    ]);
    expect([gone.map(({ key }) => key.name), same]).toEqual([["done"], 2]);
  });

  test("marks of ours are told too: they are part of what was approved", () => {
    const approved = planOf({ desired: [app({ adopt: true })], live: [live({ stack: null })] });
    const current = planOf({ desired: [app({ adopt: true, tags: { team: "x" } })], live: [live({ stack: null })] });
    const { approved: covered, unapproved } = judge(current, by([approved]));
    const [first] = comparePlans([approved], unapproved, covered).changed;
    const told = first?.deviations.map(({ what }) => what) ?? [];
    expect(told).toContain("tag team");
    expect(told).not.toContain(`tag ${STACK_TAG}`);
    expect(told).not.toContain(`tag ${SOURCE_TAG}`);
  });
});

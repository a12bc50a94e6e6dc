/** Cost allocation tags: what is left to do in each state, what a plan's hash makes of it, and the three clocks. */
import { describe, expect, test } from "vitest";
import { type Approval, judge } from "../../src/core/approval.ts";
import {
  type BillingRead,
  billingChanges,
  type CostTag,
  costExplorerRegion,
  hashOfBilling,
  reasonOf,
  type UnreadReason,
  unreadWarnings,
} from "../../src/core/billing.ts";
import { readPlanFile } from "../../src/core/read-plan-file.ts";
import { type Backfill, backfillMonthProblem, newestFirst, tagRows } from "../../src/core/tag-clocks.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { aDesired, aFault, anActivation, aPlanReport, aState } from "../fakes/builders.ts";

const PAYER = "999900001111";
const aTag = (key: string, status = "Active", over: Partial<CostTag> = {}): CostTag => ({
  key,
  status,
  updatedAt: null,
  usedAt: null,
  ...over,
});
const read = (...tags: CostTag[]): BillingRead => ({ status: "read", account: PAYER, tags });

describe("what is left to do about a key", () => {
  test.each<[string, BillingRead | null, string[]]>([
    ["active: nothing", read(aTag("project")), []],
    ["inactive: an apply activates it", read(aTag("project", "Inactive")), ["activate-tag Inactive"]],
    ["a state that is no known one: an apply activates it", read(aTag("project", "Odd")), ["activate-tag Odd"]],
    ["not known to billing: it waits", read(aTag("other")), ["waiting null"]],
    ["known in other letters: it waits, since keys are case-sensitive", read(aTag("Project")), ["waiting null"]],
    ["nobody asked: unchecked", null, ["unchecked null"]],
    [
      "no answer: unchecked",
      { status: "unread", account: null, reason: "denied", fault: aFault() },
      ["unchecked null"],
    ],
  ])("%s", (_, billing, expected) => {
    expect(billingChanges(["project"], billing).map(({ action, from }) => `${action} ${from}`)).toEqual(expected);
  });

  test("only an activation has a hash, and it rests on the key alone", () => {
    const [there] = billingChanges(["a"], read(aTag("a", "Inactive")));
    expect(there).toMatchObject({ hash: hashOfBilling({ action: "activate-tag", key: "a" }), account: PAYER });
    expect(hashOfBilling({ action: "activate-tag", key: "b" })).not.toBe(there?.hash);
    expect(billingChanges(["a"], read()).map(({ hash }) => hash)).toEqual([null]);
  });
});

describe("activations are time's", () => {
  const desired = [aDesired({ name: "app" })];
  const planOf = (...keys: string[]) => aPlanReport({ desired, billing: keys.map((key) => anActivation(key)) }).plan;

  test("no plan's hash holds one", () => {
    expect(planOf("project").hash).toBe(planOf().hash);
  });

  const by = (saved: ReturnType<typeof planOf>[] | null, more: Partial<Approval> = {}): Approval => ({
    saved,
    additive: false,
    due: false,
    ...more,
  });
  test.each<[string, Approval, string[], string[]]>([
    ["plain apply does all", by(null), ["a", "b"], []],
    ["--additive does all", by(null, { additive: true }), ["a", "b"], []],
    ["--due does all", by(null, { due: true }), ["a", "b"], []],
    ["a saved plan: those that it lists", by([planOf("b")]), ["b"], ["a"]],
    ["several saved plans: their union", by([planOf("b"), planOf("a")]), ["a", "b"], []],
    ["a saved plan that lists none", by([planOf()]), [], ["a", "b"]],
    ["a saved plan and --due", by([planOf()], { due: true }), ["a", "b"], []],
  ])("%s", (_, approval, approved, postponed) => {
    const { tags, unapproved } = judge(planOf("a", "b"), approval);
    expect([tags.approved.map(({ key }) => key), tags.postponed.map(({ key }) => key)]).toEqual([approved, postponed]);
    if (approval.saved !== null) expect(unapproved).toEqual([]);
  });

  test("a saved plan from before payers were told reads, and one with another key does not", () => {
    const text = renderPlanJson(aPlanReport({ desired, billing: [anActivation("project", { account: PAYER })] }).plan);
    const older = text.replace(/,\s*"account": "999900001111"(?=\s*\})/, "").replace(/,\s*"seal": ".*"/, "");
    expect(older).not.toBe(text);
    expect(readPlanFile(older, "plan.json").diagnostics).toEqual([]);
    const edited = readPlanFile(text.replace('"key": "project"', '"key": "stage"'), "plan.json");
    expect(edited.diagnostics[0]?.detail).toContain('the hash of the cost allocation tag "stage" does not fit');
  });
});

describe("billing that does not answer", () => {
  const linked = "Failed to list Cost Allocation Tags: Linked account doesn't have access to cost allocation tags.";
  test.each<[UnreadReason, Parameters<typeof aFault>[0]]>([
    ["linked-account", { kind: "denied", message: linked }],
    ["denied", { kind: "denied", message: "User: x is not authorized to perform: ce:ListCostAllocationTags" }],
    ["not-enabled", { kind: "denied", message: "User not enabled for cost explorer access" }],
    ["role-refused", { kind: "denied", operation: "sts:AssumeRole" }],
    ["unanswered", { kind: "unavailable", message: "connection reset" }],
  ])("%s", (reason, fault) => expect(reasonOf(aFault(fault))).toBe(reason));

  test.each<[UnreadReason, string]>([
    ["denied", "billing/not-checked"],
    ["role-refused", "billing/not-checked"],
    ["unanswered", "billing/not-checked"],
    ["not-enabled", "billing/not-checked"],
    ["linked-account", "billing/linked-account"],
    ["no-role", "billing/role-needed"],
    ["no-cost-explorer", "billing/no-cost-explorer"],
  ])("%s is a warning that names the keys, and what a person can do", (reason, code) => {
    const [found] = unreadWarnings(["project", "stage"], { status: "unread", account: PAYER, reason, fault: null });
    expect(found).toMatchObject({ code, severity: "warning" });
    expect(found?.detail).toContain("project, stage");
    expect(found?.hint).toContain("Billing console");
    expect(unreadWarnings([], { status: "unread", account: PAYER, reason, fault: null })).toEqual([]);
  });
});

test.each([
  [["us-west-2", "eu-central-1"], "us-east-1"],
  [["cn-north-1"], "cn-northwest-1"],
  [["us-gov-west-1"], null],
  [["us-gov-west-1", "us-east-1"], "us-east-1"],
])("Cost Explorer of %j is in %s", (regions, endpoint) => {
  const accounts = [{ id: "111122223333", regions, pending: false }];
  expect(costExplorerRegion(aState({ desired: [], state: { accounts } }))).toBe(endpoint);
});

describe("the three clocks", () => {
  const DAY_AGO = "2026-11-22T09:00:00Z";
  const since = (updatedAt: string) => aTag("project", "Active", { updatedAt });
  const backfill = (requestedAt: string, status = "SUCCEEDED"): Backfill => ({
    from: "2026-08-01T00:00:00Z",
    requestedAt,
    status,
    completedAt: null,
  });
  const row = (tags: CostTag[], ...backfills: Backfill[]) =>
    tagRows({ declared: ["project"], tags, backfills, dayAgo: DAY_AGO })[0];

  test.each<[string, ReturnType<typeof row>, object]>([
    ["unknown", row([]), { seen: "waiting", shown: "inactive", countsFrom: null, status: null }],
    ["inactive", row([aTag("project", "Inactive")]), { seen: "passed", shown: "inactive", countsFrom: null }],
    [
      "active for an hour",
      row([since("2026-11-23T08:00:00Z")]),
      { shown: "pending", countsFrom: "2026-11-23T08:00:00Z" },
    ],
    ["active for long", row([since("2026-11-01T00:00:00Z")]), { shown: "passed", isBackfilling: false }],
    [
      "backfilled since",
      row([since("2026-11-01T00:00:00Z")], backfill("2026-11-02T00:00:00Z")),
      { countsFrom: "2026-08-01T00:00:00Z" },
    ],
    [
      "a backfill from before the activation",
      row([since("2026-11-01T00:00:00Z")], backfill("2026-10-02T00:00:00Z")),
      { countsFrom: "2026-11-01T00:00:00Z", isBackfilling: false },
    ],
    [
      "a backfill in work",
      row([since("2026-11-01T00:00:00Z")], backfill("2026-11-02T00:00:00Z", "PROCESSING")),
      { countsFrom: "2026-11-01T00:00:00Z", isBackfilling: true },
    ],
    [
      "a backfill that failed",
      row([since("2026-11-01T00:00:00Z")], backfill("2026-11-02T00:00:00Z", "FAILED")),
      { countsFrom: "2026-11-01T00:00:00Z", isBackfilling: false },
    ],
    ["active, since when AWS does not tell", row([aTag("project")]), { shown: "passed", countsFrom: null }],
  ])("%s", (_, found, expected) => expect(found).toMatchObject(expected));

  test("declared keys come first, in the file's order", () => {
    const rows = tagRows({
      declared: ["stage", "project"],
      tags: [aTag("z"), aTag("project"), aTag("a")],
      backfills: [],
      dayAgo: DAY_AGO,
    });
    expect(rows.map(({ key }) => key)).toEqual(["stage", "project", "a", "z"]);
  });

  test("the newest backfill is the one that was asked for last", () => {
    const two = [backfill("2026-10-02T00:00:00Z"), backfill("2026-11-02T00:00:00Z")];
    expect(newestFirst(two).map(({ requestedAt }) => requestedAt?.slice(5, 7))).toEqual(["11", "10"]);
  });
});

test.each([
  ["2026-11", true],
  ["2025-11", true],
  ["2025-12", true],
  ["2026-12", false],
  ["2025-10", false],
  ["2027-01", false],
])("a backfill from %s in November 2026: %s", (month, isTaken) => {
  expect(backfillMonthProblem(month, "2026-11-23T09:00:00Z") === null).toBe(isTaken);
});

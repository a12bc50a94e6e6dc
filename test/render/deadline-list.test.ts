/** `list --expiring`, for people and for machines. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import listSchema from "../../schema/list.schema.json" with { type: "json" };
import planSchema from "../../schema/plan.schema.json" with { type: "json" };
import { deadlineRows, type ProfileAmounts, systemDeadlines } from "../../src/core/deadlines.ts";
import { toUnreadRows } from "../../src/core/listing.ts";
import { parseMoney } from "../../src/core/money.ts";
import { renderDeadlineListJson, renderSystemDeadlinesJson } from "../../src/render/deadline-list-json.ts";
import {
  type DeadlineListing,
  renderDeadlineList,
  renderSystemDeadlines,
} from "../../src/render/deadline-list-text.ts";
import { deadlineHint } from "../../src/render/deadline-words.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import {
  aCatalogue,
  aDesired,
  aFault,
  aLive,
  anObservation,
  aPlanReport,
  aState,
  at,
  DEV,
  type Given,
  GLOBAL_NOVA,
  HAIKU,
  NOVA,
  NOW,
  PROD,
  PROD_EU,
  SONNET,
} from "../fakes/builders.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
const AHEAD = { days: 90, until: "2027-02-21" };
const alias = { name: "fast", declaredAt: at(7) };

const given: Given = {
  desired: [
    aDesired({ name: "search", source: HAIKU, alias, declaredAt: at(20) }),
    aDesired({ name: "search", target: DEV, source: HAIKU, alias, declaredAt: at(20) }),
    aDesired({ name: "summaries-of-checkout", source: HAIKU, alias, declaredAt: at(24) }),
    aDesired({ name: "labels", source: NOVA, declaredAt: at(30, "teams/ads.yaml") }),
    aDesired({ name: "moving", source: SONNET, declaredAt: at(34) }),
  ],
  live: [
    aLive({ name: "search", source: HAIKU, tags: { project: "discovery" } }),
    aLive({ name: "search", target: DEV, source: HAIKU, tags: { owner: "ann\u001b[2J" } }),
    aLive({ name: "summaries-of-checkout", source: HAIKU, tags: { project: "checkout", owner: "bob" } }),
    aLive({ name: "labels", source: NOVA }),
    aLive({ name: "moving", source: GLOBAL_NOVA }),
    aLive({ name: "made-by-hand", source: HAIKU, stack: null, tags: {} }),
  ],
  unread: [{ ...PROD_EU, status: "unreadable", fault: aFault() }],
  state: { projects: [{ name: "discovery", formerly: [], owner: "@acme/discovery" }] },
  lifecycles: {
    "anthropic.claude-haiku-4-5-20251001-v1:0": {
      status: "LEGACY",
      legacy: "2026-06-15T00:00:00Z",
      extendedAccess: "2026-09-15T00:00:00Z",
      endOfLife: "2027-01-15T00:00:00Z",
    },
    "amazon.nova-lite-v1:0": { status: "LEGACY", endOfLife: "2026-11-20T00:00:00Z" },
    "amazon.nova-2-lite-v1:0": { status: "LEGACY" },
  },
};

function listing(amounts: ProfileAmounts | null = null, of: Given = given): DeadlineListing {
  const observation = anObservation(of);
  const rows = deadlineRows(aState(of), observation, { days: 90, now: NOW }, amounts);
  return { ...AHEAD, rows, unread: toUnreadRows(observation), unknown: 1, amounts };
}

const AMOUNTS: ProfileAmounts = {
  month: "2026-10",
  unit: "USD",
  of: ({ name }) => (name === "search" ? parseMoney("4120.504") : undefined),
};

const system = () =>
  systemDeadlines(
    [...(aCatalogue(PROD, given.lifecycles).system?.values() ?? [])].map((source) => ({ region: PROD.region, source })),
    aCatalogue(PROD, given.lifecycles).foundation ?? new Map(),
    { days: 90, now: NOW },
  );

describe("as text", () => {
  test("80 columns", () => {
    expect(renderDeadlineList(listing(), { width: 80, color: false })).toMatchInlineSnapshot(`
      "NAME                ACCOUNT  ENDS        LEFT  MODEL             OWNER
      labels              prod     2026-11-20  over  nova-lite-v1:0
      made-by-hand        prod     2027-01-15  53 d  claude-haiku-4-5
      search              prod     2027-01-15  53 d  claude-haiku-4-5  @acme/discovery
      summaries-of-chec…  prod     2027-01-15  53 d  claude-haiku-4-5  bob
      search              dev      2027-01-15  53 d  claude-haiku-4-5  ann\\u{1b}[2J
      moving              prod     not told          nova-2-lite-v1:0

      To change in the file (strata list --system shows what there is):
        teams/ads.yaml:30: labels
        profiles.yaml:7: alias fast (2 entries)
      No edit left for moving: retiring, not declared, or declared with another model
      by now (strata plan).
      In no file: made-by-hand. To take over what is yours: strata import.

      5 profiles are on models that end by 2027-02-21, 1 of them over by now; 1
      profile is on a legacy model whose end is not told (not read in 1 target).

      prod eu-west-1: NOT READ. bedrock:ListInferenceProfiles: AccessDeniedException:
      User: arn:aws:sts::444455556666:assumed-role/strata-plan/ci is not authorized to
      perform: bedrock:ListInferenceProfiles
      "
    `);
  });

  test("a wide terminal, with money", () => {
    expect(renderDeadlineList(listing(AMOUNTS), { width: 180, color: false })).toMatchInlineSnapshot(`
      "NAME                   ACCOUNT  ENDS        LEFT  MODEL                                     OWNER            USD IN 2026-10  PROJECT    EXTENDED    LEGACY
      labels                 prod     2026-11-20  over  amazon.nova-lite-v1:0
      made-by-hand           prod     2027-01-15  53 d  anthropic.claude-haiku-4-5-20251001-v1:0                                              2026-09-15  2026-06-15
      search                 prod     2027-01-15  53 d  anthropic.claude-haiku-4-5-20251001-v1:0  @acme/discovery  4,120.50        discovery  2026-09-15  2026-06-15
      summaries-of-checkout  prod     2027-01-15  53 d  anthropic.claude-haiku-4-5-20251001-v1:0  bob                              checkout   2026-09-15  2026-06-15
      search                 dev      2027-01-15  53 d  anthropic.claude-haiku-4-5-20251001-v1:0  ann\\u{1b}[2J     4,120.50                   2026-09-15  2026-06-15
      moving                 prod     not told          amazon.nova-2-lite-v1:0

      To change in the file (strata list --system shows what there is):
        teams/ads.yaml:30: labels
        profiles.yaml:7: alias fast (2 entries)
      No edit left for moving: retiring, not declared, or declared with another model by now (strata plan).
      In no file: made-by-hand. To take over what is yours: strata import.

      5 profiles are on models that end by 2027-02-21, 1 of them over by now; 1 profile is on a legacy model whose end is not told (not read in 1 target).

      prod eu-west-1: NOT READ. bedrock:ListInferenceProfiles: AccessDeniedException: User: arn:aws:sts::444455556666:assumed-role/strata-plan/ci is not authorized to perform:
      bedrock:ListInferenceProfiles
      "
    `);
  });

  test.each([80, 100, 120])("%i columns are kept, and nobody's text moves the cursor", (width) => {
    const text = renderDeadlineList(listing(AMOUNTS), { width, color: false });
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(text).not.toContain("\u001b");
  });

  test("nothing ends", () => {
    const none = { ...listing(), rows: [], unread: [], unknown: 0 };
    expect(renderDeadlineList(none, { width: 80, color: false })).toBe(
      "No profile is on a model that ends by 2027-02-21.\n",
    );
  });

  test("nobody may read what ends", () => {
    const none = { ...listing(), rows: [], unread: [], unknown: 2 };
    expect(renderDeadlineList(none, { width: 80, color: false })).toBe(
      "Which models end could not be read in 2 targets.\n",
    );
    expect(renderSystemDeadlines([], AHEAD, { width: 80, color: false }, 1)).toBe(
      "Which models end could not be read in 1 region.\n",
    );
  });

  test("what there is to copy from", () => {
    expect(renderSystemDeadlines(system(), AHEAD, { width: 80, color: false })).toMatchInlineSnapshot(`
      "ID                                       REGION     ENDS        LEFT  EXTENDED
      us.anthropic.claude…u-4-5-20251001-v1:0  us-east-1  2027-01-15  53 d  2026-09-15
      us.amazon.nova-lite-v1:0                 us-east-1  2026-11-20  over
      global.amazon.nova-2-lite-v1:0           us-east-1  not told
      "
    `);
    expect(renderSystemDeadlines([], AHEAD, { width: 80, color: false })).toBe(
      "No system profile is of a model that ends by 2027-02-21.\n",
    );
  });
});

describe("as JSON", () => {
  const validate = ajv.compile(listSchema);

  test.each([
    ["profiles", renderDeadlineListJson(listing())],
    ["profiles with money", renderDeadlineListJson(listing(AMOUNTS))],
    ["nothing", renderDeadlineListJson({ ...listing(), rows: [] })],
    ["system profiles", renderSystemDeadlinesJson(system(), AHEAD)],
  ])("%s, as the schema says", (_, text) => {
    expect(validate(JSON.parse(text)) ? [] : validate.errors).toEqual([]);
  });

  test("exact amounts, days and places", () => {
    const { expiring, profiles } = JSON.parse(renderDeadlineListJson(listing(AMOUNTS)));
    expect(expiring).toEqual({ ...AHEAD, money: { month: "2026-10", unit: "USD" } });
    expect(profiles.find(({ name }: { name: string }) => name === "search")).toMatchObject({
      owner: "@acme/discovery",
      endOfLife: "2027-01-15",
      daysLeft: 53,
      change: { alias: "fast", declaredAt: { file: "profiles.yaml", line: 7 } },
      money: "4120.504",
    });
  });

  test("the key of a plan, as its schema says", () => {
    const check = ajv.compile(planSchema.properties.deadlines);
    const { deadlines } = aPlanReport(given).plan;
    expect(check(JSON.parse(JSON.stringify(deadlines))) ? [] : check.errors).toEqual([]);
  });
});

describe("the line of plan and drift", () => {
  const one = (arn: string, endOfLife: string | null) => {
    const rest = { name: arn, model: "m", status: "LEGACY", legacy: null, extendedAccess: null };
    return { ...PROD, arn, ...rest, endOfLife };
  };
  test.each([
    [[], null],
    [[one("a", "2027-01-01")], "1 profile is on a model that ends by 2027-02-21"],
    [
      [one("a", "2026-11-23"), one("a", "2027-01-01"), one("b", "2027-01-01")],
      "2 profiles are on models that end by 2027-02-21, 1 of them over by now",
    ],
    [[one("a", "2026-11-01")], "1 profile is on a model that ends by 2027-02-21, over by now"],
    [[one("a", null), one("b", null)], "2 profiles are on legacy models whose end is not told"],
  ])("%j", (profiles, text) => {
    const hint = deadlineHint({ ...AHEAD, targets: [PROD], profiles });
    expect(hint).toEqual(text === null ? null : { text, command: "strata list --expiring 90d" });
  });

  test("none where nobody looked", () => {
    expect(deadlineHint(undefined)).toBeNull();
  });
});

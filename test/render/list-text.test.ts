/** `list`, `list --system`, `show` and `validate`, for people and for machines. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import listSchema from "../../schema/list.schema.json" with { type: "json" };
import showSchema from "../../schema/show.schema.json" with { type: "json" };
import { type ProfileRow, type SystemRow, toRows, toUnreadRows } from "../../src/core/listing.ts";
import { renderListJson, renderSystemListJson } from "../../src/render/list-json.ts";
import { renderListText } from "../../src/render/list-text.ts";
import { renderShowJson } from "../../src/render/show-json.ts";
import { renderShowText } from "../../src/render/show-text.ts";
import { renderSystemListText } from "../../src/render/system-list-text.ts";
import {
  aCatalogue,
  aDesired,
  aFault,
  aLive,
  anObservation,
  aState,
  at,
  DEV,
  type Given,
  GLOBAL_NOVA,
  NOVA,
  PROD,
  PROD_EU,
  SONNET_EU,
} from "../fakes/builders.ts";

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false });
const STYLE = { width: 80, color: false };

const given: Given = {
  desired: [aDesired({ name: "checkout", declaredAt: at(22) })],
  live: [
    aLive({
      name: "checkout",
      description: "Summaries",
      tags: { team: "checkout", "cost-center": "CC 1042", empty: "" },
    }),
    aLive({ name: "billing-agent", source: NOVA, tags: { "strata:protect": "true" } }),
    aLive({ name: "old-bot", source: NOVA, tags: { "strata:retire-after": "2026-11-24T09:00:00Z" } }),
    aLive({ name: "science", target: PROD_EU, source: SONNET_EU, stack: "data-science" }),
    aLive({ name: "made-by-hand", target: PROD_EU, source: GLOBAL_NOVA, stack: null, tags: {} }),
  ],
  unread: [{ ...DEV, status: "unreadable", fault: aFault() }],
};
const rows = toRows(aState(given), anObservation(given));
const unread = toUnreadRows(anObservation(given));

function rowOf(name: string): ProfileRow {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`no row ${name}`);
  return row;
}

function systemRows(): SystemRow[] {
  return [PROD_EU, PROD, { ...PROD, account: "999999999999" }].flatMap((target) =>
    [...(aCatalogue(target).system?.values() ?? [])].map((source) => ({ region: target.region, source })),
  );
}

describe("list", () => {
  test("in 80 columns", () => {
    expect(renderListText(rows, STYLE, unread)).toMatchInlineSnapshot(`
      "NAME           REGION     OWNER         SOURCE
      made-by-hand   eu-west-1  unmanaged     (amazon.nova-2-lite-v1:0)
      science        eu-west-1  data-science  …thropic.claude-sonnet-4-5-20250929-v1:0
      billing-agent  us-east-1  protected     us.amazon.nova-lite-v1:0
      checkout       us-east-1  ours          …thropic.claude-sonnet-4-5-20250929-v1:0
      old-bot        us-east-1  retiring      us.amazon.nova-lite-v1:0

      5 profiles in prod: 3 ours, 1 unmanaged, 1 of other stacks. One in full: strata
      show NAME

      dev us-east-1: NOT READ. bedrock:ListInferenceProfiles: AccessDeniedException:
      User: arn:aws:sts::444455556666:assumed-role/strata-plan/ci is not authorized to
      perform: bedrock:ListInferenceProfiles
      "
    `);
  });

  test("shows sources and tags whole where there is room", () => {
    const text = renderListText(rows, { ...STYLE, width: 160 });
    expect(text).toContain("us.anthropic.claude-sonnet-4-5-20250929-v1:0  ");
    expect(text).toContain('"cost-center"'.slice(1, -1));
  });

  test("of nothing", () => {
    expect(renderListText([], STYLE)).toBe("No application inference profiles.\n");
  });

  test("as JSON, by its schema", () => {
    const isList = ajv.compile(listSchema);
    expect(isList(JSON.parse(renderListJson(rows, unread))), JSON.stringify(isList.errors)).toBe(true);
    expect(isList(JSON.parse(renderSystemListJson(systemRows()))), JSON.stringify(isList.errors)).toBe(true);
  });

  test("is by account, region and name", () => {
    expect(rows.map(({ region, name }) => `${region} ${name}`)).toEqual([
      "eu-west-1 made-by-hand",
      "eu-west-1 science",
      "us-east-1 billing-agent",
      "us-east-1 checkout",
      "us-east-1 old-bot",
    ]);
  });
});

describe("list --system", () => {
  test("several regions, each row once however many accounts were read", () => {
    expect(renderSystemListText(systemRows(), STYLE)).toMatchInlineSnapshot(`
      "ID                                            REGION     ROUTES TO
      eu.anthropic.claude-sonnet-4-5-20250929-v1:0  eu-west-1  here + 5: eu-north-1 e…
      global.amazon.nova-2-lite-v1:0                eu-west-1  any region
      global.amazon.nova-2-lite-v1:0                us-east-1  any region
      us.amazon.nova-lite-v1:0                      us-east-1  here us-east-2 us-west…
      us.anthropic.claude-haiku-4-5-20251001-v1:0   us-east-1  here us-east-2 us-west…
      us.anthropic.claude-sonnet-4-5-20250929-v1:0  us-east-1  here us-east-2 us-west…
      "
    `);
  });

  test("one region goes without a column of its own", () => {
    expect(
      renderSystemListText(
        systemRows().filter(({ region }) => region === "us-east-1"),
        STYLE,
      ),
    ).toMatchInlineSnapshot(`
      "ID                                            ROUTES TO
      global.amazon.nova-2-lite-v1:0                any region
      us.amazon.nova-lite-v1:0                      here us-east-2 us-west-2
      us.anthropic.claude-haiku-4-5-20251001-v1:0   here us-east-2 us-west-2
      us.anthropic.claude-sonnet-4-5-20250929-v1:0  here us-east-2 us-west-2
      "
    `);
  });
});

describe("show", () => {
  test("one of ours", () => {
    expect(renderShowText(rowOf("checkout"), STYLE)).toMatchInlineSnapshot(`
      "checkout
      ARN          arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/checkout0000
      id           checkout0000
      where        prod 111122223333 us-east-1
      owner        ours, stack genai-platform
      declared     profiles.yaml:22
      source       us.anthropic.claude-sonnet-4-5-20250929-v1:0
      models       arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0
                   arn:aws:bedrock:us-east-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0
                   arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0
      routes to    us-east-1 us-east-2 us-west-2
      description  Summaries
      created      2026-07-21T19:13:39.417684+00:00
      tags         cost-center   "CC 1042"
                   empty         ""
                   team          checkout
                   strata:name   checkout
                   strata:source us.anthropic.claude-sonnet-4-5-20250929-v1:0
                   strata:stack  genai-platform
      "
    `);
  });

  test("a protected one", () => {
    expect(renderShowText(rowOf("billing-agent"), STYLE)).toContain("protected    yes");
  });

  test("one of another stack, and one of nobody", () => {
    expect(renderShowText(rowOf("science"), STYLE)).toContain("owner        another stack: data-science");
    expect(renderShowText(rowOf("made-by-hand"), STYLE)).toMatchInlineSnapshot(`
      "made-by-hand
      ARN          arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/madebyhand00
      id           madebyhand00
      where        prod 111122223333 eu-west-1
      owner        unmanaged: no stack's mark
      models       arn:aws:bedrock:::foundation-model/amazon.nova-2-lite-v1:0
                   arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-2-lite-v1:0
      routes to    any region
      created      2026-07-21T19:13:39.417684+00:00
      tags         none
      "
    `);
  });

  test("a profile whose tags nobody has told", () => {
    expect(renderShowText({ ...rowOf("science"), tags: null }, STYLE)).toContain("tags         not known");
  });

  test("as JSON, by its schema", () => {
    const isShown = ajv.compile(showSchema);
    for (const row of rows) expect(isShown(JSON.parse(renderShowJson(row))), JSON.stringify(isShown.errors)).toBe(true);
  });
});

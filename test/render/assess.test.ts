/** `strata assess` in its formats: the text as a whole, and strangers' texts that reach none of them alive. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/assess.schema.json" with { type: "json" };
import type { EstateAccount, EstateTarget } from "../../src/core/assess.ts";
import type { Assessment } from "../../src/core/assess-report.ts";
import { renderAssessCsv } from "../../src/render/assess-csv.ts";
import { renderAssessHtml } from "../../src/render/assess-html.ts";
import { renderAssessJson } from "../../src/render/assess-json.ts";
import { renderAssessMarkdown } from "../../src/render/assess-markdown.ts";
import { renderAssessText } from "../../src/render/assess-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { aFault, DEV, PROD, PROD_EU } from "../fakes/builders.ts";
import { aCoverage, anAssessment, anEstateProfile, anEstateWith, aSpend, NOT_ASKED } from "../fakes/estates.ts";
import { outsideCode } from "./markdown-tree.ts";

/** Moves the cursor, turns text round, pings, is HTML, and ends cells and spans. */
const HOSTILE = "a\u001b[2J\u202e`<img src=x>` @everyone | [x](http://x)";

const HIDDEN = ["\u001b", "\u202e"];

const PLAIN = { width: 80, color: false };
const ROLE_FAULT = aFault({ operation: "sts:AssumeRole", message: "the role cannot be assumed" });

function messy(name = "search", tag = "search"): Assessment {
  const accountName = name === "search" ? "prod" : name;
  const prod = { accountName };
  const profiles = [
    anEstateProfile({ name, id: "q00000000001", tags: { project: tag, stage: "prod" }, ...prod }),
    anEstateProfile({ name: `${name}-rerank`, tags: { Project: "Search" }, ...prod }),
    anEstateProfile({ name: "double", id: "q00000000003", calls: 0, ...prod }),
    anEstateProfile({ name: "double", id: "q00000000004", calls: 1204, ...prod }),
    anEstateProfile({ name: "support-bot", endOfLife: "2026-12-31", target: PROD_EU, ...prod }),
    ...["a", "b", "c", "d", "e", "f", "g"].map((one) =>
      anEstateProfile({ name: `hackday-${one}`, tags: {}, target: DEV }),
    ),
    anEstateProfile({ name: "fresh", isNew: true, calls: 0, target: DEV }),
  ];
  const estate = anEstateWith(profiles);
  const lost: EstateAccount = { id: "777788889999", name, through: "role", fault: ROLE_FAULT };
  const place = { account: "111122223333", accountName, profiles: 0 };
  const targets: EstateTarget[] = [
    ...estate.targets,
    { ...place, region: "me-south-1", status: "not-enabled", fault: aFault() },
    { ...place, region: "sa-east-1", status: "closed", fault: aFault() },
    { ...place, region: "us-west-2", status: "unreadable", fault: aFault({ message: tag }) },
  ];
  const use = {
    what: "use",
    targets: [PROD_EU],
    fault: aFault({ operation: "cloudwatch:GetMetricData", message: "no" }),
  } as const;
  const spend = aSpend([aCoverage("project", "1800", "3000")], "3000", {
    unfollowed: ["stage", name],
    isEstimated: true,
  });
  return anAssessment({ ...estate, accounts: [...estate.accounts, lost], targets, gaps: [use] }, spend, "strata-plan");
}

const EMPTY = anAssessment(
  anEstateWith([], { targets: [{ ...PROD, accountName: null, status: "read", profiles: 0, fault: null }] }),
  {
    status: "not-asked",
    reason: "no-profiles",
  },
);
const CLEAN = anAssessment(anEstateWith([anEstateProfile({ name: "search" })]), NOT_ASKED);

describe("text", () => {
  test("a messy estate", async () => {
    await expect(renderAssessText(messy(), PLAIN)).toMatchFileSnapshot("../golden/assess-messy.txt");
  });

  test("an empty and a clean one", async () => {
    await expect(renderAssessText(EMPTY, PLAIN)).toMatchFileSnapshot("../golden/assess-empty.txt");
    await expect(renderAssessText(CLEAN, PLAIN)).toMatchFileSnapshot("../golden/assess-clean.txt");
  });

  test.each([40, 80, 120])("never wider than %i columns, whatever strangers wrote", (width) => {
    const text = renderAssessText(messy(HOSTILE, HOSTILE), { width, color: false });
    for (const character of HIDDEN) expect(text).not.toContain(character);
    expect(text.split("\n").filter((line) => displayWidth(line) > width)).toEqual([]);
  });

  test("a linked account and a refusal say so, and what was asked all the same", () => {
    const price = { requests: 1, kept: 0 };
    const estate = anEstateWith([anEstateProfile({ name: "search" })]);
    const fault = aFault({ operation: "ce:ListCostAllocationTags", message: "Linked account doesn't have access" });
    const told = (isLinked: boolean) =>
      renderAssessText(anAssessment(estate, { status: "unread", fault, isLinked, price }), PLAIN).replace(/\s+/g, " ");
    expect(told(true)).toContain("the account is a linked one, and only the account that pays can tell");
    expect(told(false)).toContain("Spend is not known. ce:ListCostAllocationTags: AccessDeniedException: Linked");
    expect(told(false)).toContain("Cost Explorer was asked once: 0.01 USD.");
  });
});

test("JSON fits its schema, whatever was found", () => {
  const ajv = new Ajv({ strict: false });
  const price = { requests: 1, kept: 0 };
  const unread = { status: "unread", fault: aFault(), isLinked: true, price } as const;
  const linked = anAssessment(anEstateWith([anEstateProfile({ name: "a" })]), unread);
  for (const assessment of [messy(), messy(HOSTILE), EMPTY, CLEAN, linked]) {
    const json = renderAssessJson(assessment);
    for (const character of HIDDEN) expect(json).not.toContain(character);
    ajv.validate(schema, JSON.parse(json));
    expect(ajv.errors).toBeNull();
  }
  expect(JSON.parse(renderAssessJson(messy()))).toMatchObject({
    verdict: "mend",
    complete: false,
    summary: { profiles: 13, toMend: 11, new: 1, managers: { nobody: 13 } },
    next: { command: "import" },
  });
});

test("CSV: a line for each finding and profile, spend without one; a formula stays a text", () => {
  const lines = renderAssessCsv(messy("=cmd()")).trimEnd().split("\r\n");
  expect(lines[0]).toBe(
    "finding,account,accountName,region,name,id,arn,detail,managedBy,calls30d,amount,currency,mend",
  );
  const kinds = lines.slice(1).map((line) => line.split(",")[0]);
  expect(kinds.filter((kind) => kind === "untagged")).toHaveLength(7);
  expect(lines.find((line) => line.startsWith("unattributed-spend"))).toContain(",carries no project,,,1200,USD,");
  expect(lines.find((line) => line.startsWith("key-case"))).toContain("'=cmd()-rerank");
});

test("Markdown: strangers' text in code spans alone, all findings, the command in a fence", () => {
  const markdown = renderAssessMarkdown(messy(HOSTILE, HOSTILE));
  expect(["everyone", "img", "\u202e"].map((text) => outsideCode(markdown, text))).toEqual([[], [], []]);
  expect(renderAssessMarkdown(messy())).toMatch(/^\*\*3\. 7 profiles carry no tag\*\*$/m);
  expect(renderAssessMarkdown(messy())).toMatch(/```sh\nstrata import .*--out profiles\.yaml\n```/);
});

test("HTML: harmless and alone; more than a few cases are folded", () => {
  const html = renderAssessHtml(messy(HOSTILE, HOSTILE));
  expect(html).not.toMatch(/<img|\u202e|(?:src|href)=["']?http|url\(|@import| style=/);
  expect(renderAssessHtml(messy())).toContain("<details><summary>2 more</summary>");
  expect(renderAssessHtml(EMPTY)).not.toContain("<svg");
  const many = Array.from({ length: 600 }, (_, at) => anEstateProfile({ name: `p${at}`, tags: {} }));
  expect(renderAssessHtml(anAssessment(anEstateWith(many)))).toContain("100 more in --format csv.");
});

/** `leaks` as text, JSON, CSV, Markdown and a page: what strangers wrote stays harmless in each. */
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import schema from "../../schema/leaks.schema.json" with { type: "json" };
import { moneyText } from "../../src/core/money.ts";
import { renderLeaksCsv } from "../../src/render/leaks-csv.ts";
import { renderLeaksHtml } from "../../src/render/leaks-html.ts";
import { renderLeaksJson } from "../../src/render/leaks-json.ts";
import { renderLeaksMarkdown } from "../../src/render/leaks-markdown.ts";
import { renderLeaksText } from "../../src/render/leaks-text.ts";
import { findingText } from "../../src/render/leaks-words.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { PROD_EU } from "../fakes/builders.ts";
import { KNOWN_RATES, leakReportOf } from "../fakes/leaks.ts";
import { expectSafe, hostile } from "./hostile-text.ts";
import { outsideCode } from "./markdown-tree.ts";

const PRICE = { requests: 2, kept: 0 };
const refused = (answer: string) => ({ status: "none", why: { text: "it was refused:", answer } }) as const;
const anyReport = fc
  .tuple(fc.array(hostile, { minLength: 1, maxLength: 3 }), fc.boolean(), hostile)
  .map(([names, isKnown, answer]) => leakReportOf(names, isKnown ? KNOWN_RATES : refused(answer)));

describe("a report", () => {
  const report = leakReportOf(["project", "search"]);

  test("in a narrow terminal and in a wide one", () => {
    expect(`\n${renderLeaksText(report, { width: 80, color: false })}`).toMatchInlineSnapshot(`
      "
      CALLED                      AS            REGION        IN    OUT  SHARE   ≈ USD
      us.amazon.nova-lite-v1:0                  eu-west-1   173k  8.81k  7.2 %
      us.amazon.nova-lite-v1:0                  us-east-1   160k  8.81k  6.7 %
      us.anthropic.…0250929-v1:0                eu-west-1   160k  8.14k  6.7 %  ≈ 0.60
      us.anthropic.…0250929-v1:0                us-east-1   148k  8.14k  6.2 %  ≈ 0.57
      anthropic.cla…0250929-v1:0                eu-west-1   148k  7.46k  6.1 %  ≈ 0.56
      anthropic.cla…0250929-v1:0                us-east-1   136k  7.46k  5.7 %  ≈ 0.52
      search                      unknown id    eu-west-1   136k  6.78k  5.6 %
      search                      unknown id    us-east-1   123k  6.78k  5.1 %
      project                     unknown id    eu-west-1   123k   6.1k  5.1 %
      project                     unknown id    us-east-1   111k   6.1k  4.6 %
      search                      unmanaged, …  eu-west-1  98.8k  4.75k  4.1 %  ≈ 0.37
      search                      unmanaged, …  us-east-1  86.4k  4.75k  3.6 %  ≈ 0.33
      search                      ours, no pr…  eu-west-1  86.4k  4.07k  3.6 %  ≈ 0.32
      search                      ours, no pr…  us-east-1  74.1k  4.07k  3.1 %  ≈ 0.28
      search                      ours, no pr…  eu-west-1  74.1k  3.39k  3.1 %  ≈ 0.27
      search                      ours, no pr…  us-east-1  61.7k  3.39k  2.6 %  ≈ 0.24
      project                     unmanaged, …  eu-west-1  49.4k  2.03k    2 %  ≈ 0.18
      project                     unmanaged, …  us-east-1    37k  2.03k  1.5 %  ≈ 0.14
      project                     ours, no pr…  eu-west-1    37k  1.36k  1.5 %  ≈ 0.13
      project                     ours, no pr…  us-east-1  24.7k  1.36k    1 %  ≈ 0.09
      search                      stack searc…  eu-west-1   111k  5.42k  4.6 %
      search                      stack searc…  us-east-1  98.8k  5.42k  4.1 %
      project                     stack proje…  eu-west-1  61.7k  2.71k  2.5 %
      project                     stack proje…  us-east-1  49.4k  2.71k  2.1 %

      Instead:
        us.amazon.nova-lite-v1:0 in eu-west-1, us-east-1: none: add an entry
        us.anthropic.claude-sonnet-4-5-20250929-v1:0 in eu-west-1, us-east-1: project
        (other routing)
        anthropic.claude-sonnet-4-5-20250929-v1:0 in eu-west-1, us-east-1: project
        search (unmanaged, no project) in eu-west-1, us-east-1: project
        search (ours, no project) in eu-west-1, us-east-1: give search the tag project
        project (unmanaged, no project) in eu-west-1, us-east-1: project
        project (ours, no project) in eu-west-1, us-east-1: give project the tag
        project
        search (stack search, tagged) in eu-west-1, us-east-1: project
        project (stack project, tagged) in eu-west-1, us-east-1: project

      20 leaks in the last 7 days: 2.16M tokens, 85.2 % of all; ≈ 4.60 USD, without 6
      rows that the bill tells no rate of.
      token coverage 2 % (−6) in the last 7 days, without 1 target not read

      Counted by CloudWatch since 2026-11-16 09:00 UTC; covered is what goes through
      profiles of stack test that carry project.
      Profiles that are not ours but carry the tags are no leak of money: their costs
      are told apart.
      None: the file declares no profile there that offers the model. An entry has as
      its model what was called, unless another is named.
      ≈ is an estimate: tokens at the effective rates of the bill of account
      111122223333, 2026-11-16 to 2026-11-23 (exclusive), by model and kind of token.

      project us-west-2: NOT READ. bedrock:ListInferenceProfiles:
      AccessDeniedException: User:
      arn:aws:sts::444455556666:assumed-role/strata-plan/ci is not authorized to
      perform: bedrock:ListInferenceProfiles
      "
    `);
    const wide = renderLeaksText(report, { width: 200, color: false });
    expect(wide).toContain("us.anthropic.claude-sonnet-4-5-20250929-v1:0");
    expect(wide).toContain("CALLS");
  });

  test.each([80, 100, 120])("of two accounts: %i columns keep each share and amount whole", (width) => {
    const rows = report.rows.map((row) => {
      const elsewhere = { account: "444455556666", accountName: "production-apac", region: "ap-southeast-2" };
      return row.region === PROD_EU.region ? { ...row, ...elsewhere } : { ...row, accountName: null };
    });
    const two = { ...report, rows };
    const text = renderLeaksText(two, { width, color: false });
    const [head = "", ...body] = text.split("\n\nInstead:")[0]?.split("\n") ?? [];
    expect(head).toMatch(/ SHARE {2,}≈ USD$/);
    expect(head).toContain("ACCOUNT");
    const amounts = two.rows.flatMap(({ money }) => (money === null ? [] : [`≈ ${moneyText(money)}`]));
    expect(body.flatMap((one) => /≈.*$/.exec(one)?.[0] ?? [])).toEqual(amounts);
    expect(body.join("\n")).not.toMatch(/%?…$/m);
    for (const one of text.split("\n")) expect(displayWidth(one)).toBeLessThanOrEqual(width);
  });

  test("the sum is what the headline tells: leaks alone, without what is told apart elsewhere", () => {
    expect(report.rows.some(({ verdict }) => verdict === "elsewhere")).toBe(true);
    const sum = renderLeaksMarkdown(report)
      .split("\n")
      .find((one) => one.includes("All leaks"));
    expect(sum).toBe("| **All leaks** |  | **1,560** | **2.05M** | **106k** | **85.2 %** | **≈ 4.60** |  |");
    expect(findingText(report)).toContain("85.2 % of all; ≈ 4.60 USD");
  });

  test("without an estimate there is no sign of money, and one line why", () => {
    const none = leakReportOf(["project"], refused("not authorized"));
    for (const text of [
      renderLeaksText(none, { width: 100, color: false }),
      renderLeaksMarkdown(none),
      renderLeaksHtml(none),
    ]) {
      expect(text).not.toContain("≈");
      expect(text.match(/No estimate: it was refused:/g)).toHaveLength(1);
    }
  });

  test("the JSON is that of its schema, and the CSV has a line for each row", () => {
    const json = JSON.parse(renderLeaksJson(report, PRICE));
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    expect([validate(json), validate.errors]).toEqual([true, null]);
    expect(renderLeaksCsv(report).split("\r\n")).toHaveLength(report.rows.length + 2);
    expect(json.rows.map((row: { way: string }) => row.way)).toEqual(report.rows.map(({ way }) => way.kind));
  });
});

test("hostile names: in a terminal nothing acts, in Markdown all stands in code, in a page nothing is markup", () => {
  fc.assert(
    fc.property(anyReport, fc.integer({ min: 60, max: 200 }), (report, width) => {
      expectSafe(renderLeaksText(report, { width, color: false }), width);
      expect(new Ajv({ strict: false }).validate(schema, JSON.parse(renderLeaksJson(report, PRICE)))).toBe(true);
    }),
    { numRuns: 60 },
  );
  const evil = leakReportOf(["@everyone <img src=x>|`\u202e", "=cmd()"], refused("@everyone <img> \u202e"));
  const markdown = renderLeaksMarkdown(evil);
  expect(["everyone", "img", "\u202e"].map((text) => outsideCode(markdown, text))).toEqual([[], [], []]);
  const page = renderLeaksHtml(evil);
  expect([page.includes("<img"), page.includes("\u202e"), page.match(/<script>/g)?.length]).toEqual([false, false, 1]);
  expect(renderLeaksCsv(evil)).not.toMatch(/(?:^|,|\n)[=@]/);
});

/** `costs` in every format: what is told, what is aligned, and that strangers' text does nothing. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/costs.schema.json" with { type: "json" };
import { parseMoney } from "../../src/core/money.ts";
import { coverageOf, type Spend, tabulate } from "../../src/core/spend.ts";
import { readBy, valuesBy } from "../../src/core/spend-by.ts";
import type { CostTagStatus, SpendAnswer } from "../../src/core/spend-query.ts";
import { bar, condense, sparkline } from "../../src/render/bars.ts";
import { renderCostsCsv } from "../../src/render/costs-csv.ts";
import { renderCostsHtml } from "../../src/render/costs-html.ts";
import { renderCostsJson } from "../../src/render/costs-json.ts";
import { renderCostsMarkdown } from "../../src/render/costs-markdown.ts";
import { renderCostsText } from "../../src/render/costs-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";

const PRICE = { requests: 4, kept: 1 };
const PLAIN = { width: 80, color: false };
const ACTIVE: CostTagStatus = { status: "active", since: null };
const HOSTILE = '=cmd|"/c calc"!A1,<img src=x onerror=alert(1)>\u202e\n`|';

type Cell = readonly [start: string, value: string, amount: string];

function aSpend(cells: readonly Cell[], status = ACTIVE, key = "project"): Spend {
  const read = readBy(`tag:${key}`, []);
  if (!read.ok) throw new Error(read.why);
  const starts = ["2026-10-30", "2026-10-31", "2026-11-01"];
  const answer: SpendAnswer = {
    spans: starts.map((start) => ({ start, end: start, estimated: start >= "2026-11" })),
    cells: cells.map(([start, value, amount]) => ({ start, values: [value], amount, currency: "USD" })),
  };
  const table = tabulate(answer, valuesBy(read.by));
  return {
    payer: "111122223333",
    by: read.by,
    period: { start: "2026-10-30", end: "2026-11-02" },
    granularity: "daily",
    metric: "unblended",
    services: ["Amazon Bedrock", "Claude Sonnet 4.5 (Amazon Bedrock Edition)"],
    spans: answer.spans,
    ...table,
    coverage: [coverageOf(key, status, table, 0)],
  };
}

const SPEND = aSpend([
  ["2026-10-30", "search", "1234.5678"],
  ["2026-10-31", "search", "617.2839"],
  ["2026-11-01", "search", "0.000000001"],
  ["2026-10-31", "検索サービス", "12"],
  ["2026-10-30", "", "1234.567"],
]);
const NASTY = aSpend(
  [
    ["2026-10-30", HOSTILE, "2"],
    ["2026-10-30", "-1+1", "1"],
  ],
  ACTIVE,
  HOSTILE.replaceAll(",", ";"),
);
const INACTIVE = aSpend([["2026-10-30", "", "5"]], { status: "inactive", since: null });

describe("text", () => {
  test("as a whole", () => {
    expect(renderCostsText(SPEND, PRICE, PLAIN)).toMatchInlineSnapshot(`
      "Bedrock spend by project, 2026-10-30 to 2026-11-01 (3 days), payer 111122223333

      PROJECT            USD   SHARE                  BY DAY
      search        1,851.85  59.8 %  ██████████████  █▄
      検索サービス     12.00   0.4 %  ▏                █
      (untagged)    1,234.57  39.8 %  █████████▍      █
      TOTAL         3,098.42   100 %                  █▃

      Coverage: project 60.2 % (39.8 % of spend, 1,234.57 USD, carries no project)

      2 services: Amazon Bedrock, Claude Sonnet 4.5 (Amazon Bedrock Edition)
      Usage alone, without credits and tax; unblended cost; days are UTC. Estimated: 1
      of 3 days.
      Cost Explorer was asked 4 times: 0.04 USD; 1 answer was kept from before
      (--refresh asks again).
      "
    `);
  });

  test.each([40, 60, 80, 120])("no line is wider than %s columns, and no figure is cut", (width) => {
    const text = renderCostsText(SPEND, PRICE, { width, color: false });
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(text).toContain("1,851.85");
  });

  test("a key that billing does not follow is not told as untagged", () => {
    const text = renderCostsText(INACTIVE, PRICE, PLAIN);
    expect(text).toContain("Coverage: project not known: billing does not follow the key");
    expect(text).not.toContain("untagged");
  });

  test("nothing spent", () => {
    expect(renderCostsText(aSpend([]), { requests: 0, kept: 2 }, PLAIN)).toContain("Nothing was spent.");
  });

  test("strangers' text moves nothing", () => {
    expect(renderCostsText(NASTY, PRICE, PLAIN)).not.toMatch(/\u202e|\n`/);
  });
});

test("CSV: one line for each value and day, exact, and no cell is a formula", () => {
  expect(renderCostsCsv(SPEND).split("\r\n")).toEqual([
    "project,start,end,amount,currency,metric,estimated,payer",
    "search,2026-10-30,2026-10-30,1234.5678,USD,unblended,false,111122223333",
    "search,2026-10-31,2026-10-31,617.2839,USD,unblended,false,111122223333",
    "search,2026-11-01,2026-11-01,0.000000001,USD,unblended,true,111122223333",
    "検索サービス,2026-10-31,2026-10-31,12,USD,unblended,false,111122223333",
    "(untagged),2026-10-30,2026-10-30,1234.567,USD,unblended,false,111122223333",
    "",
  ]);
  const nasty = renderCostsCsv(NASTY);
  expect(nasty).toContain(`"'${HOSTILE.replaceAll('"', '""')}",2026-10-30`);
  expect(nasty).toContain("\r\n'-1+1,2026-10-30");
});

test("JSON keeps its schema, and says nothing where nobody knows", () => {
  const validate = new Ajv({ strict: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, allowUnionTypes: true }).compile(
    schema,
  );
  for (const spend of [SPEND, NASTY, INACTIVE, aSpend([])]) {
    const result = JSON.parse(renderCostsJson(spend, PRICE));
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
  }
  const { rows, total, asked } = JSON.parse(renderCostsJson(SPEND, PRICE));
  expect(rows.at(-1)).toEqual({ values: [null], total: "1234.567", share: 0.3985, series: ["1234.567", "0", "0"] });
  expect([total, asked]).toEqual(["3098.418700001", { requests: 4, kept: 1, priceUsd: "0.04" }]);
  expect(JSON.parse(renderCostsJson(INACTIVE, PRICE)).coverage).toEqual([
    { key: "project", status: "inactive", since: null, share: null, covered: null, uncovered: null },
  ]);
});

test("Markdown", () => {
  expect(renderCostsMarkdown(SPEND, PRICE)).toMatchInlineSnapshot(`
    "### Bedrock spend by \`project\`

    2026-10-30 to 2026-11-01 (3 days), payer \`111122223333\`

    | \`project\` | USD | share |
    |---|--:|--:|
    | \`search\` | 1,851.85 | 59.8 % |
    | \`検索サービス\` | 12.00 | 0.4 % |
    | (untagged) | 1,234.57 | 39.8 % |
    | **Total** | **3,098.42** | 100 % |

    - Coverage: \`project\` 60.2 % (39.8 % of spend, 1,234.57 USD, carries no \`project\`)

    Services: \`Amazon Bedrock\`, \`Claude Sonnet 4.5 (Amazon Bedrock Edition)\`

    Usage alone, without credits and tax; unblended cost; days are UTC. Estimated: 1 of 3 days. Cost Explorer was asked 4 times: 0.04 USD; 1 answer was kept from before (--refresh asks again).
    "
  `);
  const nasty = renderCostsMarkdown(NASTY, PRICE);
  expect(nasty.replaceAll(/(`+)(?:(?!\1).)+?\1/g, "")).not.toMatch(/<img|\u202e/);
});

describe("HTML", () => {
  test("strangers' text is text, and nothing comes from elsewhere", () => {
    const html = renderCostsHtml(NASTY, PRICE);
    expect(html).not.toMatch(/<img|\u202e|(?:src|href)=["']?http|url\(|@import| style=/);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
  });

  test("nothing spent has no chart", () => {
    expect(renderCostsHtml(aSpend([]), PRICE)).not.toContain("<svg");
  });

  test("more rows than colours: the rest is one column", () => {
    const many = Array.from({ length: 12 }, (_, at): Cell => ["2026-10-30", `p${at}`, String(100 - at)]);
    const html = renderCostsHtml(aSpend(many), PRICE);
    expect(html).toContain("4 more, 2026-10-30: 362.00 USD");
    expect(html.match(/swatch c-rest/g)?.length).toBe(4);
  });
});

describe("bars and trends", () => {
  test.each([
    [10, "██████████"],
    [5, "█████"],
    [0.01, "▏"],
    [0, ""],
    [-1, ""],
  ])("%s of 10", (part, drawn) => expect(bar(part, 10, 10)).toBe(drawn));
  test("from nothing to the most", () => expect(sparkline([0, 1, 4, 8])).toBe(" ▁▄█"));
  test("of nothing", () => expect(sparkline([0, 0])).toBe("  "));
  test("condensed to means, so that a short first part does not look like little", () => {
    expect(condense([6, 6, 6, 6, 6, 6, 6], 3)).toEqual({ means: [6, 6, 6], each: 3 });
    expect(condense([], 3)).toEqual({ means: [], each: 1 });
  });
});

test("the figures of these tests are money", () => expect(parseMoney("3098.418700001")).toBe(SPEND.total));

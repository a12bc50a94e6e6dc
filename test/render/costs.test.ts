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
import { distinctCut } from "../../src/render/distinct-cut.ts";
import { cutText } from "../../src/render/table-text.ts";
import { displayWidth, escapeForTerminal } from "../../src/render/terminal-text.ts";

const PRICE = { requests: 4, kept: 1 };
const PERIOD = { start: "2026-10-30", end: "2026-11-02" };
const PLAIN = { width: 80, color: false };
const ACTIVE: CostTagStatus = { status: "active", since: null, countsFrom: null };
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
    isLinked: false,
    by: read.by,
    period: PERIOD,
    granularity: "daily",
    metric: "unblended",
    services: ["Amazon Bedrock", "Claude Sonnet 4.5 (Amazon Bedrock Edition)"],
    spans: answer.spans,
    ...table,
    coverage: [coverageOf(key, status, table, 0, PERIOD)],
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
const INACTIVE = aSpend([["2026-10-30", "", "5"]], { status: "inactive", since: null, countsFrom: null });

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

const LATE = "2026-11-01T09:00:00Z";
const PARTIAL = aSpend(
  [
    ["2026-10-30", "", "99"],
    ["2026-11-01", "search", "1"],
  ],
  {
    status: "active",
    since: LATE,
    countsFrom: LATE,
  },
);
const CAVEAT = "costs carry its values only from 2026-11-01 on, within the period";
const LINKED: Spend = { ...SPEND, isLinked: true };
const CANCELLED = aSpend([
  ["2026-10-30", "search", "70"],
  ["2026-10-31", "ads", "-70"],
]);

describe("what has to stand beside a figure", () => {
  test("a key that counts only from a day within the period, in every format", () => {
    expect(renderCostsText(PARTIAL, PRICE, { width: 200, color: false })).toContain(
      `Coverage: project 1 % (99 % of spend, 99.00 USD, carries no project); ${CAVEAT}`,
    );
    expect(renderCostsMarkdown(PARTIAL, PRICE)).toContain(`carries no \`project\`); ${CAVEAT}\n`);
    expect(renderCostsHtml(PARTIAL, PRICE)).toContain(`<span class="unknown caveat">${CAVEAT}</span>`);
    expect(JSON.parse(renderCostsJson(PARTIAL, PRICE)).coverage).toMatchObject([{ countsFrom: LATE, partial: true }]);
    for (const render of [renderCostsMarkdown, renderCostsHtml])
      expect(render(SPEND, PRICE)).not.toContain("only from");
  });

  test("a linked account is not called the payer", () => {
    const words = "account 111122223333 (linked: its own costs only)";
    expect(renderCostsText(LINKED, PRICE, { width: 200, color: false })).toContain(words);
    expect(renderCostsHtml(LINKED, PRICE)).toContain(words);
    expect(renderCostsMarkdown(LINKED, PRICE)).toContain("account `111122223333` (linked: its own costs only)");
    for (const render of [renderCostsMarkdown, renderCostsHtml]) expect(render(LINKED, PRICE)).not.toContain("payer");
    expect(JSON.parse(renderCostsJson(LINKED, PRICE))).toMatchObject({ payer: "111122223333", linked: true });
    expect(renderCostsCsv(LINKED)).toMatch(/,111122223333,true\r\n/);
  });

  test("amounts below 0 have no shares, and are not nothing", () => {
    const below = aSpend([
      ["2026-10-30", "search", "10"],
      ["2026-10-30", "", "-40"],
    ]);
    const text = renderCostsText(below, PRICE, { width: 200, color: false });
    expect(text).toContain("project: no share, since amounts are below 0; 10.00 USD carry it, -40.00 USD carry none");
    expect(renderCostsText(CANCELLED, PRICE, PLAIN)).not.toContain("nothing was spent");
    for (const spend of [below, CANCELLED]) {
      for (const render of [renderCostsMarkdown, renderCostsHtml]) expect(render(spend, PRICE)).not.toMatch(/\d %/);
      const { rows, coverage } = JSON.parse(renderCostsJson(spend, PRICE));
      expect([rows[0].share, coverage[0].share, coverage[0].covered]).toEqual([null, null, expect.any(String)]);
    }
  });

  test.each([
    [1, "1 of 1 day."],
    [2, "1 of 2 days."],
  ])("%s days", (days, words) => {
    const spans = SPEND.spans.slice(-days);
    expect(renderCostsMarkdown({ ...SPEND, spans }, PRICE)).toContain(`Estimated: ${words}`);
  });
});

describe("labels in a narrow terminal", () => {
  const read = readBy("service,account", []);
  const by = read.ok ? read.by : [];
  const names = ["Claude Sonnet 4.5 (Amazon Bedrock Edition)", "Claude Sonnet 4 (Amazon Bedrock Edition)"];
  const accounts = ["222222222222", "222222222223"];
  const cells = names.flatMap((name, at) =>
    accounts.map((account) => ({
      start: "2026-10-30",
      values: [name, account],
      amount: `${at + 2781.58}`,
      currency: "USD",
    })),
  );
  const spend: Spend = { ...SPEND, by, ...tabulate({ spans: SPEND.spans, cells }, valuesBy(by)), coverage: [] };

  test.each([60, 70, 80, 100, 120])("%s columns: no two rows look the same, and no id is cut", (width) => {
    const text = renderCostsText(spend, PRICE, { width, color: false });
    const rows = text.split("\n").filter((line) => / 22222222222[23] /.test(line));
    expect(new Set(rows.map((row) => row.replace(/ 2,78.*/, ""))).size, text).toBe(4);
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test("where even that is too wide, names go on in the next line, and the figures stay whole", () => {
    const text = renderCostsText(spend, PRICE, { width: 40, color: false });
    expect(text.split("\n\n")[1]).toMatchInlineSnapshot(`
      "SERVICE          ACCOUNT             USD
      Claude Sonnet 4  222222222222   2,782.58
      (Amazon Bedrock
      Edition)
      Claude Sonnet 4  222222222223   2,782.58
      (Amazon Bedrock
      Edition)
      Claude Sonnet    222222222222   2,781.58
      4.5 (Amazon
      Bedrock
      Edition)
      Claude Sonnet    222222222223   2,781.58
      4.5 (Amazon
      Bedrock
      Edition)
      TOTAL                          11,128.32"
    `);
  });

  test("names that differ at their end are cut in the middle", () => {
    const [a, b] = ["an-application-of-the-search-team-prod", "an-application-of-the-search-team-test"];
    expect(distinctCut([a, b], 10)).toEqual({ cut: "middle", least: 10 });
    expect(cutText(a, 10, "middle")).toBe("an-ap…prod");
    expect(distinctCut(names, 10)).toEqual({ cut: "end", least: 17 });
    expect(distinctCut(["same", "same"], 10)).toEqual({ cut: "end", least: 10 });
  });
});

test("CSV: one line for each value and day, exact, and no cell is a formula", () => {
  expect(renderCostsCsv(SPEND).split("\r\n")).toEqual([
    "project,start,end,amount,currency,metric,estimated,payer,linked",
    "search,2026-10-30,2026-10-30,1234.5678,USD,unblended,false,111122223333,false",
    "search,2026-10-31,2026-10-31,617.2839,USD,unblended,false,111122223333,false",
    "search,2026-11-01,2026-11-01,0.000000001,USD,unblended,true,111122223333,false",
    "検索サービス,2026-10-31,2026-10-31,12,USD,unblended,false,111122223333,false",
    "(untagged),2026-10-30,2026-10-30,1234.567,USD,unblended,false,111122223333,false",
    "",
  ]);
  const nasty = renderCostsCsv(NASTY);
  expect(nasty).toContain(`"'${escapeForTerminal(HOSTILE, { keepNewlines: true }).replaceAll('"', '""')}",2026-10-30`);
  expect(nasty).toContain("\r\n'-1+1,2026-10-30");
});

test("JSON keeps its schema, and says nothing where nobody knows", () => {
  const validate = new Ajv({ strict: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, allowUnionTypes: true }).compile(
    schema,
  );
  for (const spend of [SPEND, NASTY, INACTIVE, aSpend([]), PARTIAL, LINKED, CANCELLED]) {
    const result = JSON.parse(renderCostsJson(spend, PRICE));
    expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
  }
  const { rows, total, asked } = JSON.parse(renderCostsJson(SPEND, PRICE));
  expect(rows.at(-1)).toEqual({ values: [null], total: "1234.567", share: 0.3985, series: ["1234.567", "0", "0"] });
  expect([total, asked]).toEqual(["3098.418700001", { requests: 4, kept: 1, priceUsd: "0.04" }]);
  expect(JSON.parse(renderCostsJson(INACTIVE, PRICE)).coverage).toEqual([
    {
      key: "project",
      status: "inactive",
      since: null,
      countsFrom: null,
      partial: false,
      share: null,
      covered: null,
      uncovered: null,
    },
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
    expect(html.match(/<td[^>]*><span class="swatch c-rest/g)?.length).toBe(4);
    expect(html).toContain('<span class="swatch c-rest"></span>4 more</li>');
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

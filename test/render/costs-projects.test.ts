/** What the register of projects adds to `costs`, in every format. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/costs.schema.json" with { type: "json" };
import type { Project } from "../../src/core/desired.ts";
import { projectRegistry } from "../../src/core/projects.ts";
import { coverageOf, type Spend, tabulate } from "../../src/core/spend.ts";
import { readBy, valuesBy } from "../../src/core/spend-by.ts";
import { spendByProject } from "../../src/core/spend-projects.ts";
import { renderCostsCsv } from "../../src/render/costs-csv.ts";
import { renderCostsHtml } from "../../src/render/costs-html.ts";
import { renderCostsJson } from "../../src/render/costs-json.ts";
import { renderCostsMarkdown } from "../../src/render/costs-markdown.ts";
import { renderCostsText } from "../../src/render/costs-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";

const PRICE = { requests: 0, kept: 0 };
const PERIOD = { start: "2026-10-30", end: "2026-11-01" };
const HOSTILE = '=cmd|"/c calc"!A1,<img src=x onerror=alert(1)>\u202e\n`|';
const PROJECTS: readonly Project[] = [
  { name: "discovery", formerly: ["lookup", "search"], costCenter: "CC-2210", owner: "@acme/discovery" },
  { name: "ads", formerly: ["adverts"], owner: "@acme/ads-and-everything-around-them" },
];

const CELLS = [
  ["2026-10-30", "search", "70.5"],
  ["2026-10-31", "lookup", "1"],
  ["2026-10-31", "discovery", "20"],
  ["2026-10-31", "adverts", "8"],
  ["2026-10-31", "hackday", "4"],
  ["2026-10-31", "", "16"],
] as const;

function aSpend(projects = PROJECTS, by = "project", raw = false): Spend {
  const read = readBy(by, []);
  if (!read.ok) throw new Error(read.why);
  const spans = ["2026-10-30", "2026-10-31"].map((start) => ({ start, end: start, estimated: false }));
  const groups = read.by.length;
  const cells = CELLS.map(([start, value, amount]) => ({
    start,
    values: groups === 1 ? [value] : [value, "bob"],
    amount,
    currency: "USD",
  }));
  const table = tabulate({ spans, cells }, valuesBy(read.by));
  const status = { status: "active", since: null, countsFrom: null } as const;
  const spend: Spend = {
    payer: "111122223333",
    isLinked: false,
    by: read.by,
    period: PERIOD,
    granularity: "daily",
    metric: "unblended",
    services: ["Amazon Bedrock"],
    spans,
    ...table,
    coverage: [coverageOf("project", status, table, 0, PERIOD)],
  };
  return spendByProject(spend, projectRegistry(projects), raw);
}

const SPEND = aSpend();
const NASTY = aSpend([{ name: "discovery", formerly: [], costCenter: HOSTILE, owner: HOSTILE }]);
const NOTE =
  "adverts counts as ads; lookup, search count as discovery (projects: formerly); --raw-projects tells them apart.";

describe("text", () => {
  test("as a whole", () => {
    expect(renderCostsText(SPEND, PRICE, { width: 100, color: false })).toMatchInlineSnapshot(`
      "Bedrock spend by project, 2026-10-30 to 2026-10-31 (2 days), payer 111122223333

      PROJECT     COST CENTRE  OWNER                                   USD   SHARE                  BY DAY
      discovery   CC-2210      @acme/discovery                       91.50  76.6 %  ██████████████  █▃
      ads                      @acme/ads-and-everything-around-th…    8.00   6.7 %  █▎               █
      hackday                                                         4.00   3.3 %  ▋                █
      (untagged)                                                     16.00  13.4 %  ██▌              █
      TOTAL                                                         119.50   100 %                  █▆

      Coverage: project 86.6 % (13.4 % of spend, 16.00 USD, carries no project)

      adverts counts as ads; lookup, search count as discovery (projects: formerly); --raw-projects tells
      them apart.
      Service: Amazon Bedrock
      Usage alone, without credits and tax; unblended cost; days are UTC. The bill is final.
      Cost Explorer was not asked.
      "
    `);
  });

  test.each([40, 60, 80, 120])("no line is wider than %s columns, and no figure is cut", (width) => {
    const text = renderCostsText(SPEND, PRICE, { width, color: false });
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    expect(text).toMatch(/discovery .*91\.50/);
  });

  test("at 80 columns a cost centre is worth more than a bar", () => {
    expect(renderCostsText(SPEND, PRICE, { width: 80, color: false })).toContain("CC-2210");
  });

  test("strangers' text moves nothing", () => {
    expect(renderCostsText(NASTY, PRICE, { width: 80, color: false })).not.toMatch(/\u202e|\n`/);
  });
});

test("CSV: columns under the names of the configuration, the same in every period, and no cell is a formula", () => {
  expect(renderCostsCsv(SPEND).split("\r\n").slice(0, 3)).toEqual([
    "project,costCenter,owner,start,end,amount,currency,metric,estimated,payer,linked",
    "discovery,CC-2210,'@acme/discovery,2026-10-30,2026-10-30,70.5,USD,unblended,false,111122223333,false",
    "discovery,CC-2210,'@acme/discovery,2026-10-31,2026-10-31,21,USD,unblended,false,111122223333,false",
  ]);
  expect(renderCostsCsv({ ...SPEND, rows: [] })).toMatch(/^project,costCenter,owner,start/);
  expect(renderCostsCsv(NASTY)).toContain(`,"'${HOSTILE.replaceAll('"', '""').replace("\u202e", "\\u{202e}")}",2026`);
});

describe("columns", () => {
  test("only what the register has", () => {
    const [first] = PROJECTS.map(({ name, formerly, costCenter }) => ({
      name,
      formerly,
      costCenter: costCenter ?? "",
    }));
    expect(renderCostsCsv(aSpend([first!]))).toMatch(/^project,costCenter,start/);
    expect(renderCostsCsv(aSpend([{ name: "discovery", formerly: [] }]))).toMatch(/^project,start/);
    expect(renderCostsCsv(aSpend([]))).toMatch(/^project,start/);
  });

  test("only where spend is told by project; a tag of that name stands for itself", () => {
    expect(renderCostsCsv(aSpend(PROJECTS, "team"))).toMatch(/^team,start/);
    expect(renderCostsCsv(aSpend(PROJECTS, "project,owner"))).toMatch(
      /^project,owner,costCenter,start[^\n]+\n[^,]+,bob,CC-2210,/,
    );
  });

  test("values as they are on the bill have them, too", () => {
    const raw = aSpend(PROJECTS, "project", true);
    expect(renderCostsCsv(raw)).toContain("search,CC-2210,'@acme/discovery,2026-10-30");
    expect(renderCostsText(raw, PRICE, { width: 200, color: false })).not.toContain("formerly");
  });
});

test("JSON keeps its schema; rows have what the register has", () => {
  const validate = new Ajv({ strict: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, allowUnionTypes: true }).compile(
    schema,
  );
  for (const spend of [
    SPEND,
    NASTY,
    aSpend([]),
    aSpend(PROJECTS, "project", true),
    aSpend(PROJECTS, "project,owner"),
  ]) {
    expect(validate(JSON.parse(renderCostsJson(spend, PRICE))), JSON.stringify(validate.errors)).toBe(true);
  }
  const { rows, merged, total } = JSON.parse(renderCostsJson(SPEND, PRICE));
  expect(rows.map(({ values, costCenter, owner }: Record<string, unknown>) => [values, costCenter, owner])).toEqual([
    [["discovery"], "CC-2210", "@acme/discovery"],
    [["ads"], null, "@acme/ads-and-everything-around-them"],
    [["hackday"], null, null],
    [[null], null, null],
  ]);
  expect([total, rows[0].series, merged]).toEqual([
    "119.5",
    ["70.5", "21"],
    [
      { value: "adverts", project: "ads" },
      { value: "lookup", project: "discovery" },
      { value: "search", project: "discovery" },
    ],
  ]);
  expect(JSON.parse(renderCostsJson(aSpend([]), PRICE)).rows[0]).not.toHaveProperty("owner");
});

test("Markdown", () => {
  expect(renderCostsMarkdown(SPEND, PRICE)).toMatchInlineSnapshot(`
    "### Bedrock spend by \`project\`

    2026-10-30 to 2026-10-31 (2 days), payer \`111122223333\`

    | \`project\` | cost centre | owner | USD | share |
    |---|---|---|--:|--:|
    | \`discovery\` | \`CC-2210\` | \`@acme/discovery\` | 91.50 | 76.6 % |
    | \`ads\` |  | \`@acme/ads-and-everything-around-them\` | 8.00 | 6.7 % |
    | \`hackday\` |  |  | 4.00 | 3.3 % |
    | (untagged) |  |  | 16.00 | 13.4 % |
    | **Total** |  |  | **119.50** | 100 % |

    \`adverts\` counts as \`ads\`; \`lookup\`, \`search\` count as \`discovery\` (projects: formerly); --raw-projects tells them apart.

    - Coverage: \`project\` 86.6 % (13.4 % of spend, 16.00 USD, carries no \`project\`)

    Services: \`Amazon Bedrock\`

    Usage alone, without credits and tax; unblended cost; days are UTC. The bill is final. Cost Explorer was not asked.
    "
  `);
  const nasty = renderCostsMarkdown(NASTY, PRICE);
  expect(nasty.replaceAll(/(`+)(?:(?!\1).)+?\1/g, "")).not.toMatch(/<img|\u202e/);
});

test("HTML: columns, and what counts under another name; strangers' text is text", () => {
  const html = renderCostsHtml(SPEND, PRICE);
  for (const text of ["cost centre</button>", "owner</button>", ">CC-2210</td>", ">@acme/discovery</td>"])
    expect(html).toContain(text);
  expect(html).toContain(`<p>${NOTE}</p>`);
  const width = (row: string): number => row.split(/<t[dh]/).length - 1;
  expect(new Set(html.match(/<tr>.*?<\/tr>/g)?.map(width))).toEqual(new Set([5]));
  expect(renderCostsHtml(NASTY, PRICE)).not.toMatch(/<img|\u202e/);
});

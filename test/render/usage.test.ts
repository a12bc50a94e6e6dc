/** `usage` as text, JSON and CSV; CSV that no spreadsheet runs. */
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import schema from "../../schema/usage.schema.json" with { type: "json" };
import { type Span, totalsOf, toUseRow, type UseReport, type UseRow } from "../../src/core/use-report.ts";
import { timeOf } from "../../src/engine/read-use.ts";
import { sparkline } from "../../src/render/bars.ts";
import { csvText } from "../../src/render/csv-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { renderUsageCsv } from "../../src/render/usage-csv.ts";
import { renderUsageHtml } from "../../src/render/usage-html.ts";
import { renderUsageJson } from "../../src/render/usage-json.ts";
import { renderUsageMarkdown } from "../../src/render/usage-markdown.ts";
import { renderUsageText } from "../../src/render/usage-text.ts";
import { aFault, NOW, PROD, PROD_EU } from "../fakes/builders.ts";
import { outsideCode } from "./markdown-tree.ts";

const clockAt = (now: string) => ({
  now: (laterMs = 0) => new Date(Date.parse(now) + laterMs).toISOString().replace(".000Z", "Z"),
});
const TIME = timeOf("1h", clockAt(NOW));

function aRow(name: string, calls: readonly number[], over: Partial<UseRow> = {}): UseRow {
  const points = calls.flatMap((sum, i) => (sum === 0 ? [] : [{ at: TIME.periods[i] ?? "", sum }]));
  const tokens = points.map(({ at, sum }) => ({ at, sum: sum * 1234 }));
  const series = new Map([
    ["invocations" as const, points],
    ["inputTokens" as const, tokens],
    ["throttles" as const, points.slice(0, 1)],
  ]);
  const profile = { ...PROD, accountName: "prod", name, id: "i", arn: "arn:x/i", retireAfter: null };
  return { ...toUseRow(profile as unknown as Parameters<typeof toUseRow>[0], series, TIME), ...over };
}

function aReport(rows: readonly UseRow[], over: Partial<UseReport> = {}): UseReport {
  return { time: TIME, rows, totals: totalsOf(rows), unread: [], ...over };
}

describe("the time that is looked at", () => {
  test.each([
    ["1h", NOW, "2026-11-23T08:00:00Z", 13],
    ["24h", "2026-11-23T09:12:33Z", "2026-11-22T09:00:00Z", 25],
    ["7d", "2026-11-23T09:12:33Z", "2026-11-16T06:00:00Z", 29],
    ["30d", "2026-11-23T09:12:33Z", "2026-10-24T00:00:00Z", 31],
  ] as const)("%s at %s begins at %s, in %i periods", (last, now, since, count) => {
    const time = timeOf(last, clockAt(now));
    expect([time.since, time.periods[0], time.periods.length]).toEqual([since, since, count]);
    expect(time.until > now).toBe(true);
    expect((time.periods.at(-1) ?? "") <= now).toBe(true);
  });
});

test("the table: sums, a bar for each period, totals, who retires, who was silent", () => {
  const rows = [
    aRow("search", [0, 1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 8]),
    aRow("old", [], { retireAfter: NOW, region: PROD_EU.region }),
  ];
  expect(renderUsageText(aReport(rows), { width: 110, color: false })).toMatchInlineSnapshot(`
    "NAME            REGION     CALLS  BY 5 MINS         IN  OUT  429  LAST CALL
    search          us-east-1     15  ·▁▂·▄·······█  18.5k    0    1  11-23 09:00
    old (retiring)  eu-west-1      0  ·············      0    0       none
    all 2                         15  ·▁▂·▄·······█  18.5k    0    1

    2 profiles since 11-23 08:00 UTC, in periods of 5 min; a last call is in the period that begins then.
    Counted by CloudWatch some minutes after each call; billing follows hours later (strata costs).
    "
  `);
});

test("a narrow terminal loses columns, never a line's end", () => {
  const rows = [aRow("search-with-a-long-name", [1]), aRow("b", [0, 123_456_789])];
  for (const width of [40, 60, 80]) {
    const text = renderUsageText(aReport(rows), { width, color: false });
    expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(width);
    expect(text).toContain("CALLS");
  }
});

describe("80 columns, two regions, every kind of error", () => {
  const spans = Object.entries({ "1h": "5 MINS", "24h": "2 HOURS", "7d": "12 HOURS", "30d": "2 DAYS" } as const);
  test.each(spans)("the last %s have bars all the same, each of %s, and regions are whole", (last, unit) => {
    const time = timeOf(last as Span, clockAt(NOW));
    const series = time.periods.map((_, at) => at);
    const counts = { invocations: 146_351, inputTokens: 1.78e8, outputTokens: 4.32e7, clientErrors: 28_600 };
    const over = { series, counts: { ...counts, serverErrors: 1234, throttles: 60_100 }, region: "ap-southeast-1" };
    const rows = [aRow("ads-copywriter", [], over), aRow("search", [], { ...over, region: "us-west-2" })];
    const text = renderUsageText(aReport(rows, { time }), { width: 80, color: false });
    const [titles = "", first = "", second = ""] = text.split("\n");
    expect(titles).toContain(`BY ${unit}`);
    expect(first).toMatch(/^ads-copywriter {2}ap-southeast-1 .* ·[▁▂▃▄▅▆▇█]{5,}█ /);
    expect(second).toContain("60,100");
  });
});

test("neighbours are joined only where there is no room", () => {
  const time = timeOf("30d", clockAt(NOW));
  const row = aRow("search", [], { series: time.periods.map((_, at) => (at < 28 ? 0 : at)) });
  const wide = renderUsageText(aReport([row], { time }), { width: 120, color: false });
  expect(wide).toMatch(/BY DAY .*\n.* ·{28}█{3} /);
});

test("targets that could not be read are told, and no profile is made of them", () => {
  const fault = aFault({ operation: "cloudwatch:GetMetricData" });
  const unread = [{ ...PROD, accountName: "prod", status: "unreadable" as const, fault }];
  const text = renderUsageText(aReport([], { unread }), { width: 80, color: false });
  expect(text).toContain("prod us-east-1: NOT READ. cloudwatch:GetMetricData");
  expect(text).not.toContain("No profiles of this stack");
  expect(renderUsageText(aReport([]), { width: 80, color: false })).toBe("No profiles of this stack.\n");
});

test("JSON fits its schema", () => {
  const unread = [{ ...PROD_EU, accountName: null, status: "pending" as const, fault: null }];
  const validate = new Ajv({ strict: false }).compile(schema);
  const json = JSON.parse(renderUsageJson(aReport([aRow("search", [1, 2])], { unread })));
  expect([validate(json), validate.errors]).toEqual([true, null]);
  expect(json.profiles[0]).toMatchObject({ invocations: 3, inputTokens: 3702, lastCall: "2026-11-23T08:05:00Z" });
  expect(json.profiles[0].series).toHaveLength(json.periods.length);
});

const HOSTILE = "<img src=x onerror=alert(1)> | `@everyone` \u202e";

test("Markdown: the most called first, sums, the calls over time, and strangers' text in code spans only", () => {
  const rows = [aRow("quiet", []), aRow("search", [0, 1, 2], { region: PROD_EU.region, retireAfter: NOW })];
  expect(renderUsageMarkdown(aReport(rows))).toMatchInlineSnapshot(`
    "### Bedrock use by profile

    | profile | region | calls | tokens in | tokens out | 429 | last call | calls over time |
    |---|---|--:|--:|--:|--:|---|---|
    | \`search (retiring)\` | \`eu-west-1\` | 3 | 3,702 | 0 | 1 | \`11-23 08:10\` | ·▄█·········· |
    | \`quiet\` | \`us-east-1\` | 0 | 0 | 0 | 0 | \`none\` | ············· |
    | **Total** |  | **3** | **3,702** | **0** | **1** |  | ·▄█·········· |

    2 profiles since 11-23 08:00 UTC, in periods of 5 min; a last call is in the period that begins then. Counted by CloudWatch some minutes after each call; billing follows hours later (strata costs).
    "
  `);
  const fault = aFault({ message: HOSTILE });
  const unread = [{ ...PROD, accountName: HOSTILE, status: "unreadable" as const, fault }];
  const markdown = renderUsageMarkdown(aReport([aRow(HOSTILE, [1])], { unread }));
  expect(["everyone", "img", "\u202e"].map((text) => outsideCode(markdown, text))).toEqual([[], [], []]);
  expect(renderUsageMarkdown(aReport([]))).toContain("No profiles of this stack.");
});

test("HTML: harmless, alone, and with a colour for each of the eight most called", () => {
  const rows = Array.from({ length: 10 }, (_, at) => aRow(`p${at}`, [at + 1]));
  const html = renderUsageHtml(aReport([...rows, aRow(HOSTILE, [99])]));
  expect(html).not.toMatch(/<img|\u202e|(?:src|href)=["']?http|url\(|@import| style=/);
  expect(html).toContain("3 more, 11-23 08:00 UTC: 6 calls");
  expect(html.match(/<td[^>]* data-value="[^"]*"><span class="swatch c0">/g)).toHaveLength(1);
  expect(html).toMatch(/<td class="number" data-value="154">154<\/td>|<td class="number">154<\/td>/);
  expect(renderUsageHtml(aReport([]))).not.toContain("<svg");
});

test("CSV: one line a profile, whole numbers, the calls of each period", () => {
  const [titles, line, end] = renderUsageCsv(aReport([aRow("search", [1, 2])])).split("\r\n");
  expect(titles).toContain("name,id,arn,retireAfter,since,until,invocations");
  expect(titles?.endsWith(`,lastCall,${TIME.periods.join(",")}`)).toBe(true);
  expect(line).toBe(
    "111122223333,prod,us-east-1,search,i,arn:x/i,,2026-11-23T08:00:00Z,2026-11-23T09:01:00Z,3,3702,0,0,0,1,2026-11-23T08:05:00Z,1,2,0,0,0,0,0,0,0,0,0,0,0",
  );
  expect(end).toBe("");
});

describe("csvText", () => {
  test.each([
    ["plain", "plain"],
    ['say "hi", twice', '"say ""hi"", twice"'],
    ["two\nlines", '"two\nlines"'],
    [" spaced ", '" spaced "'],
    ["=1+1", "'=1+1"],
    ["@cmd", "'@cmd"],
    ["+1 555", "'+1 555"],
    ["-12.50", "-12.50"],
    ["-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"],
    ["\t=1", "'\\u{9}=1"],
    ["", ""],
  ])("%j", (cell, text) => {
    expect(csvText([[cell]])).toBe(`${text}\r\n`);
  });

  test("whatever is in the cells, they are found again, and none begins like a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        const read = parseCsv(csvText(rows));
        expect(read.map((row) => row.map((cell, i) => cell.replace(/^'(?=[=+\-@\t\r\n])/, "").length + i))).toEqual(
          rows.map((row) => row.map((cell, i) => cell.replace(/^'(?=[=+\-@\t\r\n])/, "").length + i)),
        );
        for (const cell of read.flat()) expect(/^[=+@\t\r\n]/.test(cell)).toBe(false);
      }),
    );
  });
});

/** A reader by the letter of RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let rest = text;
  while (rest !== "") {
    const [whole = "", quoted, bare = "", end = ""] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest) ?? [];
    if (whole === "") throw new Error(`no cell: ${JSON.stringify(rest)}`);
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === "\r\n") {
      rows.push(row);
      row = [];
    }
    rest = rest.slice(whole.length);
  }
  return rows;
}

test.each([
  [[0, 0], "··"],
  [[1, 2, 4, 8], "▁▂▄█"],
  [[5], "█"],
  [[1, 1000], "▁█"],
  [[], ""],
])("sparkline of %j", (values, text) => {
  expect(sparkline(values, "·")).toBe(text);
});

/** `report` in every format: what is told, what adds up, and that strangers' text does nothing. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/close.schema.json" with { type: "json" };
import { projectRegistry } from "../../src/core/projects.ts";
import type { Close } from "../../src/core/report.ts";
import { readKeptClose } from "../../src/core/report-read.ts";
import { type Restatement, restate } from "../../src/core/report-restate.ts";
import { renderReportCsv } from "../../src/render/report-csv.ts";
import { renderReportHtml } from "../../src/render/report-html.ts";
import { renderReportJson } from "../../src/render/report-json.ts";
import { renderReportMarkdown } from "../../src/render/report-markdown.ts";
import { renderReportText } from "../../src/render/report-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { aClose, type CloseParts, HAIKU, NATIVE, OUTPUT } from "../fakes/closes.ts";

const PRICE = { requests: 9, kept: 0 };
const PLAIN = { width: 80, color: false };
const HOSTILE = '=cmd|"/c calc"!A1,<img src=x onerror=alert(1)>\u202e\n`|';

const PARTS: CloseParts = {
  used: [
    { value: "search", before: ["400", "1200"], now: ["600", "1800"] },
    { value: "discovery", before: ["10", "150"], usageType: OUTPUT, now: ["20.25", "303.75"] },
    { value: "discovery", service: HAIKU, now: ["120", "120.50"] },
    {
      value: "ads",
      service: NATIVE,
      usageType: "USW2-NovaLite-input-tokens",
      unit: "1K tokens",
      before: ["9000", "0.54"],
      now: ["9000", "0.45"],
    },
    { value: "", before: ["100", "300"], now: ["50", "150"] },
  ],
  charged: [
    ["Credit", NATIVE, "-10", "-12.5"],
    ["Tax", "Tax", "115", "160.33"],
  ],
  projects: [
    { name: "discovery", formerly: ["search"], costCenter: "CC-2210", owner: "@acme/discovery", budget: 2000 },
    { name: "legal", formerly: [], budget: 10 },
  ],
  names: [
    ["bot", "111122223333", "1200", "1800"],
    ["", "111122223333", "450.54", "574.70"],
  ],
};
const CLOSE = aClose(PARTS);
const UNKNOWN = aClose({
  ...PARTS,
  used: PARTS.used.map((one) => ({ ...one, value: "" })),
  projects: [],
  key: { key: "project", status: "inactive", isKnown: false, partialFrom: null },
});
const NASTY = aClose({
  used: [{ value: HOSTILE, now: ["1", "2"], service: HOSTILE, usageType: HOSTILE }],
  charged: [[HOSTILE, HOSTILE, "1", "2"]],
  projects: [{ name: HOSTILE, formerly: [], owner: HOSTILE, costCenter: HOSTILE }],
  names: [[HOSTILE, "111122223333", "0", "1"]],
  key: { key: HOSTILE, status: "active", isKnown: true, partialFrom: null },
});
const EMPTY = aClose({ used: [] });

function restated(now: CloseParts): { readonly close: Close; readonly restatement: Restatement } {
  const read = readKeptClose(renderReportJson(CLOSE, null, PRICE));
  if (!read.ok) throw new Error(read.why);
  const close = aClose(now);
  return { close, restatement: restate(read.close, close, projectRegistry(now.projects ?? [])) };
}
const LATER = restated({
  ...PARTS,
  charged: [...(PARTS.charged ?? []), ["Refund", NATIVE, "0", "-3"]],
  used: PARTS.used.slice(0, -1),
});
const text = (close: Close, restatement: Restatement | null = null, style = PLAIN) =>
  renderReportText(close, restatement, PRICE, style);
const flat = (shown: string) => shown.replace(/\s+/g, " ");

describe("text", () => {
  test("as a whole", () => {
    expect(text(CLOSE, null, { width: 100, color: false })).toMatchInlineSnapshot(`
      "Bedrock in 2026-10: 2,374.70 USD, +724.16 (+43.9 %) against 2026-09, payer 111122223333
      Final: the bill of 2026-10 is closed.

      PROJECT             USD   SHARE   2026-09    BUDGET  OVER BY  COST CENTRE  OWNER
      discovery      2,224.25  93.7 %  1,350.00  2,000.00   224.25  CC-2210      @acme/discovery
      ads                0.45  <0.1 %      0.54
      (unallocated)    150.00   6.3 %    300.00
      Total          2,374.70   100 %  1,650.54
      Unallocated is what carries no project: calls through no tagged profile (strata leaks tells which).
      search counts as discovery (projects: formerly).
      ads is no registered project.

      Change against 2026-09
      PROJECT         CHANGE     VOLUME  MODEL MIX   RATE
      discovery      +874.25  +1,087.41    -213.16   0.00
      ads              -0.09       0.00       0.00  -0.09
      (unallocated)  -150.00    -150.00       0.00   0.00
      Total          +724.16    +937.41    -213.16  -0.09
      Volume: more or fewer tokens, at the old average price. Mix: other models, or another share of input
      and output. Rate: other prices for the same. They add up to the change.

      Models
      PROJECT        MODEL                   USD   2026-09   CHANGE
      discovery      Claude Sonnet 4.5  2,103.75  1,350.00  +753.75
      discovery      Claude Haiku 4.5     120.50      0.00  +120.50
      ads            NovaLite               0.45      0.54    -0.09
      (unallocated)  Claude Sonnet 4.5    150.00    300.00  -150.00

      Beside usage
      CHARGE           SERVICE                      USD   2026-09
      Credit           Amazon Bedrock            -12.50    -10.00
      Tax              Tax, of the whole bill    160.33    115.00
      Usage and these                          2,362.20  1,640.54
      Cost Explorer tells the tax of the whole bill, of every service, and no part of it for Bedrock
      alone; it is not in the sum.

      Cost per profile
      PROFILE                  ACCOUNT            USD   2026-09
      bot                      111122223333  1,800.00  1,200.00
      (no profile of a stack)                  574.70    450.54
      Total                                  2,374.70  1,650.54

      Proof: projects 2,224.70 + unallocated 150.00 = 2,374.70 USD, the total of 3 services without
      grouping (Amazon Bedrock, Claude Haiku 4.5 (Amazon Bedrock Edition), Claude Sonnet 4.5 (Amazon
      Bedrock Edition)), to the last digit. So it is for 2026-09, and for usage by kind of charge.

      Usage of every Bedrock service as billed (unblended), by the tag project; credits, refunds and tax
      stand apart. Months are UTC.
      Cost Explorer was asked 9 times: 0.09 USD.
      "
    `);
  });

  test.each([40, 60, 80, 120])("no line is wider than %s columns, and no figure is cut", (width) => {
    for (const close of [CLOSE, NASTY, LATER.close]) {
      const shown = text(close, LATER.restatement, { width, color: false });
      for (const line of shown.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
    expect(text(CLOSE, null, { width, color: false })).toContain("2,224.25");
  });

  test("a key that billing does not follow makes everything unallocated, which is not untagged", () => {
    const shown = flat(text(UNKNOWN));
    expect(shown).toContain("Nobody knows whose money this is: billing does not follow the key project");
    expect(shown).toContain("says nothing about how profiles are tagged");
    expect(shown).not.toContain("untagged");
  });

  test("a key that counts from some day on says that changes mislead", () => {
    const key = { key: "project", status: "active", isKnown: true, partialFrom: "2026-09-20" } as const;
    expect(flat(text(aClose({ ...PARTS, key })))).toContain("Costs carry project only from 2026-09-20 on");
  });

  test("without strata:name it says how cost per profile is had", () => {
    const { names: _, ...parts } = PARTS;
    expect(flat(text(aClose(parts)))).toContain("costAllocationTags: [strata:name]");
  });

  test("names that count from some day on say so", () => {
    expect(flat(text(aClose({ ...PARTS, namesFrom: "2026-09-20" })))).toContain(
      "Costs carry strata:name only from 2026-09-20 on",
    );
    expect(text(CLOSE)).not.toContain("only from");
  });

  test("a month that is not over stands beside a whole one, and says so", () => {
    const running = aClose({
      ...PARTS,
      now: "2026-10-20T00:00:00Z",
      period: { start: "2026-09-01", end: "2026-10-21" },
    });
    expect(flat(text(running))).toContain(
      "2026-10 is not over. It is told up to 2026-10-20, beside the whole of 2026-09.",
    );
  });

  test("what does not add up is told with the difference", () => {
    expect(flat(text(aClose({ ...PARTS, total: "2374.71" })))).toContain(
      "differ from the total of 3 services without grouping, 2,374.71 USD, by -0.01",
    );
  });

  test("a restatement shows what has changed alone; without any it says so", () => {
    expect(text(LATER.close, LATER.restatement).split("\n\n")[1]).toMatchInlineSnapshot(`
      "What has changed in 2026-10 since the report 99ae4732c263
      PROJECT                        THEN          NOW  DIFFERENCE
      (unallocated)                150.00  (not there)     -150.00
      Refund: Amazon Bedrock  (not there)        -3.00       -3.00
      Total of usage             2,374.70     2,224.70     -150.00"
    `);
    const { close, restatement } = restated(PARTS);
    expect(text(close, restatement)).toMatch(/Since the report [0-9a-f]{12} no figure of 2026-10 has changed\./);
  });

  test("nothing charged", () => {
    expect(text(EMPTY)).toContain("Nothing was charged in either month.");
  });

  test("strangers' text moves nothing", () => {
    expect(text(NASTY)).not.toMatch(/\u202e|\n`/);
  });
});

describe("JSON", () => {
  const isValid = new Ajv({ strict: true, formats: { date: /^\d{4}-\d\d-\d\d$/ }, allowUnionTypes: true }).compile(
    schema,
  );

  test.each([
    ["a month", renderReportJson(CLOSE, null, PRICE)],
    ["a restated one", renderReportJson(LATER.close, LATER.restatement, PRICE)],
    ["an unknown key", renderReportJson(UNKNOWN, null, PRICE)],
    ["nothing", renderReportJson(EMPTY, null, PRICE)],
    ["strangers' text", renderReportJson(NASTY, null, PRICE)],
  ])("%s is as its schema says, and can be read again", (_, json) => {
    expect([isValid(JSON.parse(json)), isValid.errors]).toEqual([true, null]);
    expect(readKeptClose(json)).toMatchObject({ ok: true });
    expect(json).not.toContain("\u202e");
  });

  test("a restatement is beside the hash", () => {
    const [plain, told] = [null, LATER.restatement].map((one) => JSON.parse(renderReportJson(LATER.close, one, PRICE)));
    expect(told.hash).toBe(plain.hash);
    expect(told.restated.since).toBe(JSON.parse(renderReportJson(CLOSE, null, PRICE)).hash);
  });

  test("no proof is said", () => {
    expect(JSON.parse(renderReportJson(aClose({ ...PARTS, total: "1" }), null, PRICE)).proof.holds).toBe(false);
  });
});

describe("CSV, with the columns of FOCUS", () => {
  const rowsOf = (csv: string): Record<string, string>[] => {
    const [titles = "", ...lines] = csv.trimEnd().split("\r\n");
    return lines.map((line) => {
      const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, one = ""]) =>
        one.replace(/^"|"$/g, "").replaceAll('""', '"'),
      );
      return Object.fromEntries(titles.split(",").map((title, at) => [title, cells[at] ?? ""]));
    });
  };

  test("a line for each project, value, service and usage type; what nobody told is empty", () => {
    expect(renderReportCsv(CLOSE)).toMatchInlineSnapshot(`
      "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,ProviderName,PublisherName,ServiceCategory,ServiceName,SubAccountId,Tags,x_CostCenter,x_Model,x_Owner,x_Project,x_RecordType,x_UsageType
      1800,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,600,Units,AWS,,AI and Machine Learning,Claude Sonnet 4.5 (Amazon Bedrock Edition),,"{""project"":""search""}",CC-2210,Claude Sonnet 4.5,'@acme/discovery,discovery,Usage,USW2-MP:USW2_input_tokens_standard-Units
      303.75,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,20.25,Units,AWS,,AI and Machine Learning,Claude Sonnet 4.5 (Amazon Bedrock Edition),,"{""project"":""discovery""}",CC-2210,Claude Sonnet 4.5,'@acme/discovery,discovery,Usage,USW2-MP:USW2_output_tokens_standard-Units
      120.5,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,120,Units,AWS,,AI and Machine Learning,Claude Haiku 4.5 (Amazon Bedrock Edition),,"{""project"":""discovery""}",CC-2210,Claude Haiku 4.5,'@acme/discovery,discovery,Usage,USW2-MP:USW2_input_tokens_standard-Units
      0.45,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,9000,1K tokens,AWS,AWS,AI and Machine Learning,Amazon Bedrock,,"{""project"":""ads""}",,NovaLite,,ads,Usage,USW2-NovaLite-input-tokens
      150,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Usage,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,50,Units,AWS,,AI and Machine Learning,Claude Sonnet 4.5 (Amazon Bedrock Edition),,,,Claude Sonnet 4.5,,,Usage,USW2-MP:USW2_input_tokens_standard-Units
      -12.5,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Credit,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,,,AWS,,AI and Machine Learning,Amazon Bedrock,,,,,,,Credit,
      160.33,111122223333,USD,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,Tax,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,,,AWS,,,Tax,,,,,,,Tax,
      "
    `);
  });

  test("usage adds up to the total, each kind of charge to its own", () => {
    const sum = (category: string) =>
      rowsOf(renderReportCsv(CLOSE))
        .filter((row) => row.ChargeCategory === category)
        .reduce((all, row) => all + Number(row.BilledCost), 0);
    expect(["Usage", "Credit", "Tax"].map((one) => sum(one).toFixed(2))).toEqual(["2374.70", "-12.50", "160.33"]);
  });

  test("a refund is what FOCUS calls an adjustment, since nobody tells of what; its own word stays beside it", () => {
    const refund = rowsOf(renderReportCsv(LATER.close)).find(({ x_RecordType }) => x_RecordType === "Refund");
    expect(refund).toMatchObject({
      ChargeCategory: "Adjustment",
      BilledCost: "-3",
      ConsumedQuantity: "",
      x_Project: "",
    });
  });

  test("a linked account is no billing account", () => {
    const [row] = rowsOf(renderReportCsv(aClose({ ...PARTS, isLinked: true })));
    expect(row).toMatchObject({ BillingAccountId: "", SubAccountId: "111122223333" });
  });

  test("tags are the value of the bill, as JSON", () => {
    const tags = rowsOf(renderReportCsv(CLOSE)).map(({ Tags }) => Tags);
    expect(new Set(tags)).toEqual(
      new Set(['{"project":"search"}', '{"project":"discovery"}', '{"project":"ads"}', ""]),
    );
  });

  test("a formula is none", () => {
    expect(renderReportCsv(NASTY)).not.toMatch(/(?:^|[,\n])"?=/);
  });
});

describe("Markdown", () => {
  test("as a whole", () => {
    expect(renderReportMarkdown(CLOSE, null, PRICE)).toMatchInlineSnapshot(`
      "### Bedrock in 2026-10: 2,374.70 USD

      **+724.16 (+43.9 %)** against 2026-09, payer \`111122223333\`. Final: the bill of 2026-10 is closed.

      | project | USD | share | 2026-09 | budget | over by | cost centre | owner |
      |---|--:|--:|--:|--:|--:|---|---|
      | \`discovery\` | 2,224.25 | 93.7 % | 1,350.00 | 2,000.00 | **224.25** | \`CC-2210\` | \`@acme/discovery\` |
      | \`ads\` | 0.45 | <0.1 % | 0.54 |  |  |  |  |
      | **(unallocated)** | 150.00 | 6.3 % | 300.00 |  |  |  |  |
      | **Total** | **2,374.70** | **100 %** | **1,650.54** |  |  |  |  |

      Unallocated is what carries no \`project\`: calls through no tagged profile (strata leaks tells which).

      \`search\` counts as \`discovery\` (projects: formerly).

      \`ads\` is no registered project.

      #### Change against 2026-09

      | project | change | volume | model mix | rate |
      |---|--:|--:|--:|--:|
      | \`discovery\` | +874.25 | +1,087.41 | -213.16 | 0.00 |
      | \`ads\` | -0.09 | 0.00 | 0.00 | -0.09 |
      | **(unallocated)** | -150.00 | -150.00 | 0.00 | 0.00 |
      | **Total** | **+724.16** | **+937.41** | **-213.16** | **-0.09** |

      Volume: more or fewer tokens, at the old average price. Mix: other models, or another share of input and output. Rate: other prices for the same. They add up to the change.

      #### Models

      | project | model | USD | 2026-09 | change |
      |---|---|--:|--:|--:|
      | \`discovery\` | \`Claude Sonnet 4.5\` | 2,103.75 | 1,350.00 | +753.75 |
      | \`discovery\` | \`Claude Haiku 4.5\` | 120.50 | 0.00 | +120.50 |
      | \`ads\` | \`NovaLite\` | 0.45 | 0.54 | -0.09 |
      | **(unallocated)** | \`Claude Sonnet 4.5\` | 150.00 | 300.00 | -150.00 |

      #### Beside usage

      | charge | service | USD | 2026-09 |
      |---|---|--:|--:|
      | \`Credit\` | \`Amazon Bedrock\` | -12.50 | -10.00 |
      | \`Tax\` | \`Tax, of the whole bill\` | 160.33 | 115.00 |
      | **Usage and these** |  | **2,362.20** | **1,640.54** |

      Cost Explorer tells the tax of the whole bill, of every service, and no part of it for Bedrock alone; it is not in the sum.

      #### Cost per profile

      | profile | account | USD | 2026-09 |
      |---|---|--:|--:|
      | \`bot\` | \`111122223333\` | 1,800.00 | 1,200.00 |
      | (no profile of a stack) |  | 574.70 | 450.54 |
      | **Total** |  | **2,374.70** | **1,650.54** |

      Proof: projects 2,224.70 + unallocated 150.00 = 2,374.70 USD, the total of 3 services without grouping (\`Amazon Bedrock\`, \`Claude Haiku 4.5 (Amazon Bedrock Edition)\`, \`Claude Sonnet 4.5 (Amazon Bedrock Edition)\`), to the last digit. So it is for 2026-09, and for usage by kind of charge.

      Usage of every Bedrock service as billed (unblended), by the tag \`project\`; credits, refunds and tax stand apart. Months are UTC. Cost Explorer was asked 9 times: 0.09 USD.
      "
    `);
  });

  test("strangers' text stands in code spans", () => {
    const told = renderReportMarkdown(NASTY, null, PRICE);
    expect(told.replaceAll(/(`+)(?:(?!`).|(?!\1)`)+?\1(?!`)/g, "")).not.toMatch(/<img|=cmd/);
  });
});

describe("HTML", () => {
  test.each([
    ["a month", CLOSE],
    ["strangers' text", NASTY],
    ["nothing", EMPTY],
    ["an unknown key", UNKNOWN],
  ])("%s: no address, no script but ours, nothing of a stranger", (_, close) => {
    const html = renderReportHtml(close, null, PRICE);
    expect(html.match(/<script/g)).toHaveLength(1);
    // The name of a format, which nobody fetches.
    const told = html.replaceAll("http://www.w3.org/", "");
    expect(told).not.toMatch(/https?:|<img|\u202e|ecmeta| style="/);
  });

  test("ids are unique", () => {
    const ids = [...renderReportHtml(CLOSE, null, PRICE).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("why it changed is drawn from zero, what made it less below it", () => {
    const html = renderReportHtml(CLOSE, null, PRICE);
    expect(html).toContain("Why 2026-10 is not 2026-09");
    for (const tip of ["more, volume: +937.41 USD", "less, model mix: -213.16 USD", "change, in all: +724.16 USD"])
      expect(html).toContain(`<title>${tip}</title>`);
  });

  test("a restatement comes first", () => {
    const html = renderReportHtml(LATER.close, LATER.restatement, PRICE);
    expect(html.indexOf("<h2>Restated</h2>")).toBeLessThan(html.indexOf("<h2>Spend by project</h2>"));
  });
});

const KEYED: CloseParts = {
  ...PARTS,
  used: [
    { value: "ads", before: ["40000", "120000"], now: ["60000", "180000"] },
    { value: "ads ", now: ["600", "1800"] },
    { value: " ", now: ["600", "1800"] },
    { value: "", now: ["600", "1800"] },
  ],
  projects: [
    {
      name: "ads",
      formerly: [],
      budget: 100_000,
      costCenter: "CC-2210, Platform",
      owner: "@acme/advertising-platform",
    },
  ],
};

test("80 columns with a budget, a cost centre and an owner: what a row is of stays whole", () => {
  const rows = text(aClose(KEYED)).split("\n\n")[1]?.split("\n") ?? [];
  expect(rows[0]).toMatch(/^PROJECT +USD .*BUDGET +OVER BY/);
  expect(rows.some((row) => row.startsWith("(unallocated) "))).toBe(true);
});

test("blanks around a value, or of nothing else, are seen", () => {
  const close = aClose(KEYED);
  const rows = text(close).split("\n");
  for (const name of ["ads ", '"ads " ', '" " ']) expect(rows.some((row) => row.startsWith(name))).toBe(true);
  expect(renderReportHtml(close, null, PRICE)).toContain(">&quot;ads &quot;<");
});

test("keys of tags are case-sensitive, and so are their titles", () => {
  const keyed = (key: string) => aClose({ ...PARTS, key: { key, status: "active", isKnown: true, partialFrom: null } });
  expect(text(keyed("Project"))).toMatch(/^Project +USD/m);
  expect(text(keyed("project"))).toMatch(/^PROJECT +USD/m);
});

test("tags in the CSV are JSON, whatever they hold, and nothing hides in them", () => {
  const value = "a\u200b\u202e\u{E0001}b";
  const csv = renderReportCsv(aClose({ used: [{ value, now: ["1", "2"] }] }));
  const [, cell = ""] = /"(\{""project"":.*?\})"/.exec(csv) ?? [];
  expect(JSON.parse(cell.replaceAll('""', '"'))).toEqual({ project: value });
  expect(csv).not.toMatch(/[\u200b\u202e]|\u{E0001}/u);
});

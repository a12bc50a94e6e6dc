/** The Markdown plan: strangers' text stays in code, the budget holds, and what ends an ARN is never left out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMarker } from "../../src/core/comment-marker.ts";
import type { ReportOutcome } from "../../src/core/read-report.ts";
import { renderDriftMarkdown } from "../../src/render/drift-markdown.ts";
import { COMMENT_BYTES, type MarkdownOptions, NO_ORIGIN } from "../../src/render/markdown-options.ts";
import { byteLength, cell, code, fence } from "../../src/render/markdown-text.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { renderResultMarkdown } from "../../src/render/result-markdown.ts";
import { aDesired, aLive, aPlanReport, at, DEV, type Given, HAIKU, NOVA, PROD } from "../fakes/builders.ts";
import { codeOf, htmlOf, outsideCode, parse, walk } from "./markdown-tree.ts";
import { givenWith } from "./plan-arbitrary.ts";

const REPOSITORY = "https://github.com/acme/ai";
const OPTIONS: MarkdownOptions = {
  maxBytes: COMMENT_BYTES,
  origin: {
    commit: "9".repeat(40),
    repositoryUrl: REPOSITORY,
    run: { id: 7, url: `${REPOSITORY}/actions/runs/7` },
    readAt: null,
  },
  hasMarker: true,
};

const markdownOf = (given: Given, options: Partial<MarkdownOptions> = {}): string =>
  renderPlanMarkdown(aPlanReport(given), { ...OPTIONS, ...options });

/** In front of every hostile text, so that it can be found wherever it gets to. */
const MARK = "QZX";

const HOSTILE: readonly string[] = [
  "@everyone <img src=x onerror=alert(1)> ``` | \u202e",
  "@acme/owners please look",
  "</details><h1>all is well</h1>",
  "a | b | c |",
  "a \\| b",
  "\\\\|",
  "trailing \\",
  "`",
  "``",
  "````",
  "` a `",
  " ` ",
  "a\n\n# heading\n\n- list",
  "a\r\n| x | y |\r\n|---|---|",
  "[click](https://evil.example)",
  "![x](https://evil.example/p.png)",
  "<https://evil.example>",
  "https://evil.example www.evil.example",
  "#123 acme/ai#1 GH-1",
  "--> <!-- strata:plan:v1 {}",
  "&lt;b&gt; &#64;everyone",
  "**bold** _em_ ~~gone~~ $x$ :boom:",
  "$`x`$",
  "\u0000\u001b[2J\u0007",
  "\ud800",
  "\ufeff\u200b\u2028\u2029",
  "> [!CAUTION]",
  "~~~\nout\n~~~",
  "[^1]: note",
  "x".repeat(5000),
];

const OWN_HTML =
  /^(?:<!-- strata:(?:plan|drift|result):v1 \{[^<>]*\} -->|<details(?: open)?><summary>[\w (),]+<\/summary>|<\/details>)$/;

function expectInert(markdown: string): void {
  expect(outsideCode(markdown, MARK)).toEqual([]);
  for (const html of htmlOf(markdown)) expect(html).toMatch(OWN_HTML);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
  expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\p{Cf}|\p{Cs}|[\u2028\u2029]/u);
}

describe("strangers' text", () => {
  test.each(HOSTILE.map((text) => [text.slice(0, 50), text]))("%j wherever it can stand", (_, text) => {
    const hostile = `${MARK}${text}`;
    const given: Given = {
      desired: [
        aDesired({ name: hostile, tags: { [hostile]: hostile }, description: hostile, declaredAt: at(1, hostile) }),
        aDesired({ name: "edited", tags: { team: hostile } }),
        aDesired({ name: "model", source: HAIKU, tags: { [hostile]: "x" } }),
        aDesired({ name: "taken" }),
      ],
      live: [
        aLive({ name: "edited", tags: { team: `${hostile}!` } }),
        aLive({ name: "model", source: NOVA }),
        aLive({ name: "taken", stack: hostile }),
        aLive({ name: `${hostile}-gone`, id: hostile }),
        aLive({ name: "kept", tags: { "strata:protect": "true", [hostile]: hostile } }),
      ],
      billing: [{ action: "activate-tag", key: hostile, from: hostile, hash: "0".repeat(64) }],
      unread: [
        {
          ...DEV,
          status: "unreadable",
          fault: { kind: "denied", retryable: false, operation: hostile, message: hostile },
        },
      ],
      scope: { targets: [hostile], only: [hostile], exclude: [hostile] },
    };
    const markdown = markdownOf(given);
    expectInert(markdown);
    expect(codeOf(markdown)).toContain(MARK);
  });

  test("any text, anywhere", () => {
    const hostile = fc
      .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 12 })), {
        minLength: 1,
        maxLength: 3,
      })
      .map((parts) => `${MARK}${parts.join("")}`);
    fc.assert(
      fc.property(givenWith(hostile), (given) => {
        expectInert(markdownOf(given));
        expectInert(renderDriftMarkdown(aPlanReport(given).plan, OPTIONS));
      }),
      { numRuns: 80 },
    );
  });

  test("what an apply tells", () => {
    fc.assert(
      fc.property(fc.constantFrom(...HOSTILE), fc.constantFrom("failed", "applied", "stale"), (text, status) => {
        const hostile = `${MARK}${text}`;
        const place = { account: hostile, region: hostile, name: hostile, action: hostile };
        const outcome = {
          status,
          ...place,
          oldArn: null,
          arn: hostile,
          skip: null,
          fault: hostile,
          note: hostile,
        } as ReportOutcome;
        const refusal = { reason: "guard", text: hostile } as const;
        const report = { outcomes: [outcome], notes: [hostile], refusal, summary: null, missing: [], cutOff: 1 };
        expectInert(renderResultMarkdown(report, { ...OPTIONS, key: "stack" }));
      }),
    );
  });

  test("a code span gives its text back, alone and in a table", () => {
    const texts = fc.string({ unit: fc.constantFrom("`", "|", "\\", " ", "a", "@", "<") });
    fc.assert(
      fc.property(texts, (text) => {
        const shown = text.trim() === "" ? undefined : text;
        const alone = [...walk(parse(`x ${code(text)} y`))].find(({ type }) => type === "inlineCode")?.value;
        expect(alone).toBe(shown);
        const table = parse(`| a | b |\n|---|---|\n| ${cell(text)} | end |\n`);
        const cells = [...walk(table)].filter(({ type }) => type === "tableCell");
        expect(cells).toHaveLength(4);
        const inside = [...walk(cells[2] ?? { type: "" })].find(({ type }) => type === "inlineCode")?.value;
        expect(inside?.replaceAll("\\u{7c}", "|")).toBe(shown);
      }),
      { numRuns: 500 },
    );
  });

  test("a fence ends where it is to end", () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom("`", "~", "a", " ", "\n", "<") }), { minLength: 1 });
    fc.assert(
      fc.property(lines, (given) => {
        const tree = parse([...fence(given, "text"), "after"].join("\n"));
        expect(tree.children?.map(({ type }) => type)).toEqual(["code", "paragraph"]);
      }),
    );
  });
});

describe("ten thousand changes", () => {
  const many = (count: number, of: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, i) => of(i));
  const LONG = "n".repeat(58);
  const given: Given = {
    desired: [
      ...many(6_000, (i) => `create-${i}`).map((name) => aDesired({ name })),
      ...many(3_800, (i) => `edit-${i}`).map((name) => aDesired({ name, tags: { team: "new" } })),
      ...many(100, (i) => `${LONG}r${i}`).map((name) => aDesired({ name, source: HAIKU })),
    ],
    live: [
      ...many(3_800, (i) => `edit-${i}`).map((name, i) => aLive({ name, id: `e${i}` })),
      ...many(100, (i) => `${LONG}r${i}`).map((name, i) => aLive({ name, source: NOVA, id: `replaced${i}` })),
      ...many(100, (i) => `${LONG}d${i}`).map((name, i) => aLive({ name, target: PROD, id: `deleted00${i}` })),
    ],
  };
  const report = aPlanReport(given);
  const markdown = renderPlanMarkdown(report, OPTIONS);

  test("at most 60,000 bytes, and still Markdown", () => {
    expect(report.plan.changes).toHaveLength(10_000);
    expect(byteLength(markdown)).toBeLessThanOrEqual(60_000);
    expect(byteLength(markdown)).toBe(Buffer.byteLength(markdown));
    for (const html of htmlOf(markdown)) expect(html).toMatch(OWN_HTML);
  });

  test("every delete and every replace has its row, and all counts are there", () => {
    const rows = markdown.split("\n").filter((line) => /^\| \*\*(?:delete|replace)\*\* \|/.test(line));
    expect(rows).toHaveLength(200);
    for (const i of [0, 57, 99]) {
      expect(rows.some((row) => row.includes(`\`${LONG}d${i}\``) && row.includes(`\`deleted00${i}\``))).toBe(true);
      expect(rows.some((row) => row.includes(`\`${LONG}r${i}\``) && row.includes(`\`replaced${i}\``))).toBe(true);
    }
    expect(markdown).toContain("6000 create, 3800 tag updates, 100 replace, 100 delete");
    expect(markdown).toContain("| `prod` `111122223333` | `us-east-1` | 6000 | 3800 | 100 | 100 | 4000 |");
  });

  test("it says that something was left out", () => {
    expect(parseMarker(markdown)?.truncated).toBe(true);
    expect(markdown).toContain("Left out for its length");
  });

  test("200 replaces with names, paths and a repository as long as AWS and GitHub allow", () => {
    const names = many(200, (i) => `${"n".repeat(60)}${String(i).padStart(4, "0")}`);
    const file = `teams/${"p".repeat(230)}.yaml`;
    const desired = names.map((name) => aDesired({ name, source: HAIKU }));
    const long = aPlanReport({
      desired: desired.map((one) => ({ ...one, declaredAt: { ...one.declaredAt, file } })),
      live: names.map((name, i) => aLive({ name, source: NOVA, id: `replaced${String(i).padStart(4, "0")}` })),
    });
    const repositoryUrl = `https://github.com/acme/${"r".repeat(90)}`;
    const text = renderPlanMarkdown(long, { ...OPTIONS, origin: { ...OPTIONS.origin, repositoryUrl } });
    expect(byteLength(text)).toBeLessThanOrEqual(60_000);
    expect(text.split("\n").filter((line) => line.startsWith("| **replace** |"))).toHaveLength(200);
  });

  test("a reason that only a forged plan gives says nothing", () => {
    const forged = aPlanReport({ desired: [], live: [aLive({ name: "gone" })] });
    const changes = forged.plan.changes.map((change) => ({
      ...change,
      because: [{ code: "constructor" as "duplicate", text: "x" }],
    }));
    const text = renderPlanMarkdown({ ...forged, plan: { ...forged.plan, changes } }, OPTIONS);
    expect(text).toContain("| **delete** | `gone`");
    expect(text).not.toContain("native code");
  });

  test("beyond 200 endings are counted by kind", () => {
    const live = many(250, (i) => `old-${i}`).map((name, i) => aLive({ name, id: `old${i}` }));
    const text = markdownOf({ desired: [], live });
    expect(text.split("\n").filter((line) => line.startsWith("| **delete** |"))).toHaveLength(200);
    expect(text).toContain("**And 50 delete more**");
  });
});

test("whatever the budget, the text keeps to it as far as there is something to leave out", () => {
  const names = Array.from({ length: 300 }, (_, i) => `gone-${i}`);
  const given: Given = { desired: [], live: names.map((name, i) => aLive({ name, id: `g${i}` })) };
  for (const maxBytes of [60_000, 20_000, 8_000, 3_000]) {
    expect(byteLength(markdownOf(given, { maxBytes }))).toBeLessThanOrEqual(maxBytes);
  }
});

test("what an earlier change left pending stands apart, and is not counted", () => {
  const report = aPlanReport({
    desired: [aDesired({ name: "mine" }), aDesired({ name: "earlier" })],
  });
  const changes = report.plan.changes.map((change) => ({ ...change, alreadyPending: change.key.name === "earlier" }));
  const base = { ref: "origin/main", commit: "a".repeat(40) };
  const markdown = renderPlanMarkdown({ ...report, plan: { ...report.plan, base, changes } }, OPTIONS);
  const [own = "", pending = ""] = markdown.split("Already pending without this change");
  expect(own).toContain(": 1 create\n");
  expect(own).toContain("+ mine");
  expect(own).not.toContain("earlier");
  expect(pending).toContain("`origin/main` `aaaaaaa`: 1 change.");
  expect(pending).toContain("+ earlier");
});

test("without a place to point to there are no links", () => {
  const markdown = markdownOf(
    { desired: [aDesired({ name: "model", source: HAIKU })], live: [aLive({ name: "model", source: NOVA })] },
    { origin: NO_ORIGIN, hasMarker: false },
  );
  expect([...walk(parse(markdown))].filter(({ type }) => type === "link")).toEqual([]);
  expect(markdown.startsWith("### Bedrock profiles")).toBe(true);
});

test.each(["/etc/passwd", "../outside.yaml", "a/../../b.yaml"])(
  "%s is not linked: it is not in the repository",
  (file) => {
    const given = {
      desired: [aDesired({ name: "m", source: HAIKU, declaredAt: at(3, file) })],
      live: [aLive({ name: "m", source: NOVA })],
    };
    const links = [...walk(parse(markdownOf(given)))].filter(
      ({ type, url }) => type === "link" && url?.includes("/blob/"),
    );
    expect(links).toEqual([]);
  },
);

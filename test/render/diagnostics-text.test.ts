import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { type Diagnostic, diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { countDiagnostics, renderDiagnostics } from "../../src/render/diagnostics-text.ts";

const PLAIN = { color: picocolors.createColors(false), width: 80 };
const SOURCES = new Map([["profiles.yaml", "version: 1\nprofiles:\n  search: {}\n  search: {}\n"]]);

function range(file: string, line: number, offset: number, length: number) {
  return { file, start: { line, column: 3, offset }, end: { line, column: 3 + length, offset: offset + length } };
}

const DUPLICATE = diagnostic("config/duplicate-profile", {
  detail: "The profile `search` is declared twice.",
  hint: "Remove one of the two.",
  subject: range("profiles.yaml", 4, 36, 6),
  related: [{ message: "first declared here", range: range("profiles.yaml", 3, 23, 6) }],
});

describe("renderDiagnostics", () => {
  it("shows what, where, why and how to mend it", () => {
    expect(renderDiagnostics([DUPLICATE], SOURCES, PLAIN)).toBe(
      `error[config/duplicate-profile]: Profile declared twice
 --> profiles.yaml:4:3
  |
4 |   search: {}
  |   ^^^^^^
  = The profile \`search\` is declared twice.
  = help: Remove one of the two.
 --> profiles.yaml:3:3
  |
3 |   search: {}
  |   ------ first declared here

1 error
`,
    );
  });

  it("is empty without diagnostics", () => {
    expect(renderDiagnostics([], SOURCES, PLAIN)).toBe("");
  });

  it("sorts by file, place and code, whatever the order was, and puts what has no place last", () => {
    const at = (file: string, offset: number, code: Diagnostic["code"]) =>
      diagnostic(code, { detail: "D.", subject: range(file, 1, offset, 1) });
    const all = [
      diagnostic("config/missing-key", { detail: "Nowhere." }),
      at("b.yaml", 0, "config/missing-key"),
      at("a.yaml", 10, "config/unknown-key"),
      at("a.yaml", 10, "config/missing-key"),
      at("a.yaml", 2, "config/wrong-type"),
    ];
    const order = (diagnostics: Diagnostic[]) =>
      [...renderDiagnostics(diagnostics, new Map(), PLAIN).matchAll(/\[config\/(.*?)\]/g)].map((m) => m[1]);
    expect(order(all)).toEqual(["wrong-type", "missing-key", "unknown-key", "missing-key", "missing-key"]);
    expect(order(all.toReversed())).toEqual(order(all));
  });

  it("names the place on AWS where there is no line, or both", () => {
    const target = { account: "111122223333", region: "us-west-2", name: "search" };
    const text = renderDiagnostics([diagnostic("config/missing-key", { detail: "D.", target })], SOURCES, PLAIN);
    expect(text).toContain("\n --> 111122223333/us-west-2 search\n  = D.\n");
  });

  it("does without the text of a file", () => {
    expect(renderDiagnostics([DUPLICATE], new Map(), PLAIN)).toContain(" --> profiles.yaml:4:3\n  = The profile");
  });

  it("wraps prose and stays within the width", () => {
    const long = { ...DUPLICATE, detail: "Some words that go on. ".repeat(10).trim() };
    const lines = renderDiagnostics([long], SOURCES, { ...PLAIN, width: 40 }).split("\n");
    expect(lines.slice(1).every((line) => line.length <= 40)).toBe(true);
  });

  it("breaks what is longer than a line, and keeps short code in one piece", () => {
    const arn = "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g";
    const detail = `\`${arn}\` takes letters, digits, or \`. _ : / = + @ -\`.`;
    expect(renderDiagnostics([{ ...DUPLICATE, detail }], SOURCES, { ...PLAIN, width: 60 })).toContain(
      `  = \`arn:aws:bedrock:us-west-2:111122223333:
    application-inference-profile/06vsfs68yb4g\` takes
    letters, digits, or \`. _ : / = + @ -\`.
`,
    );
  });

  it("wraps a long heading", () => {
    const long = { ...DUPLICATE, code: "config/invalid-adopt-arn", summary: "Not the ARN of a profile" } as const;
    expect(renderDiagnostics([long], SOURCES, { ...PLAIN, width: 50 })).toMatch(
      /^error\[config\/invalid-adopt-arn\]: Not the ARN of a\n {2}profile\n/,
    );
  });

  it("puts the words of a related place below it where there is no room beside it", () => {
    const source = `${" ".repeat(30)}search: {}\n`;
    const related = [
      {
        message: "first declared here",
        range: { ...range("f", 1, 30, 6), start: { line: 1, column: 31, offset: 30 } },
      },
    ];
    const text = renderDiagnostics([{ ...DUPLICATE, related }], new Map([["f", source]]), { ...PLAIN, width: 50 });
    expect(text).toContain(`1 | ${" ".repeat(30)}search: {}
  | ${" ".repeat(30)}------
  | ${" ".repeat(27)}first declared here
`);
  });

  it("tells once how to learn more, where somebody watches: of the first error, else of the first warning", () => {
    const warning = diagnostic("config/unknown-region", { detail: "D.", subject: range("a.yaml", 1, 0, 1) });
    const more = (all: Diagnostic[]) =>
      renderDiagnostics(all, SOURCES, { ...PLAIN, explains: true })
        .split("\n")
        .slice(-3)
        .join("\n");
    expect(more([warning, DUPLICATE])).toBe("1 error, 1 warning\nstrata explain config/duplicate-profile tells more\n");
    expect(more([warning])).toBe("1 warning\nstrata explain config/unknown-region tells more\n");
  });

  it("lets no text of strangers reach the terminal raw", () => {
    const evil = "\x1b]0;owned\x07\u202e";
    const sources = new Map([[`${evil}.yaml`, `${evil}\n`]]);
    const bad = {
      ...DUPLICATE,
      detail: evil,
      hint: evil,
      subject: range(`${evil}.yaml`, 1, 0, 3),
      related: [{ message: evil, range: range(`${evil}.yaml`, 1, 0, 3) }],
    };
    expect(renderDiagnostics([bad], sources, PLAIN)).toSatisfy((text: string) => !/[^\n\P{C}]/u.test(text));
  });

  it("stays quick with very many diagnostics on one very long line", () => {
    const source = "x: 1, ".repeat(50_000);
    const at = (offset: number) => ({ line: 1, column: offset + 1, offset });
    const all = Array.from({ length: 20_000 }, (_, i) =>
      diagnostic("config/missing-key", { detail: "D.", subject: { file: "f", start: at(i * 6), end: at(i * 6 + 1) } }),
    );
    expect(renderDiagnostics(all, new Map([["f", source]]), PLAIN)).toContain("20000 errors");
  });

  it("colours without changing the text", () => {
    const colored = renderDiagnostics([DUPLICATE], SOURCES, { ...PLAIN, color: picocolors.createColors(true) });
    expect(colored).toContain("\x1b[31m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is removed
    expect(colored.replaceAll(/\x1b\[\d+m/g, "")).toBe(renderDiagnostics([DUPLICATE], SOURCES, PLAIN));
  });
});

describe("countDiagnostics", () => {
  it.each([
    [["config/missing-key"], "1 error"],
    [["config/missing-key", "config/wrong-type", "config/unknown-region"], "2 errors, 1 warning"],
    [["config/unknown-region", "config/unused-cost-tag"], "2 warnings"],
  ] as const)("%j", (codes, text) => {
    expect(countDiagnostics(codes.map((code) => diagnostic(code, { detail: "" })))).toBe(text);
  });
});

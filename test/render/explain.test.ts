import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import schema from "../../schema/explain.schema.json" with { type: "json" };
import { explainCommand } from "../../src/commands/explain.ts";
import { areaOf, areas, docsPlace } from "../../src/diagnostics/areas.ts";
import { CODES, type DiagnosticCode } from "../../src/diagnostics/codes.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { renderCodesText, renderExplainText } from "../../src/render/explain-text.ts";
import { explained } from "../../src/render/explained.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";

const ALL = Object.keys(CODES) as DiagnosticCode[];
const PLAIN = { width: 80, color: false };
const isResult = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

function ask(word: string | undefined, format: "text" | "json" = "text") {
  let text = "";
  const told: Diagnostic[] = [];
  const unused = () => expect.unreachable();
  const view = {
    result: (result: string) => {
      text += result;
    },
    save: unused,
    note: unused,
    told: unused,
    progress: unused,
    diagnostics: (found: readonly Diagnostic[]) => {
      told.push(...found);
    },
  };
  const exit = explainCommand(view, { ...(word !== undefined && { word }), format, style: PLAIN, root: "/opt/strata" });
  return { exit, text, told };
}

describe("a code", () => {
  it("is told with cause, example, mend and links", () => {
    expect(
      renderExplainText(explained("config/yaml-tab"), "/opt/strata", PLAIN),
    ).toBe(`error[config/yaml-tab]: Tab used for indentation

YAML takes spaces only for indentation, because tabs have no agreed width.

Wrong
  profiles:
  →   search:
  →   →   model: us.amazon.nova-lite-v1:0

Right
  profiles:
    search:
      model: us.amazon.nova-lite-v1:0

What to do
  Replace the tab with spaces.

https://yaml.org/spec/1.2.2/#61-indentation-spaces
docs/diagnostics.md#configyaml-tab
docs is in /opt/strata
`);
  });

  it.each([60, 80, 100])("keeps prose within %i columns, whichever it is, and holds no control character", (width) => {
    for (const code of ALL) {
      const text = renderExplainText(explained(code), "/opt/strata", { width, color: false });
      for (const row of text.split("\n")) expect(displayWidth(row), code).toBeLessThanOrEqual(width);
      expect(text).not.toMatch(/[^\n\P{Cc}]/u);
      expect(text.slice(0, text.indexOf("\n\n")).replaceAll(/\s+/g, " ")).toContain(CODES[code].summary);
    }
  });

  it("is understood as it is copied from the output of a command, and without its area", () => {
    for (const word of ["error[config/yaml-tab]", "error[config/yaml-tab]:", "CONFIG/YAML-TAB", "yaml-tab"]) {
      expect(ask(word)).toEqual(ask("config/yaml-tab"));
    }
  });
});

describe("the list", () => {
  it("has every code once, under its area", () => {
    expect(areas().flatMap(({ codes }) => codes)).toHaveLength(ALL.length);
    expect(new Set(areas().flatMap(({ codes }) => codes))).toEqual(new Set(ALL));
    for (const { name, about, codes } of areas()) {
      expect(about, name).not.toBe("");
      for (const code of codes) expect(areaOf(code)).toBe(name);
    }
  });

  it.each([60, 80, 200])("has a summary for each, within %i columns", (width) => {
    const text = renderCodesText(areas(), { width, color: false });
    for (const row of text.split("\n")) expect(row.length).toBeLessThanOrEqual(width);
    const words = text.replaceAll(/\s+/g, " ");
    for (const code of ALL) expect(words).toContain(`${code} ${CODES[code].summary}`);
  });

  it("can be that of one area", () => {
    expect(ask("safety").text).toMatch(/^safety\n(?: {2}.*\n)+\n\d+ codes\./);
    expect(ask("safety").text).not.toContain("config/");
  });
});

describe("as JSON", () => {
  it.each([undefined, "config", "config/yaml-tab"])("%s, by the schema", (word) => {
    const { exit, text } = ask(word, "json");
    expect(exit).toBe(0);
    expect(isResult(JSON.parse(text)), JSON.stringify(isResult.errors)).toBe(true);
  });

  it("holds all codes, or the one", () => {
    const codes = (word?: string) => JSON.parse(ask(word, "json").text).codes.map((one: { code: string }) => one.code);
    expect(codes()).toHaveLength(ALL.length);
    expect(codes("plan/in-use")).toEqual(["plan/in-use"]);
  });
});

describe("an unknown code", () => {
  it.each([
    ["config/duplicat-key", "Did you mean `config/duplicate-key`?"],
    ["confg/yaml-tab", "Did you mean `config/yaml-tab`?"],
    ["duplicate-keys", "Did you mean `config/duplicate-key`?"],
    ["policy/yaml-tabs", "Did you mean `config/yaml-tab`?"],
    ["E0308", "`strata explain` lists all codes."],
    ["constructor", "`strata explain` lists all codes."],
    ["", "`strata explain` lists all codes."],
  ])("%j: %s", (word, hint) => {
    const { exit, text, told } = ask(word);
    expect({ exit, text, hint: told[0]?.hint }).toEqual({ exit: 64, text: "", hint });
  });

  it("is not guessed where several are meant: plan/use-unread and aws/use-unread", () => {
    expect(ask("use-unread").exit).toBe(64);
  });
});

describe("the place in the documentation", () => {
  it("is the anchor that GitHub makes of the heading", () => {
    expect(docsPlace("config/duplicate-key")).toBe("docs/diagnostics.md#configduplicate-key");
  });
});

/** The pictures of terminals in docs/images: what the command prints now, well-formed, and nothing that runs or is fetched. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnsi } from "../../scripts/terminal-svg/ansi.ts";
import { COLORS, drawTerminal } from "../../scripts/terminal-svg/picture.ts";
import { SCENES } from "../../scripts/terminal-svg/scenes.ts";
import { picturesOf } from "../../scripts/terminal-svg/stage.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { contrast } from "./contrast.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const ESC = String.fromCharCode(27);
const PAGES = ["../README.md", ...readdirSync(DOCS).filter((name) => name.endsWith(".md"))].map((name) =>
  readFileSync(join(DOCS, name), "utf8"),
);

const draw = (text: string): string =>
  drawTerminal(parseAnsi(text), { title: "strata", description: "a test", columns: 80, theme: "light" });

/** Elements in the order in which they begin. Throws where a tag, an attribute or an entity is not XML. */
function elementsOf(svg: string): string[] {
  const open: string[] = [];
  const all: string[] = [];
  for (const [piece] of svg.trimEnd().matchAll(/<[^>]*>|[^<]+/g)) {
    const [, end, name = "", attributes = "", empty] =
      /^<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>$/.exec(piece) ?? [];
    expect(piece.startsWith("<") ? attributes : piece).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
    if (!piece.startsWith("<")) continue;
    expect(name, piece).not.toBe("");
    if (end === "/") expect(open.pop()).toBe(name);
    else {
      all.push(name);
      if (empty !== "/") open.push(name);
    }
  }
  expect(open).toEqual([]);
  return all;
}

function expectHarmless(svg: string): void {
  const known = ["svg", "title", "desc", "style", "rect", "path", "circle", "text", "tspan"];
  expect(new Set([...elementsOf(svg), ...known])).toEqual(new Set(known));
  expect(svg).not.toMatch(/[^\n\P{Cc}]|\p{Bidi_Control}|\p{Cs}/u);
  expect(svg).not.toMatch(/<[^>]* (?:on\w+|(?:xlink:)?href)=|<\?|<!|@import|url\(/i);
  expect(svg.match(/="https?:[^"]*/g)).toEqual(['="http://www.w3.org/2000/svg']);
}

describe("docs/images", () => {
  test.each(SCENES)("$name is what its command prints; `npm run pictures` draws it anew", async (scene) => {
    for (const { file, svg } of await picturesOf(scene)) {
      expect(readFileSync(join(DOCS, "images", file), "utf8"), file).toBe(svg);
      expectHarmless(svg);
    }
  });

  test("every scene is shown on a page, light and dark, with words for who does not see it", () => {
    for (const { name } of SCENES) {
      const shown = new RegExp(
        `srcset="(?:docs/)?images/${name}-dark\\.svg">\\s+<img alt="[^"]{10,}" src="(?:docs/)?images/${name}-light\\.svg"`,
      );
      expect(
        PAGES.some((page) => shown.test(page)),
        name,
      ).toBe(true);
    }
  });

  test("no other SVG lies there", () => {
    const drawn = SCENES.flatMap(({ name }) => [`${name}-dark.svg`, `${name}-light.svg`]);
    const there = readdirSync(join(DOCS, "images")).filter((name) => name.endsWith(".svg"));
    expect(there.toSorted()).toEqual(drawn.toSorted());
  });
});

describe("a drawing", () => {
  test("of any text is well-formed and harmless", () => {
    const pieces = fc.constantFrom(
      `${ESC}[31m`,
      `${ESC}[1;4m`,
      `${ESC}[0m`,
      `${ESC}]0;x`,
      "\u202e",
      "\u0000",
      "\ud800",
      "日本",
      "<script>",
      "&",
      '"',
      "]]>",
      "\n",
      " ",
    );
    const others = fc.string({ unit: "binary" }).map((text) => text.replaceAll(ESC, ""));
    fc.assert(fc.property(fc.array(fc.oneof(pieces, others)), (parts) => expectHarmless(draw(parts.join("")))));
  });

  test("keeps every piece on its column", () => {
    const at = (svg: string): [string, number][] =>
      [...svg.matchAll(/<tspan[^>]* x="([\d.]+)"[^>]*>([^<]*)</g)].map(([, x, text = ""]) => [
        text,
        (Number(x) - 20) / 9,
      ]);
    const svg = draw(`  ab ${ESC}[32mcd${ESC}[39m 日本 e\n`);
    expect(at(svg).map(([text, column]) => [text, Math.round(column)])).toEqual([
      ["ab", 2],
      ["cd", 5],
      ["日", 9],
      ["本", 11],
      ["e", 13],
    ]);
    expect(displayWidth("  ab cd 日本 e")).toBe(14);
  });

  test("a code that it cannot draw is an error, not a picture without it", () => {
    expect(() => draw(`${ESC}[48;5;9mx`)).toThrow("SGR 48");
  });

  test("text stands out from its ground: 4.5 to 1 (WCAG AA)", () => {
    for (const { back, bar, edge: _, ...texts } of Object.values(COLORS)) {
      for (const [name, color] of Object.entries(texts)) expect(contrast(color, back), name).toBeGreaterThan(4.5);
      expect(contrast(texts.dim, bar)).toBeGreaterThan(4.5);
    }
  });
});

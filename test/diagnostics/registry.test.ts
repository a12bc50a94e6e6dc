/** What every code of the registry has; each link leads to a heading that is there, in a file that is shipped. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { areas, docsPlace } from "../../src/diagnostics/areas.ts";
import { CODES, type DiagnosticCode } from "../../src/diagnostics/codes.ts";
import { EXAMPLES } from "../../src/diagnostics/examples.ts";
import { pageOf } from "../../src/diagnostics/pages.ts";
import { explained } from "../../src/render/explained.ts";

const ROOT = join(import.meta.dirname, "../..");
const ALL = Object.keys(CODES) as DiagnosticCode[];

/** Anchors that GitHub makes of a page's headings. */
function anchorsOf(page: string): string[] {
  const prose = readFileSync(join(ROOT, page), "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

describe("every code", () => {
  it.each(ALL)("%s has a cause, an example, a mend and a link", (code) => {
    const { cause, mend, example, link } = explained(code);
    for (const text of [cause, mend, ...Object.values(example), link]) expect(text).toMatch(/\S{4}/);
    for (const text of [cause, mend]) expect(text).toMatch(/^\S.*[.?]$/s);
    expect(link).toMatch(/^(?:https:\/\/|docs\/)\S+$/);
  });

  it("links lead to headings that are there", () => {
    const places = new Set(ALL.flatMap((code) => [pageOf(code), docsPlace(code)]));
    const pages = new Map([...places].map((place) => place.split("#")[0] ?? "").map((page) => [page, anchorsOf(page)]));
    const lost = [...places].filter((place) => {
      const [page = "", anchor = ""] = place.split("#");
      return !pages.get(page)?.includes(anchor);
    });
    expect(lost).toEqual([]);
  });

  it("the pages are in the package", () => {
    expect(packageJson.files).toContain("docs");
    expect(existsSync(join(ROOT, "docs/diagnostics.md"))).toBe(true);
  });

  it("no example is of a code that is gone, and every area has a page of its own", () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...ALL].sort());
    for (const { codes } of areas()) for (const code of codes) expect(pageOf(code)).not.toBe(docsPlace(code));
  });
});

/** Writes what a run has found: figures, tables and plots. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fillParts, performanceParts } from "./performance-doc.ts";
import { drawPlot, plotsOf, THEMES } from "./plots.ts";
import { renderResults } from "./report.ts";
import type { Results } from "./results.ts";
import { ROWS } from "./rows/all.ts";

const ROOT = join(import.meta.dirname, "..");
const DOC = join(ROOT, "docs/performance.md");

export function resultsFile(out: string | null): string {
  return join(out ?? join(ROOT, "bench"), "results.json");
}

/** Into `out` alone, or where they belong in the repository. */
export function draw(results: Results, out: string | null): void {
  for (const [path, text] of Object.entries(filesOf(results, out))) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** By path: all that follows from the figures. */
export function filesOf(results: Results, out: string | null): Readonly<Record<string, string>> {
  const bench = out ?? join(ROOT, "bench");
  const images = out ?? join(ROOT, "docs/images/performance");
  const row = results.rows.find(({ id }) => id === "peers");
  const plots = (row === undefined ? [] : plotsOf(row)).flatMap((plot) =>
    THEMES.map((theme) => [join(images, `${plot.name}-${theme}.svg`), drawPlot(plot, theme)] as const),
  );
  return {
    [resultsFile(out)]: `${JSON.stringify(results, null, 1)}\n`,
    [join(bench, "RESULTS.md")]: renderResults(results, ROWS),
    ...Object.fromEntries(plots),
    ...(out === null ? { [DOC]: fillParts(readFileSync(DOC, "utf8"), performanceParts(results, ROWS)) } : {}),
  };
}

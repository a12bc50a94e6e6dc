/** The tables of docs/performance.md, which stand in it between two marks. Pure. */
import { table } from "./markdown.ts";
import { LATENCIES, secondsCell, sizesOf, toolsOf } from "./peers/tell.ts";
import { WORKS } from "./peers/tool.ts";
import { budgetTable, whereText } from "./report.ts";
import type { Measured, Results } from "./results.ts";
import { casesOf, type Row } from "./row.ts";
import { countText } from "./statistics.ts";

/** By the name in `<!-- bench: NAME -->`. */
export function performanceParts(results: Results, rows: readonly Row[]): Readonly<Record<string, readonly string[]>> {
  const measured = results.rows.find(({ id }) => id === "peers")?.measured ?? [];
  return {
    where: [whereText(results)],
    budgets: budgetTable(results, rows),
    ...Object.fromEntries(LATENCIES.map((latencyMs) => [`time-${latencyMs}ms`, timeTable(measured, latencyMs)])),
  };
}

/** The largest size alone. */
function timeTable(measured: readonly Measured[], latencyMs: number): string[] {
  const cases = casesOf(measured, { latencyMs });
  const n = Math.max(...sizesOf(cases));
  const tools = toolsOf(cases);
  const rows = WORKS.map((work) => {
    const [ours] = casesOf(cases, { n, work, tool: "Strata" });
    const cells = tools.map((tool) => casesOf(cases, { n, work, tool }).map((one) => secondsCell(one, ours))[0] ?? "");
    return [work, ...cells];
  });
  return cases.length === 0 ? ["Not measured yet."] : table([`${countText(n)} profiles`, ...tools], rows);
}

/** @throws Error where the text has no place for a part. */
export function fillParts(text: string, parts: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(parts).reduce((filled, [name, lines]) => {
    const place = new RegExp(`(<!-- bench: ${name} -->\n)[\\s\\S]*?(<!-- /bench -->)`);
    if (!place.test(filled)) throw new Error(`docs/performance.md has no place for ${name}.`);
    return filled.replace(place, (_, begin: string, end: string) => `${begin}${lines.join("\n")}\n${end}`);
  }, text);
}

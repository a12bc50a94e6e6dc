/** `bench/RESULTS.md` from the figures. Pure. */
import { table } from "./markdown.ts";
import type { Results, RowResult } from "./results.ts";
import type { Budget, Row } from "./row.ts";

/** Sections in the order of `rows`; a row without figures has none. */
export function renderResults(results: Results, rows: readonly Row[]): string {
  const told = tellAll(results, rows);
  const sections = told.flatMap(({ row, result, lines }) => ["", `## ${row.title}`, "", runLine(result), "", ...lines]);
  const lines = [
    "# Measured",
    "",
    "<!-- Written by `npm run bench` from bench/results.json. Do not edit. -->",
    "",
    ...warning(results.rows),
    "`npm run bench` writes this file anew, `npm run bench -- --only ROW` one section of it. What the figures mean, with plots: [docs/performance.md](../docs/performance.md).",
    "",
    ...table(["", ""], [...Object.entries(results.machine), ...Object.entries(results.versions)], [0, 1]),
    "",
    "## Budgets",
    "",
    ...budgetTable(results, rows),
    ...sections,
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Every budget with what was measured; below it, why one is not met. */
export function budgetTable(results: Results, rows: readonly Row[]): string[] {
  const judged = tellAll(results, rows).flatMap(({ budgets, result }) =>
    budgets.map((budget) => ({ budget, isQuick: result.quick })),
  );
  return [...table(["what", "budget", "measured", "met"], judged.map(budgetLine), [0, 1, 2, 3]), ...floors(judged)];
}

interface Judged {
  readonly budget: Budget;
  readonly isQuick: boolean;
}

/** One sentence on machine and versions, and a warning where the figures are those of a quick run. */
export function whereText({ machine, versions, rows }: Results): string {
  const texts = (part: Readonly<Record<string, string>>): string[] =>
    Object.entries(part).map(([name, text]) => `${name} ${text}`);
  const quick = rows.some((row) => row.quick)
    ? " **Quick runs: they show that the measurement works, nothing else.**"
    : "";
  return `Measured on: ${[...texts(machine), ...texts(versions)].join(" · ")}.${quick}`;
}

function tellAll(results: Results, rows: readonly Row[]) {
  return rows.flatMap((row) => {
    const result = results.rows.find(({ id }) => id === row.id);
    return result === undefined ? [] : [{ row, result, ...row.tell(result.measured) }];
  });
}

function warning(rows: readonly RowResult[]): string[] {
  const quick = rows.filter((row) => row.quick).map(({ id }) => `\`${id}\``);
  if (quick.length === 0) return [];
  return [
    "> [!WARNING]",
    `> Quick runs, with small sizes and few repetitions, of: ${quick.join(", ")}. They show that the measurement works, not how fast anything is.`,
    "",
  ];
}

function runLine({ id, at, commit, quick, load }: RowResult): string {
  const how = quick ? " A **quick** run." : "";
  return `\`--only ${id}\`, ${at.slice(0, 10)}, Strata at \`${commit}\`, load ${load.toFixed(1)} before it began.${how}`;
}

/** A quick run has other sizes than the budget, so that nothing follows from it. */
function budgetLine({ budget: { what, limit, measured, isMet }, isQuick }: Judged): string[] {
  return [what, limit, measured, isQuick ? "not judged: a quick run" : isMet ? "yes" : "**no**"];
}

/** Each once, with all that it is told of. */
function floors(judged: readonly Judged[]): string[] {
  const missed = judged.flatMap(({ budget, isQuick }) => (isQuick || budget.isMet ? [] : [budget]));
  const texts = new Set(missed.flatMap(({ floor }) => floor ?? []));
  return [...texts].flatMap((text) => {
    const whats = missed.flatMap(({ what, floor }) => (floor === text ? [what] : []));
    return ["", `Not met: ${whats.join("; ")}. ${text}`];
  });
}

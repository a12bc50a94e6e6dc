/** Spend told by project: former values count under the present name, and the register says who answers for each. */
import type { Project } from "./desired.ts";
import { type Money, parseMoney } from "./money.ts";
import { compareText } from "./profile.ts";
import { PROJECT_TAG, type ProjectRegistry, presentName, type SpendProjects } from "./projects.ts";
import { compareRows, type Spend, type SpendRow } from "./spend.ts";

/** `raw` leaves values as they are on the bill. Without a register, or told by something else, spend stays as it is. */
export function spendByProject(spend: Spend, registry: ProjectRegistry, raw = false): Spend {
  const place = spend.by.findIndex(({ kind, name }) => kind === "tag" && name === PROJECT_TAG);
  if (place < 0 || registry.projects.length === 0) return spend;
  const { rows, merged } = raw ? { rows: spend.rows, merged: [] } : mergeRows(spend.rows, place, registry);
  return { ...spend, rows, projects: { registry, place, merged } };
}

/** Adds up the rows that differ only by names of one project, at one place of their values. No amount is lost or made. */
export function mergeRows(
  rows: readonly SpendRow[],
  place: number,
  registry: ProjectRegistry,
): Pick<SpendProjects, "merged"> & { readonly rows: readonly SpendRow[] } {
  const projects = new Map<string, string>();
  const merged = new Map<string, SpendRow>();
  for (const row of rows) {
    const value = row.values[place] ?? null;
    const project = value === null ? null : presentName(registry, value);
    if (value !== null && project !== null && project !== value) projects.set(value, project);
    const values = row.values.with(place, project);
    const key = JSON.stringify(values);
    merged.set(key, sumOf(merged.get(key), { ...row, values }));
  }
  return {
    rows: [...merged.values()].sort(compareRows),
    merged: [...projects]
      .map(([value, project]) => ({ value, project }))
      .sort((a, b) => compareText(a.project, b.project) || compareText(a.value, b.value)),
  };
}

function sumOf(sum: SpendRow | undefined, row: SpendRow): SpendRow {
  if (sum === undefined) return row;
  const series = sum.series.map((amount, at) => amount + (row.series[at] ?? 0n));
  return { values: sum.values, total: sum.total + row.total, series };
}

/** The registered project of a row; undefined where there is none, also on spend that is not told by project. */
export function projectOfRow({ projects }: Spend, { values }: SpendRow): Project | undefined {
  return projects?.registry.byValue.get(values[projects.place] ?? "");
}

/** What a project may spend a month, in the currency of the bill; undefined where none is set. */
export function budgetOf({ budget }: Project): Money | undefined {
  return budget === undefined ? undefined : parseMoney(String(budget));
}

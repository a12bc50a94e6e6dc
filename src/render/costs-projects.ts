/** What the register of projects adds to `strata costs`: columns, and a note of what counts under another name. */
import type { FormerName } from "../core/projects.ts";
import type { Spend, SpendRow } from "../core/spend.ts";
import { projectOfRow } from "../core/spend-projects.ts";

export interface ProjectColumn {
  /** As in the configuration; CSV and JSON name it so, too. */
  readonly key: "costCenter" | "owner";
  readonly title: string;
  /** Null on a row of no registered project, and of one without. */
  readonly of: (row: SpendRow) => string | null;
}

const COLUMNS = [
  { key: "costCenter", title: "cost centre" },
  { key: "owner", title: "owner" },
] as const;

/** What some registered project has, whether or not it spent anything: the same columns in every period. */
export function projectFields(spend: Spend): ProjectColumn[] {
  const projects = spend.projects?.registry.projects ?? [];
  return COLUMNS.filter(({ key }) => projects.some((project) => project[key] !== undefined)).map((column) => ({
    ...column,
    of: (row) => projectOfRow(spend, row)?.[column.key] ?? null,
  }));
}

/** The same as columns of a table: where a tag of that name is told, it stands for itself. */
export function projectColumns(spend: Spend): ProjectColumn[] {
  return projectFields(spend).filter(({ key }) => spend.by.every(({ name }) => name !== key));
}

/** What former names count as, in rows that do not tell them apart; null where nothing does. */
export function mergedText({ projects }: Spend, quoted = (value: string): string => value): string | null {
  const text = formerText(projects?.merged ?? [], quoted);
  return text === null ? null : `${text}; --raw-projects tells them apart.`;
}

/** `search counts as discovery (projects: formerly)`; null for none. `quoted` is a value as the format writes it. */
export function formerText(merged: readonly FormerName[], quoted = (value: string): string => value): string | null {
  if (merged.length === 0) return null;
  const names = [...new Set(merged.map(({ project }) => project))];
  const parts = names.map((name) => {
    const values = merged.filter(({ project }) => project === name).map(({ value }) => quoted(value));
    return `${values.join(", ")} ${values.length === 1 ? "counts" : "count"} as ${quoted(name)}`;
  });
  return `${parts.join("; ")} (projects: formerly)`;
}

/** Markdown of tables. Pure. */

/** A table whose columns are figures, to the right, but for those that `texts` numbers from 0. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], texts = [0]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map((_, at) => (texts.includes(at) ? "---" : "---:")).join("|")}|`, ...rows.map(line)];
}

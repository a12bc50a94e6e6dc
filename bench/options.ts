/** The command line of `npm run bench`. Pure. */
import { parseArgs } from "node:util";

export interface BenchOptions {
  /** Ids of the rows to run; the others keep what was measured before. */
  readonly only: readonly string[];
  /** Small sizes and few runs: shows that it works, says little about speed. */
  readonly quick: boolean;
  /** Runs of each piece, in the place of the row's own number. */
  readonly runs: number | null;
  /** Seconds: a piece of work that would take longer is not run. */
  readonly limit: number;
  /** Where everything is written; null: into the repository. */
  readonly out: string | null;
  /** Draw tables and plots again from what was measured before, and measure nothing. */
  readonly render: boolean;
}

const LIMIT = 150;
const QUICK_LIMIT = 30;

/** Throws an `Error` that says what is wrong; `rows` are the ids that exist. */
export function parseOptions(args: readonly string[], rows: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string", multiple: true, default: [] },
      quick: { type: "boolean", default: false },
      runs: { type: "string" },
      limit: { type: "string" },
      out: { type: "string" },
      render: { type: "boolean", default: false },
    },
  });
  const unknown = values.only.find((id) => !rows.includes(id));
  if (unknown !== undefined) throw new Error(`There is no row ${unknown}; there are ${rows.join(", ")}.`);
  return {
    only: values.only,
    quick: values.quick,
    runs: values.runs === undefined ? null : wholeNumber("--runs", values.runs),
    limit: values.limit === undefined ? (values.quick ? QUICK_LIMIT : LIMIT) : wholeNumber("--limit", values.limit),
    out: values.out ?? null,
    render: values.render,
  };
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${option} wants a whole number of at least 1.`);
  return value;
}

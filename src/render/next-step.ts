/** The command to run next: for the saved plan or with the scope of this one, and whatever flags have to be repeated. */
import { countExecutable, type Scope } from "../core/plan.ts";
import type { PlanReport } from "./plan-report.ts";

/** Hash digits that a person is shown, and that `--expect` takes. */
export const HASH_DIGITS = 12;

/** The words of the command; undefined where there is nothing that a command could do. */
export function nextCommand({ plan, guards, repeatFlags = [], savedTo }: PlanReport): string[] | undefined {
  if (plan.shard !== undefined || countExecutable(plan) === 0 || (guards !== null && guards.stops.length > 0))
    return undefined;
  const what = savedTo === undefined ? scopeFlags(plan.scope) : ["--plan", savedTo];
  return ["strata", "apply", ...[...repeatFlags, ...what].map(quote)];
}

function scopeFlags({ targets, only, exclude }: Scope): string[] {
  return [
    ...targets.flatMap((target) => ["--target", target]),
    ...only.flatMap((glob) => ["--only", glob]),
    ...exclude.flatMap((glob) => ["--exclude", glob]),
  ];
}

/** A word as a POSIX shell takes it. */
function quote(word: string): string {
  return /^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

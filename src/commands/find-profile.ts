/** From a NAME to the one profile that it stands for, as the commands that take a NAME do it. */
import { closest } from "../core/closest.ts";
import type { ProfileRow } from "../core/listing.ts";
import { compareText } from "../core/profile.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

/** The profile; or why there is none, or not only one. */
export type Found =
  | { readonly ok: true; readonly row: ProfileRow }
  | { readonly ok: false; readonly problem: Diagnostic; readonly isMissing: boolean };

/** `targets`: what the run is narrowed to, for the words alone. */
export function findProfile(rows: readonly ProfileRow[], name: string, targets: readonly string[]): Found {
  const found = preferServing(rows.filter((row) => isNamed(row, name)));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return { ok: true, row: only };
  if (only !== undefined) return { ok: false, problem: ambiguous(found, name), isMissing: false };
  return { ok: false, problem: notFound(rows, name, targets), isMissing: true };
}

/** After a replacement the old profile bears the name too until it retires; its id still shows it. */
function preferServing(rows: readonly ProfileRow[]): readonly ProfileRow[] {
  const serving = rows.filter((row) => row.retireAfter === null);
  return serving.length > 0 ? serving : rows;
}

function isNamed(row: ProfileRow, name: string): boolean {
  return row.name === name || row.awsName === name || row.id === name || row.arn === name;
}

/** As `--target` takes it, the account by its name in the file where it has one. */
function targetOf({ account, accountName, region }: ProfileRow): string {
  return `${accountName ?? account}/${region}`;
}

function notFound(rows: readonly ProfileRow[], name: string, targets: readonly string[]): Diagnostic {
  const where = targets.length === 0 ? "any target of the file" : targets.join(", ");
  const near = closest(
    name,
    rows.map((row) => row.name),
  );
  return diagnostic("usage/profile-not-found", {
    detail: `No live profile "${name}" in ${where}.`,
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}

function ambiguous(found: readonly ProfileRow[], name: string): Diagnostic {
  const places = [...new Set(found.map(targetOf))].sort(compareText);
  const isOnePlace = places.length === 1;
  const ids = found.map((row) => row.id).join(", ");
  return diagnostic("usage/ambiguous-name", {
    detail: isOnePlace
      ? `"${name}" is the name of ${found.length} profiles in ${places[0]}: ${ids}.`
      : `"${name}" lives in ${places.length} targets: ${places.join(", ")}.`,
    hint: isOnePlace ? "Name the one by its id." : `Name one with --target, e.g. --target ${places[0]}.`,
  });
}

/** `strata show NAME`: one live profile in full. */

import { closest } from "../core/closest.ts";
import { type ProfileRow, toRows } from "../core/listing.ts";
import { compareText } from "../core/profile.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { renderShowJson } from "../render/show-json.ts";
import { renderShowText } from "../render/show-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { lookAround, type Seen } from "./make-plan.ts";

export interface ShowOptions {
  readonly name: string;
}

export async function showCommand(context: CommandContext, options: ShowOptions): Promise<ExitCode> {
  const seen = await lookAround(context);
  if (!seen.ok) return seen.exit;
  const rows = toRows(seen.value.desired, seen.value.observation);
  const found = preferServing(rows.filter((row) => isNamed(row, options.name)));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) {
    context.view.result(context.format === "json" ? renderShowJson(only) : renderShowText(only, context.style));
    return EXIT.done;
  }
  context.view.diagnostics(
    [only === undefined ? notFound(rows, options, context.scope.targets) : ambiguous(found, options)],
    seen.value.sources,
  );
  return isComplete(seen.value) || only !== undefined ? EXIT.usage : EXIT.unreadable;
}

/** After a replacement the old profile bears the name too until it retires; its id still shows it. */
function preferServing(rows: readonly ProfileRow[]): readonly ProfileRow[] {
  const serving = rows.filter((row) => row.retireAfter === null);
  return serving.length > 0 ? serving : rows;
}

function isNamed(row: ProfileRow, name: string): boolean {
  return row.name === name || row.awsName === name || row.id === name || row.arn === name;
}

function targetsOf(row: ProfileRow): string[] {
  return [row.account, ...(row.accountName === null ? [] : [row.accountName])].map(
    (account) => `${account}/${row.region}`,
  );
}

function isComplete({ observation }: Seen): boolean {
  return observation.targets.every(({ status }) => status !== "unreadable");
}

function notFound(rows: readonly ProfileRow[], { name }: ShowOptions, targets: readonly string[]) {
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

function ambiguous(found: readonly ProfileRow[], { name }: ShowOptions) {
  const places = [...new Set(found.map((row) => targetsOf(row)[0] ?? ""))].sort(compareText);
  const isOnePlace = places.length === 1;
  const ids = found.map((row) => row.id).join(", ");
  return diagnostic("usage/ambiguous-name", {
    detail: isOnePlace
      ? `"${name}" is the name of ${found.length} profiles in ${places[0]}: ${ids}.`
      : `"${name}" lives in ${places.length} targets: ${places.join(", ")}.`,
    hint: isOnePlace ? "Name the one by its id." : `Name one with --target, e.g. --target ${places[0]}.`,
  });
}

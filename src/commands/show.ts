/** `strata show NAME`: one live profile in full. */

import { toRows } from "../core/listing.ts";
import { renderShowJson } from "../render/show-json.ts";
import { renderShowText } from "../render/show-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { findProfile } from "./find-profile.ts";
import { lookAround, type Seen } from "./look.ts";

export interface ShowOptions {
  readonly name: string;
}

export async function showCommand(context: CommandContext, options: ShowOptions): Promise<ExitCode> {
  const seen = await lookAround(context);
  if (!seen.ok) return seen.exit;
  const rows = toRows(seen.value.desired, seen.value.observation);
  const found = findProfile(rows, options.name, context.scope.targets);
  if (found.ok) {
    context.view.result(
      context.format === "json" ? renderShowJson(found.row) : renderShowText(found.row, context.style),
    );
    return EXIT.done;
  }
  context.view.diagnostics([found.problem], seen.value.sources);
  return found.isMissing && !isComplete(seen.value) ? EXIT.unreadable : EXIT.usage;
}

function isComplete({ observation }: Seen): boolean {
  return observation.targets.every(({ status }) => status !== "unreadable");
}

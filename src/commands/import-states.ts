/** Terraform states that the user named. */
import { targetOfArn } from "../core/import-arn.ts";
import type { NamedState } from "../core/import-report.ts";
import { parseTfState } from "../core/tfstate.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { CommandContext } from "./context.ts";
import { EXIT } from "./exit-code.ts";
import type { OrExit } from "./look.ts";

/** All of them, or what is wrong with each that cannot be read. */
export async function readStates(context: CommandContext, files: readonly string[]): Promise<OrExit<NamedState[]>> {
  const states: NamedState[] = [];
  const found: Diagnostic[] = [];
  for (const file of new Set(files)) {
    const read = await context.readText(file);
    if (!read.ok) {
      found.push(diagnostic("usage/unreadable-file", { detail: `${file} cannot be read: ${read.reason}.` }));
      continue;
    }
    const parsed = parseTfState(read.text);
    if (parsed.ok) states.push({ file, state: parsed.state });
    else found.push(diagnostic("import/not-a-state", { detail: `${file}: ${parsed.problem}`, hint: parsed.hint }));
  }
  if (found.length === 0) return { ok: true, value: states };
  context.view.diagnostics(found, new Map());
  return { ok: false, exit: EXIT.usage };
}

export function stateRegions(states: readonly NamedState[]): string[] {
  const targets = states.flatMap(({ state }) => state.profiles.map(({ arn }) => targetOfArn(arn)));
  return [...new Set(targets.flatMap((target) => target?.region ?? []))];
}

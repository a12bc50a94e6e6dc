/** `strata import --verify`: proves that every ARN is the same after the adoption. Reads only. */
import { desiredTargets } from "../core/desired.ts";
import { diffProfiles } from "../core/diff.ts";
import { type VerifiedArn, verifyArns } from "../core/import-verify.ts";
import { nameFilter } from "../core/scope.ts";
import { parseTfState } from "../core/tfstate.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { renderVerifyJson } from "../render/import-json.ts";
import { renderVerifyText } from "../render/import-verify-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { type LiveSeen, readLive } from "./import-read.ts";
import { loadConfig, type OrExit } from "./look.ts";

/** `files`: states, or results of `import` and `list` as JSON; without any, the `adopt:` lines of the configuration. */
export async function verifyCommand(context: CommandContext, files: readonly string[]): Promise<ExitCode> {
  const expected = files.length > 0 ? await arnsOf(context, files) : await adoptedArns(context);
  if (!expected.ok) return expected.exit;
  const arns = new Set(expected.value);
  if (arns.size === 0) {
    const detail =
      files.length > 0 ? `${files.join(", ")}: no profile in it.` : "No entry has an `adopt:` with an ARN.";
    context.view.diagnostics([diagnostic("import/nothing-to-verify", { detail })], new Map());
    return EXIT.usage;
  }
  const seen = await readLive(context, { needsExact: ({ arn }) => arns.has(arn), needsCatalogue: false });
  if (!seen.ok) return seen.exit;
  const isInScope = nameFilter(context.scope);
  const rows = verify(context, [...arns], seen.value).filter(({ name }) => name === null || isInScope(name));
  context.view.result(context.format === "json" ? renderVerifyJson(rows) : renderVerifyText(rows, context.style));
  context.view.diagnostics(seen.value.diagnostics, seen.value.sources);
  const isProved = rows.every(({ verdict }) => verdict === "same");
  const isRead = seen.value.observation.targets.every(({ status }) => status !== "unreadable");
  return worstOf([isProved ? EXIT.done : EXIT.incomplete, isRead ? EXIT.done : EXIT.unreadable]);
}

function verify(context: CommandContext, arns: readonly string[], seen: LiveSeen): VerifiedArn[] {
  const { desired, narrowed, observation } = seen;
  return verifyArns({
    arns,
    targets: desiredTargets(desired),
    desired,
    observation,
    changes: diffProfiles(narrowed, observation, context.clock.now()).changes,
  });
}

async function adoptedArns(context: CommandContext): Promise<OrExit<readonly string[]>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  return {
    ok: true,
    value: loaded.value.desired.profiles.flatMap(({ adopt }) => (typeof adopt === "string" ? adopt : [])),
  };
}

async function arnsOf(context: CommandContext, files: readonly string[]): Promise<OrExit<readonly string[]>> {
  const found: Diagnostic[] = [];
  const arns: string[] = [];
  for (const file of files) {
    const read = await context.readText(file);
    if (!read.ok) {
      found.push(diagnostic("usage/unreadable-file", { detail: `${file} cannot be read: ${read.reason}.` }));
      continue;
    }
    const parsed = parseTfState(read.text);
    const listed = parsed.ok ? parsed.state.profiles.map(({ arn }) => arn) : listedArns(read.text);
    if (listed !== undefined) arns.push(...listed);
    else if (!parsed.ok) {
      found.push(diagnostic("import/not-a-state", { detail: `${file}: ${parsed.problem}`, hint: parsed.hint }));
    }
  }
  if (found.length === 0) return { ok: true, value: arns };
  context.view.diagnostics(found, new Map());
  return { ok: false, exit: EXIT.usage };
}

/** The profiles of a result of ours; `list` and `import` have them in the same place. */
function listedArns(text: string): string[] | undefined {
  try {
    const { formatVersion, profiles } = JSON.parse(text) as { formatVersion?: unknown; profiles?: unknown };
    if (formatVersion !== "1.0" || !Array.isArray(profiles)) return undefined;
    return profiles.flatMap((row: { arn?: unknown } | null) => (typeof row?.arn === "string" ? row.arn : []));
  } catch {
    return undefined;
  }
}

/** `strata outputs`: name → ARN, for those who call. Cannot write. */
import { claudeCodeEnv } from "../core/claude-code.ts";
import { toUnreadRows, type UnreadRow } from "../core/listing.ts";
import { collisionIn, envNameOf, type NamedOutput, nameOutputs } from "../core/output-names.ts";
import { type Outputs, outputsOf } from "../core/outputs.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import {
  renderClaudeCode,
  renderDotenv,
  renderLitellm,
  renderOutputsMarkdown,
  renderTfvars,
} from "../render/outputs-formats.ts";
import { renderOutputsJson } from "../render/outputs-json.ts";
import { missingText, renderOutputsText, undeclaredText } from "../render/outputs-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { lookAround } from "./look.ts";

export type OutputsFormat = "text" | "json" | "markdown" | "dotenv" | "tfvars" | "litellm" | "claude-code";

export interface OutputsOptions {
  readonly format: OutputsFormat;
}

export async function outputsCommand(context: CommandContext, { format }: OutputsOptions): Promise<ExitCode> {
  const seen = await lookAround(context);
  if (!seen.ok) return seen.exit;
  const { desired, observation, diff, readDiagnostics, sources } = seen.value;
  const found = outputsOf({ desired, observation, changes: diff.changes, names: context.scope });
  const written = write(context, format, found, toUnreadRows(observation));
  if (!written.ok) {
    context.view.diagnostics([written.problem], sources);
    return EXIT.usage;
  }
  context.view.result(written.text);
  if (format !== "text" && format !== "json") {
    for (const one of found.missing) context.view.note(`note: ${missingText(one)}`);
    for (const one of found.outputs) if (one.declaredAt === null) context.view.note(`note: ${undeclaredText(one)}`);
  }
  context.view.diagnostics(readDiagnostics, sources);
  return observation.targets.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done;
}

type Written = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Diagnostic };

function write(context: CommandContext, format: OutputsFormat, found: Outputs, unread: readonly UnreadRow[]): Written {
  const named = nameOutputs(found);
  switch (format) {
    case "text":
      return { ok: true, text: renderOutputsText(found, unread, context.style) };
    case "json":
      return { ok: true, text: renderOutputsJson(found, unread) };
    case "markdown":
      return { ok: true, text: renderOutputsMarkdown(named) };
    case "dotenv":
      return dotenv(named);
    case "tfvars":
      return { ok: true, text: renderTfvars(named) };
    case "litellm":
      return { ok: true, text: renderLitellm(named) };
    case "claude-code":
      return claudeCode(found);
  }
}

function dotenv(named: readonly NamedOutput[]): Written {
  const collision = collisionIn(named, ({ words }) => envNameOf(words));
  if (collision === null) return { ok: true, text: renderDotenv(named) };
  const detail = `${collision.labels.map((label) => `"${label}"`).join(" and ")} would both be ${collision.name}.`;
  const hint = "Rename one of the two, or leave one out with --only, --exclude or --target.";
  return { ok: false, problem: diagnostic("outputs/one-variable", { detail, hint }) };
}

function claudeCode({ outputs }: Outputs): Written {
  const made = claudeCodeEnv(outputs);
  if (made.ok) return { ok: true, text: renderClaudeCode(made.env) };
  if (made.problem === "no-claude") {
    const detail = "None of the profiles in scope answers with a Claude model.";
    return { ok: false, problem: diagnostic("outputs/no-claude", { detail }) };
  }
  const detail = `There are ${made.labels.length} ${made.what}: ${made.labels.join(", ")}.`;
  return { ok: false, problem: diagnostic("outputs/several", { detail }) };
}

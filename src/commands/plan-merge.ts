/** `strata plan merge`: the plans of all shards as the one plan that they are. Asks neither AWS nor the configuration. */
import { mergePlans } from "../core/merge-plans.ts";
import type { SavedPart } from "../core/merge-problems.ts";
import { readPlanFile } from "../core/read-plan-file.ts";
import { type Diagnostic, diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { tellPlan } from "./plan.ts";
import type { Reading } from "./reading.ts";

export interface PlanMergeOptions extends Reading {
  /** Exit 2 when something executable is pending. */
  readonly detailedExitcode: boolean;
  /** Consent to this many deletes in all shards. */
  readonly allowDeletes?: number;
  /** Where to save the plan JSON, beside whatever is shown. */
  readonly out?: string;
}

export async function planMergeCommand(
  context: CommandContext,
  files: readonly string[],
  options: PlanMergeOptions,
): Promise<ExitCode> {
  const read = await Promise.all(files.map((file) => readPart(context, file)));
  const parts = read.flatMap(({ value }) => value ?? []);
  const unreadable = read.flatMap(({ diagnostics }) => diagnostics);
  if (unreadable.length > 0) return refuse(context, unreadable);
  const { allowDeletes } = options;
  const now = context.clock.now();
  const merged = mergePlans(parts, { now, ...(allowDeletes === undefined ? {} : { allowDeletes }) });
  if (merged.value === undefined) return refuse(context, merged.diagnostics);
  const { plan, guards } = merged.value;
  return tellPlan(context, { plan, guards, configFiles: files }, { ...options, next: "untold" });
}

async function readPart({ readText }: CommandContext, file: string): Promise<Result<SavedPart>> {
  const read = await readText(file);
  if (!read.ok) return { diagnostics: [diagnostic("usage/unreadable-file", { detail: `${file}: ${read.reason}.` })] };
  const { value, diagnostics } = readPlanFile(read.text, file);
  return value === undefined ? { diagnostics } : { value: { file, plan: value }, diagnostics };
}

function refuse(context: CommandContext, problems: readonly Diagnostic[]): ExitCode {
  context.view.diagnostics(problems, new Map());
  return EXIT.usage;
}

/** The configuration as it was at a git revision, to tell this change apart from what was pending before (`--base`). */
import { loadDesired } from "../config/load.ts";
import type { Desired } from "../core/desired.ts";
import type { PlanBase } from "../core/plan.ts";
import { type Diagnostic, diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import type { CommandContext } from "./context.ts";

export type BaseLoad =
  | { readonly status: "loaded"; readonly desired: Desired; readonly from: PlanBase }
  /** There is no usable configuration at the revision: everything counts as this change. */
  | { readonly status: "without"; readonly warning: Diagnostic }
  /** There is no such revision. */
  | { readonly status: "unknown"; readonly problem: Diagnostic };

export async function loadBase(context: CommandContext, ref: string): Promise<BaseLoad> {
  const revision = await context.filesAt(ref);
  if (!revision.ok) {
    const detail = `--base ${ref}: ${revision.reason}`;
    return { status: "unknown", problem: diagnostic("usage/base-not-found", { detail }) };
  }
  const { desired, diagnostics } = await loadDesired(context.configFile, revision.files);
  if (desired !== undefined && !hasErrors(diagnostics)) {
    return { status: "loaded", desired, from: { ref, commit: revision.commit } };
  }
  const why = diagnostics.find(({ severity }) => severity === "error")?.detail ?? "it is not valid there.";
  const detail = `${context.configFile} at ${ref} cannot be compared with: ${why} All changes count as of this change.`;
  return { status: "without", warning: diagnostic("plan/base-unusable", { detail }) };
}

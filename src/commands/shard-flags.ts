/** What `--shard` does not go with: whatever only the whole could judge. */
import type { Shard } from "../core/shard.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { CommandContext } from "./context.ts";

interface PlanFlags {
  readonly shard?: Shard;
  readonly from?: string;
  readonly allowDeletes?: number;
}

/** The first contradiction; null where there is none, and without `--shard`. */
export function planShardProblem(context: CommandContext, { shard, from, allowDeletes }: PlanFlags): Diagnostic | null {
  if (shard === undefined) return null;
  if (from !== undefined) return contradiction("--from shows a plan that is made: leave out --shard.");
  if (allowDeletes !== undefined)
    return contradiction("Guards judge all shards at once: give --allow-deletes to strata plan merge.");
  return namesProblem(context);
}

interface ApplyFlags {
  readonly shard?: Shard;
  readonly plans: readonly string[];
  readonly expect?: string;
  readonly additive: boolean;
  readonly due: boolean;
}

export function applyShardProblem(
  context: CommandContext,
  { shard, plans, expect, additive, due }: ApplyFlags,
): Diagnostic | null {
  if (shard === undefined) return null;
  if (expect !== undefined)
    return contradiction("--expect is about the hash of a whole plan, which a shard does not see: leave it out.");
  if (due)
    return contradiction("--due may end doubles, which guards judge over all targets: run it once, without --shard.");
  if (plans.length === 0 && !additive)
    return contradiction(
      "A shard applies what was approved as a whole, so that guards judge all shards at once: name the merged plan with --plan, or add --additive.",
    );
  return namesProblem(context);
}

/** A slip in a pattern shows only where all names are known. */
function namesProblem({ scope: { only, exclude } }: CommandContext): Diagnostic | null {
  if (only.length + exclude.length === 0) return null;
  return contradiction("A shard sees the names of its own targets alone: leave out --only and --exclude.");
}

function contradiction(detail: string): Diagnostic {
  return diagnostic("usage/contradiction", { detail });
}

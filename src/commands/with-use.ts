/** What was observed, with the calls of all that would end, and the in-use guard's word on it. */
import type { Observed } from "../engine/observe.ts";
import type { ReadPorts } from "../engine/ports.ts";
import { weighUse } from "../engine/weigh-use.ts";
import type { CommandContext } from "./context.ts";
import type { BaseLoad } from "./load-base.ts";

interface Looked {
  readonly observed: Observed;
  readonly ports: ReadPorts;
}

/**
 * Asks only where something ends, and only where `allowInUse` (the names that may end all the same) is given; the guard
 * of each configuration judges its own diff.
 */
export async function withUse(
  { clock }: CommandContext,
  { observed, ports }: Looked,
  allowInUse: readonly string[] | undefined,
  base: BaseLoad | null,
): Promise<Observed> {
  if (allowInUse === undefined) return observed;
  const { desired, diff, baseDiff, diagnostics } = observed;
  const old = base?.status === "loaded" && baseDiff !== null ? [{ diff: baseDiff, limits: base.desired.guards }] : [];
  const weighed = await weighUse([{ diff, limits: desired.guards }, ...old], ports, {
    clock,
    days: desired.guards.inUseDays,
    allowInUse,
  });
  const [judged = diff, judgedBase = baseDiff] = weighed.diffs;
  return { ...observed, diff: judged, baseDiff: judgedBase, diagnostics: [...diagnostics, ...weighed.diagnostics] };
}

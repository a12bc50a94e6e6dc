/** `strata invoke --all`: one question of one token to every profile of ours, and who answers. */
import { type ProfileRow, toRows, toUnreadRows } from "../core/listing.ts";
import { sortProbes, toProbe } from "../core/probe.ts";
import { nameFilter } from "../core/scope.ts";
import { askEach } from "../engine/ask-model.ts";
import { renderProbesJson } from "../render/invoke-json.ts";
import { renderProbesText } from "../render/invoke-text.ts";
import { countOf } from "../render/plan-words.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import type { InvokeContext } from "./invoke.ts";
import { lookThrough } from "./look.ts";

/** As short as a question can be; one token is the least that models take. */
const PROBE = { prompt: "Hi", system: null, maxTokens: 1, temperature: null } as const;

export async function invokeAllCommand(context: InvokeContext): Promise<ExitCode> {
  const seen = await lookThrough(context, context.runtimePorts);
  if (!seen.ok) return seen.exit;
  const { desired, observation, ports, readDiagnostics, sources } = seen.value;
  const isInScope = nameFilter(context.scope);
  const rows = toRows(desired, observation).filter((row) => isServing(row) && isInScope(row.name));
  if (rows.length > 0 && !context.signal.aborted) context.view.note(announcement(rows.length));
  const asked = await askEach(
    rows.map((row) => ({ runtime: ports.runtime(row), question: { ...PROBE, arn: row.arn } })),
    context,
  );
  const probes = sortProbes(rows.map((row, index) => toProbe(row, asked[index]?.answer ?? null)));
  const unread = toUnreadRows(observation);
  context.view.result(
    context.format === "json" ? renderProbesJson(probes, unread) : renderProbesText(probes, unread, context.style),
  );
  context.view.diagnostics(readDiagnostics, sources);
  return worstOf([
    context.signal.aborted ? EXIT.interrupted : EXIT.done,
    probes.every(({ status }) => status === "answers") ? EXIT.done : EXIT.internal,
    unread.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done,
  ]);
}

/** A retiring profile is on its way out: nobody is to begin calling it. */
function isServing({ ownership, retireAfter }: ProfileRow): boolean {
  return ownership === "ours" && retireAfter === null;
}

function announcement(count: number): string {
  return `Asking ${countOf(count, "profile", "profiles")}: ${countOf(count, "call", "calls")} of a few tokens, which AWS charges for.`;
}

/** `strata usage`: who is called how often, from CloudWatch, minutes old. Reads only. */
import { toRows, toUnreadRows } from "../core/listing.ts";
import { compareTargets, targetId } from "../core/profile.ts";
import { nameFilter } from "../core/scope.ts";
import { type Span, totalsOf, type UseReport } from "../core/use-report.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type ReadUse, readUse, timeOf } from "../engine/read-use.ts";
import { renderUsageCsv } from "../render/usage-csv.ts";
import { renderUsageJson } from "../render/usage-json.ts";
import { renderUsageMarkdown } from "../render/usage-markdown.ts";
import { renderUsageText } from "../render/usage-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { lookThrough } from "./look.ts";

export interface UsageOptions {
  /** How far it looks back. */
  readonly last: Span;
  readonly format: "text" | "json" | "csv" | "markdown" | "html";
}

export async function usageCommand(context: CommandContext, { last, format }: UsageOptions): Promise<ExitCode> {
  const seen = await lookThrough(context, context.readPorts);
  if (!seen.ok) return seen.exit;
  const { desired, observation, readDiagnostics, sources, ports } = seen.value;
  const isInScope = nameFilter(context.scope);
  const ours = toRows(desired, observation).filter(({ ownership, name }) => ownership === "ours" && isInScope(name));
  const time = timeOf(last, context.clock);
  const { rows, unread: silent } = await readUse(ours, ports, time);
  const unread = [...toUnreadRows(observation), ...silent].sort(compareTargets);
  const report: UseReport = { time, rows, totals: totalsOf(rows), unread };
  context.view.result(await render(context, report, format));
  context.view.diagnostics([...readDiagnostics, ...silent.map(unreadUse)], sources);
  return unread.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done;
}

async function render({ style }: CommandContext, report: UseReport, format: UsageOptions["format"]): Promise<string> {
  switch (format) {
    case "json":
      return renderUsageJson(report);
    case "csv":
      return renderUsageCsv(report);
    case "markdown":
      return renderUsageMarkdown(report);
    case "html": {
      // Brings a chart library with it.
      const { renderUsageHtml } = await import("../render/usage-html.ts");
      return renderUsageHtml(report);
    }
    case "text":
      return renderUsageText(report, style);
  }
}

function unreadUse({ fault, ...target }: ReadUse["unread"][number]): Diagnostic {
  const { account, region } = target;
  const hint = "Allow cloudwatch:GetMetricData to the role: strata iam plan prints the policy that reading needs.";
  return diagnostic("aws/use-unread", {
    detail: `${fault.operation} in ${targetId(target)}: ${fault.message}`,
    target: { account, region },
    ...(fault.kind === "denied" ? { hint } : {}),
  });
}

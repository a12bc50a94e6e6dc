/** `strata leaks`: Bedrock use that goes through no tagged profile, and what would have taken it. Reads only. */
import { isPriceable, type LeakReport, leakReport, type Why } from "../core/leaks.ts";
import { toRows, toUnreadRows } from "../core/listing.ts";
import { compareTargets, targetId } from "../core/profile.ts";
import type { SpendPrice } from "../core/spend.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { leakTime, type ReadModelUse, readModelUse } from "../engine/read-model-use.ts";
import { askedText } from "../render/costs-words.ts";
import { renderLeaksCsv } from "../render/leaks-csv.ts";
import { renderLeaksHtml } from "../render/leaks-html.ts";
import { renderLeaksJson } from "../render/leaks-json.ts";
import { renderLeaksMarkdown } from "../render/leaks-markdown.ts";
import { renderLeaksText } from "../render/leaks-text.ts";
import type { CommandContext } from "./context.ts";
import type { CostsContext } from "./costs.ts";
import { EXIT, type ExitCode, worstOf } from "./exit-code.ts";
import { NOT_ASKED, type RatesRead, readRates } from "./leaks-rates.ts";
import { lookThrough } from "./look.ts";

export interface LeaksOptions {
  /** How far it looks back. */
  readonly days: number;
  readonly format: "text" | "json" | "csv" | "markdown" | "html";
  /** Estimate money: Cost Explorer is asked, where there is something to price. */
  readonly money: boolean;
  /** Ask again, whatever is kept. */
  readonly refresh: boolean;
  /** Exit 2 when something leaked. */
  readonly detailedExitcode: boolean;
}

export async function leaksCommand(context: CostsContext, options: LeaksOptions): Promise<ExitCode> {
  const seen = await lookThrough(context, context.costPorts);
  if (!seen.ok) return seen.exit;
  const { declared, desired, observation, readDiagnostics, sources, ports } = seen.value;
  const profiles = toRows(desired, observation);
  const time = leakTime(options.days, context.clock);
  const targets = observation.targets.filter(({ status }) => status === "read");
  const { used, unread: silent } = await readModelUse(targets, profiles, ports, time);
  const unread = [...toUnreadRows(observation), ...silent].sort(compareTargets);
  const { stack, costAllocationTags: tagKeys } = desired;
  const input = { stack, tagKeys, used, profiles, time, unread };
  const bare = leakReport(input, { status: "none", why: whyNot(options) });
  const accounts = [...new Set(targets.map(({ target }) => target.account))].sort();
  const { source, price }: RatesRead =
    options.money && isPriceable(bare)
      ? await readRates(context, ports, { declared, accounts, days: options.days, refresh: options.refresh })
      : { source: bare.source, price: NOT_ASKED };
  const report = leakReport(input, source);
  await tell(context, report, price, options.format);
  context.view.diagnostics([...readDiagnostics, ...silent.map(unreadUse)], sources);
  const isLeaking = report.rows.some(({ verdict }) => verdict === "leaked");
  return worstOf([
    unread.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done,
    options.detailedExitcode && isLeaking ? EXIT.pending : EXIT.done,
  ]);
}

function whyNot({ money }: LeaksOptions): Why {
  const text = money ? "nothing leaked that a bill could name." : "--no-money keeps Cost Explorer unasked.";
  return { text, answer: null };
}

async function tell(
  { view, style }: CommandContext,
  report: LeakReport,
  price: SpendPrice,
  format: LeaksOptions["format"],
): Promise<void> {
  if (price.requests + price.kept > 0 && format !== "json") view.note(askedText(price));
  switch (format) {
    case "json":
      return view.result(renderLeaksJson(report, price));
    case "csv":
      return view.result(renderLeaksCsv(report));
    case "markdown":
      return view.result(renderLeaksMarkdown(report));
    case "html":
      return view.result(renderLeaksHtml(report));
    case "text":
      return view.result(renderLeaksText(report, style));
  }
}

/** What CloudWatch would not tell of one target. */
export function unreadUse({ fault, ...target }: ReadModelUse["unread"][number]): Diagnostic {
  const { account, region } = target;
  const hint = `Allow ${fault.operation} to the role: strata iam plan prints the policy that reading needs.`;
  return diagnostic("aws/use-unread", {
    detail: `${fault.operation} in ${targetId(target)}: ${fault.message}`,
    target: { account, region },
    ...(fault.kind === "denied" ? { hint } : {}),
  });
}

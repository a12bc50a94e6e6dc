/** `strata report`: the monthly close, by project. Asks the payer's Cost Explorer, and changes nothing. */
import { projectRegistry } from "../core/projects.ts";
import type { Close } from "../core/report.ts";
import { type KeptClose, readKeptClose } from "../core/report-read.ts";
import { type Restatement, restate } from "../core/report-restate.ts";
import type { SpendPrice } from "../core/spend.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { askingSpend } from "../engine/ask-spend.ts";
import { keptSpend } from "../engine/kept-costs.ts";
import type { ReadPorts } from "../engine/ports.ts";
import { askedText } from "../render/costs-words.ts";
import type { EndsTold } from "../render/deadline-words.ts";
import { renderReportCsv } from "../render/report-csv.ts";
import { renderReportJson } from "../render/report-json.ts";
import { renderReportMarkdown } from "../render/report-markdown.ts";
import { renderReportText } from "../render/report-text.ts";
import { restatedNote } from "../render/report-words.ts";
import type { Sources } from "../ui/view.ts";
import type { CostsContext } from "./costs.ts";
import { keyProblems, unreadable } from "./costs-problems.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, type Loaded, loadConfig, type OrExit, refuseUsage } from "./look.ts";
import { payerFor } from "./payer-for.ts";
import { readEnds } from "./report-ends.ts";
import { proofProblems } from "./report-problems.ts";
import { type ReportFlags, type ReportQuestion, readReportQuestion } from "./report-question.ts";
import { type CloseRead, readClose } from "./report-read.ts";

export async function reportCommand(context: CostsContext, flags: ReportFlags): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, diagnostics, sources } = loaded.value;
  const kept = await keptReport(context, flags, sources);
  if (!kept.ok) return kept.exit;
  const asked = readReportQuestion(flags, kept.value, context.clock.now());
  if (!asked.ok) return refuseUsage(context, asked.problem, sources).exit;
  const read = await readMonth(context, flags, asked.question, loaded.value, kept.value);
  if (!read.ok) return read.exit;
  const { close, price } = read.value;
  const incomparable = currencyProblem(flags, kept.value, close);
  if (incomparable !== null) {
    context.view.note(askedText(price));
    return refuseUsage(context, incomparable, sources).exit;
  }
  const restatement = kept.value === null ? null : restate(kept.value, close, projectRegistry(desired.projects));
  const isRead = flags.format !== "json" && flags.format !== "csv";
  const ends = isRead ? await readEnds(context, loaded.value, read.value.ports) : null;
  await tell(context, flags, { close, restatement, price, ends });
  const problems = [...keyProblems(read.value, tagKeys(loaded.value)), ...proofProblems(close)];
  context.view.diagnostics([...diagnostics, ...problems], sources);
  return close.proof.holds ? EXIT.done : EXIT.internal;
}

/** The older report of `--restate`; null without one. */
async function keptReport(
  context: CostsContext,
  { restate: file }: ReportFlags,
  sources: Sources,
): Promise<OrExit<KeptClose | null>> {
  if (file === undefined) return { ok: true, value: null };
  const refuse = (reason: string) =>
    refuseUsage(context, diagnostic("usage/unreadable-file", { detail: `${file}: ${reason}.` }), sources);
  const text = await context.readText(file);
  if (!text.ok) return refuse(text.reason);
  const read = readKeptClose(text.text);
  return read.ok ? { ok: true, value: read.close } : refuse(read.why);
}

async function readMonth(
  context: CostsContext,
  { refresh, restate: file }: ReportFlags,
  question: ReportQuestion,
  { desired, sources }: Loaded,
  kept: KeptClose | null,
): Promise<OrExit<CloseRead & { readonly ports: ReadPorts }>> {
  const { answers: store, clock, endpoint } = context;
  const ports = await context.costPorts(homeRegionOf(desired));
  const payer = await payerFor(context, ports, desired, sources);
  if (!payer.ok) return payer;
  const { account } = payer.value;
  if (kept !== null && kept.payer !== account) {
    const detail = `${file} is of account ${kept.payer}, and account ${account} is asked.`;
    return refuseUsage(context, diagnostic("usage/spend-question", { detail }), sources);
  }
  const asking = askingSpend(ports.costs(payer.value.payer));
  const origin = { payer: account, endpoint };
  const askAgain = keptSpend(asking, { store, clock, origin, refresh: true });
  const source = {
    payer: account,
    ask: refresh || kept !== null ? askAgain : keptSpend(asking, { store, clock, origin, refresh }),
    askAgain,
    billing: ports.billing.reader(payer.value.payer),
  };
  const result = await readClose(source, question, desired, clock.now());
  if (result.ok) return { ok: true, value: { ...result.read, ports } };
  context.view.diagnostics([unreadable(result.fault, account)], sources);
  // What was sent costs, though it brought nothing.
  context.view.note(askedText(result.price));
  return { ok: false, exit: EXIT.internal };
}

/** Amounts of two currencies are no difference; null where there is one currency, or nothing was charged. */
function currencyProblem({ restate: file }: ReportFlags, kept: KeptClose | null, close: Close): Diagnostic | null {
  const [old, now] = [kept?.currency ?? null, close.currency];
  if (old === null || now === null || old === now) return null;
  const detail = `${file} is in ${old}, and Cost Explorer tells ${close.month} in ${now}: they cannot be compared.`;
  return diagnostic("usage/spend-question", { detail });
}

interface Told {
  readonly close: Close;
  readonly restatement: Restatement | null;
  readonly price: SpendPrice;
  readonly ends: EndsTold | null;
}

async function tell(
  { view, style }: CostsContext,
  { format }: ReportFlags,
  { close, restatement, price, ends }: Told,
): Promise<void> {
  switch (format) {
    case "json":
      return view.result(renderReportJson(close, restatement, price));
    case "csv":
      if (restatement !== null) view.note(restatedNote(restatement, close));
      view.note(askedText(price));
      return view.result(renderReportCsv(close));
    case "markdown":
      return view.result(renderReportMarkdown(close, restatement, price, ends));
    case "html": {
      // Brings a chart library with it.
      const { renderReportHtml } = await import("../render/report-html.ts");
      return view.result(renderReportHtml(close, restatement, price, ends));
    }
    default:
      return view.result(renderReportText(close, restatement, price, style, ends));
  }
}

/** What a mistyped `--by` may have meant. */
function tagKeys({ desired: { costAllocationTags, profiles } }: Loaded): string[] {
  return [...new Set([...costAllocationTags, ...profiles.flatMap(({ tags }) => Object.keys(tags))])];
}

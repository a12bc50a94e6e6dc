/** `strata costs`: what Bedrock cost, by tag. Asks the payer's Cost Explorer, and changes nothing. */
import type { Desired } from "../core/desired.ts";
import { projectRegistry } from "../core/projects.ts";
import type { Spend, SpendPrice } from "../core/spend.ts";
import { spendByProject } from "../core/spend-projects.ts";
import { askingSpend } from "../engine/ask-spend.ts";
import { keptSpend } from "../engine/kept-costs.ts";
import type { AnswerStore, CostPorts } from "../engine/ports/costs.ts";
import { renderCostsCsv } from "../render/costs-csv.ts";
import { renderCostsJson } from "../render/costs-json.ts";
import { renderCostsMarkdown } from "../render/costs-markdown.ts";
import { mergedText } from "../render/costs-projects.ts";
import { renderCostsText } from "../render/costs-text.ts";
import { askedText } from "../render/costs-words.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext, Connect } from "./context.ts";
import { keyProblems, unreadable } from "./costs-problems.ts";
import { type CostsFlags, readQuestion } from "./costs-question.ts";
import { type ReadResult, readSpend } from "./costs-read.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig } from "./look.ts";
import { payerFor } from "./payer-for.ts";

/** What only `costs` is handed. */
export interface CostsContext extends CommandContext {
  readonly costPorts: Connect<CostPorts>;
  readonly answers: AnswerStore;
  /** Where Cost Explorer is, when that is not AWS. */
  readonly endpoint: string | null;
}

export async function costsCommand(context: CostsContext, flags: CostsFlags): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, diagnostics, sources } = loaded.value;
  const read = readQuestion(flags, desired.costAllocationTags, context.clock.now());
  if (!read.ok) {
    context.view.diagnostics([read.problem], sources);
    return EXIT.usage;
  }
  const ports = await context.costPorts(homeRegionOf(desired));
  const payer = await payerFor(context, ports, desired, sources);
  if (!payer.ok) return payer.exit;
  const { answers: store, clock, endpoint } = context;
  const { refresh } = flags;
  const keeping = { store, clock, refresh, origin: { payer: payer.value.account, endpoint } };
  const source = {
    payer: payer.value.account,
    ask: keptSpend(askingSpend(ports.costs(payer.value.payer)), keeping),
    billing: ports.billing.reader(payer.value.payer),
  };
  const result = await readSpend(source, read.question);
  if (!result.ok) return tellUnreadable(context, result, payer.value.account, sources);
  const { price } = result.read;
  const spend = spendByProject(result.read.spend, projectRegistry(desired.projects), flags.rawProjects);
  await tell(context, flags, spend, price);
  context.view.diagnostics([...diagnostics, ...keyProblems(result.read, tagKeysOf(desired))], sources);
  return EXIT.done;
}

async function tell(context: CostsContext, { format }: CostsFlags, spend: Spend, price: SpendPrice): Promise<void> {
  const { view, style } = context;
  switch (format) {
    case "json":
      return view.result(renderCostsJson(spend, price));
    case "csv":
      for (const note of [mergedText(spend), askedText(price)]) if (note !== null) view.note(note);
      return view.result(renderCostsCsv(spend));
    case "markdown":
      return view.result(renderCostsMarkdown(spend, price));
    case "html": {
      // Brings a chart library with it.
      const { renderCostsHtml } = await import("../render/costs-html.ts");
      return view.result(renderCostsHtml(spend, price));
    }
    default:
      return view.result(renderCostsText(spend, price, style));
  }
}

/** What a mistyped `--by` may have meant. */
function tagKeysOf({ costAllocationTags, profiles }: Desired): string[] {
  return [...new Set([...costAllocationTags, ...profiles.flatMap(({ tags }) => Object.keys(tags))])];
}

/** What was sent costs, though it brought nothing. */
function tellUnreadable(
  context: CostsContext,
  { fault, price }: Extract<ReadResult, { ok: false }>,
  payer: string,
  sources: Sources,
): ExitCode {
  context.view.diagnostics([unreadable(fault, payer)], sources);
  context.view.note(askedText(price));
  return EXIT.internal;
}

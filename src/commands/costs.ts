/** `strata costs`: what Bedrock cost, by tag. Asks the payer's Cost Explorer, and changes nothing. */
import type { Desired } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import { CALLER, type Target } from "../core/profile.ts";
import { partitionOf } from "../core/source-id.ts";
import type { Spend, SpendPrice } from "../core/spend.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { keptCosts } from "../engine/kept-costs.ts";
import type { AnswerStore, CostPorts } from "../engine/ports/costs.ts";
import { renderCostsCsv } from "../render/costs-csv.ts";
import { renderCostsJson } from "../render/costs-json.ts";
import { renderCostsMarkdown } from "../render/costs-markdown.ts";
import { renderCostsText } from "../render/costs-text.ts";
import { askedText } from "../render/costs-words.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext, Connect } from "./context.ts";
import { keyProblems, unreadable } from "./costs-problems.ts";
import { type CostsFlags, readQuestion } from "./costs-question.ts";
import { readSpend } from "./costs-read.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig, type OrExit } from "./make-plan.ts";
import { tellRefusal } from "./tell-refusal.ts";

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
  const payer = await findPayer(context, ports, desired, sources);
  if (!payer.ok) return payer.exit;
  const { answers: store, clock, endpoint } = context;
  const { refresh } = flags;
  const keeping = { store, clock, refresh, origin: { payer: payer.value.account, endpoint } };
  const gateway = keptCosts(ports.costs(payer.value.target), keeping);
  const result = await readSpend(gateway, payer.value.account, read.question);
  if (!result.ok) return tellUnreadable(context, result.fault, payer.value.account, sources);
  const { spend, price, statusFault } = result.read;
  await tell(context, flags, spend, price);
  context.view.diagnostics([...diagnostics, ...keyProblems(spend, statusFault)], sources);
  return EXIT.done;
}

async function tell(context: CostsContext, { format }: CostsFlags, spend: Spend, price: SpendPrice): Promise<void> {
  const { view, style } = context;
  switch (format) {
    case "json":
      return view.result(renderCostsJson(spend, price));
    case "csv":
      view.note(askedText(price));
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

interface Payer {
  /** Twelve digits. */
  readonly account: string;
  readonly target: Target;
}

/** The account that pays, and whose credentials ask it. */
async function findPayer(
  context: CostsContext,
  ports: CostPorts,
  { billingAccount, accounts }: Desired,
  sources: Sources,
): Promise<OrExit<Payer>> {
  const region = explorerRegion(accounts[0]?.regions[0] ?? "us-east-1");
  if (billingAccount !== undefined && ports.assumesPayerRole) {
    return { ok: true, value: { account: billingAccount, target: { account: billingAccount, region } } };
  }
  const caller = await ports.identity.callerAccount();
  if (!caller.ok) return tellRefusal(context, { ok: false, fault: caller.fault }, sources);
  if (billingAccount !== undefined && billingAccount !== caller.value) {
    const detail = `The credentials in use belong to account ${caller.value}; \`billing\` names ${billingAccount} as the payer, which only a role can reach.`;
    const hint =
      "Name the role with --billing-role-name or STRATA_BILLING_ROLE_NAME, or use the payer's own credentials.";
    context.view.diagnostics([diagnostic("usage/role-needed", { detail, hint })], sources);
    return { ok: false, exit: EXIT.usage };
  }
  return { ok: true, value: { account: caller.value, target: { account: CALLER, region } } };
}

/** Cost Explorer has one endpoint for each partition (AWS.md section 6). */
function explorerRegion(region: string): string {
  return partitionOf(region) === "aws-cn" ? "cn-northwest-1" : "us-east-1";
}

function tellUnreadable(context: CostsContext, fault: Fault, payer: string, sources: Sources): ExitCode {
  const problem: Diagnostic = unreadable(fault, payer);
  context.view.diagnostics([problem], sources);
  return EXIT.internal;
}

/** `strata tags backfill`: explains, asks, and starts one. Besides apply, the one command that can write to AWS. */
import { unreadWarnings } from "../core/billing.ts";
import { type Backfill, backfillMonthProblem, newestFirst } from "../core/tag-clocks.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type AskedBackfills, askBillingHistory } from "../engine/ask-billing.ts";
import type { BackfillPorts } from "../engine/ports.ts";
import {
  type BackfillPlan,
  backfillQuestion,
  renderBackfillJson,
  renderBackfillPlan,
  renderBackfillText,
} from "../render/backfill-text.ts";
import type { Answer, Ask, CommandContext, Connect } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig } from "./look.ts";

/** What only `tags backfill` is handed (DESIGN section 1, rule 3). */
export interface BackfillContext extends CommandContext {
  readonly backfillPorts: Connect<BackfillPorts>;
  readonly ask: Ask;
}

export interface BackfillOptions {
  /** The first month, `2026-08`. */
  readonly from: string;
  /** Start without asking. */
  readonly yes: boolean;
}

export async function tagsBackfillCommand(context: BackfillContext, options: BackfillOptions): Promise<ExitCode> {
  const problem = backfillMonthProblem(options.from, context.clock.now());
  if (problem !== null) return tell(context, [diagnostic("usage/backfill-month", { detail: problem })], EXIT.usage);
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired } = loaded.value;
  const ports = await context.backfillPorts(homeRegionOf(desired));
  const asked = await askBillingHistory(desired, ports, null);
  const plan = planOf(desired.costAllocationTags, options.from, asked);
  if (plan === null || asked.payer === null) return tell(context, untold(asked), EXIT.internal);
  context.view.told(renderBackfillPlan(plan, context.style).trimEnd());
  if (plan.last?.status === "PROCESSING") {
    const detail = "Another backfill is in work. Nothing was changed.";
    return tell(context, [diagnostic("billing/backfill-refused", { detail })], EXIT.internal);
  }
  if (!options.yes) {
    const answer = await context.ask(backfillQuestion(plan));
    if (answer !== "yes") return declined(context, answer);
  }
  const started = await ports.backfillStarter(asked.payer).startBackfill(plan.from);
  if (!started.ok) {
    const { operation, code, message, requestId } = started.fault;
    const id = requestId === undefined ? "" : ` (request id ${requestId})`;
    const detail = `${[operation, code, message].filter((word) => word !== undefined).join(": ")}${id}`;
    return tell(context, [diagnostic("billing/backfill-refused", { detail })], EXIT.internal);
  }
  const render = context.format === "json" ? renderBackfillJson : renderBackfillText;
  context.view.result(render(plan, started.value, context.style));
  return EXIT.done;
}

/** Null where the status of the keys is not known: whoever says yes has to know what they say yes to. */
function planOf(declared: readonly string[], month: string, { read, backfills }: AskedBackfills): BackfillPlan | null {
  if (read.status !== "read" || backfills?.ok !== true) return null;
  const [last]: (Backfill | undefined)[] = newestFirst(backfills.value);
  return { from: `${month}-01T00:00:00Z`, account: read.account, declared, tags: read.tags, last: last ?? null };
}

function untold({ read, backfills }: AskedBackfills): Diagnostic[] {
  const why = unreadWarnings(["every key of the payer"], read);
  const fault =
    backfills?.ok === false ? `${backfills.fault.operation}: ${backfills.fault.message.replace(/\.$/, "")}. ` : "";
  const detail = `${read.status === "read" ? fault : ""}Nothing was changed.`;
  return [...why, diagnostic("billing/unknown-effect", { detail })];
}

function declined(context: BackfillContext, answer: Answer): ExitCode {
  context.view.note(
    answer === "no"
      ? "Declined. Nothing was changed."
      : "Nothing was changed: there is no terminal to ask on. Add --yes to start it without a question.",
  );
  return EXIT.declined;
}

function tell(context: BackfillContext, problems: readonly Diagnostic[], exit: ExitCode): ExitCode {
  context.view.diagnostics(problems, new Map());
  return exit;
}

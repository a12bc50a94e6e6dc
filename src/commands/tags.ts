/** `strata tags`: the keys of `costAllocationTags`, and how far each is on its way into the figures. Reads only. */
import { BILLING_CLOCK_MS, unreadWarnings } from "../core/billing.ts";
import { newestFirst, tagRows } from "../core/tag-clocks.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type AskedBackfills, askBillingHistory } from "../engine/ask-billing.ts";
import { renderTagsJson } from "../render/tags-json.ts";
import { renderTagsTable, type TagsReport } from "../render/tags-table-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig } from "./look.ts";

export interface TagsOptions {
  /** Every user-defined key that billing knows, not only those of the file. */
  readonly all: boolean;
}

/** Billing that does not answer is a warning, and never an exit code (DESIGN section 7). */
export async function tagsCommand(context: CommandContext, { all }: TagsOptions): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, diagnostics, sources } = loaded.value;
  const declared = desired.costAllocationTags;
  if (declared.length === 0 && !all) {
    context.view.result(show(context, { account: null, rows: [], isRead: true, backfills: [] }));
    context.view.diagnostics(diagnostics, sources);
    return EXIT.done;
  }
  const ports = await context.readPorts(homeRegionOf(desired));
  const asked = await askBillingHistory(desired, ports, all ? null : declared);
  const { read } = asked;
  const isRead = read.status === "read";
  const backfills = asked.backfills?.ok === true ? newestFirst(asked.backfills.value) : null;
  const rows = tagRows({
    declared,
    tags: isRead ? read.tags : [],
    backfills: backfills ?? [],
    dayAgo: context.clock.now(-BILLING_CLOCK_MS),
  });
  context.view.result(show(context, { account: read.account, rows, isRead, backfills }));
  context.view.diagnostics([...diagnostics, ...warningsOf(declared, asked)], sources);
  return EXIT.done;
}

function warningsOf(declared: readonly string[], { read, backfills }: AskedBackfills): Diagnostic[] {
  if (read.status === "unread") return unreadWarnings(declared.length === 0 ? ["every key"] : declared, read);
  if (backfills === null || backfills.ok) return [];
  const { operation, message } = backfills.fault;
  return [
    diagnostic("billing/not-checked", { detail: `The backfills are not known. AWS said: ${operation}: ${message}` }),
  ];
}

function show(context: CommandContext, report: TagsReport): string {
  return context.format === "json" ? renderTagsJson(report) : renderTagsTable(report, context.style);
}

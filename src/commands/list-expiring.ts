/** `strata list --expiring`: live profiles on models that end, or with `--system` what to copy no more. */
import { addDays } from "../core/calendar.ts";
import { daysAhead } from "../core/days-ahead.ts";
import {
  compareSystemDeadlines,
  type DeadlineRow,
  deadlineRows,
  type Horizon,
  type ProfileAmounts,
  systemDeadlines,
} from "../core/deadlines.ts";
import { toUnreadRows } from "../core/listing.ts";
import { dayOf } from "../core/moment.ts";
import { nameFilter } from "../core/scope.ts";
import type { CostPorts } from "../engine/ports/costs.ts";
import type { ReadPorts } from "../engine/ports.ts";
import { renderDeadlineListJson, renderSystemDeadlinesJson } from "../render/deadline-list-json.ts";
import { renderDeadlineList, renderSystemDeadlines } from "../render/deadline-list-text.ts";
import type { CommandContext, Connect } from "./context.ts";
import type { CostsContext } from "./costs.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readSystem, tellUnreadRegions } from "./list.ts";
import { type AskedAmounts, askAmounts } from "./list-money.ts";
import { lookThrough } from "./look.ts";

export interface ExpiringOptions {
  /** `90d`, `12w` or `3m`. */
  readonly expiring: string;
  /** Only profiles that no stack manages. */
  readonly unmanaged: boolean;
  /** Asks Cost Explorer what they cost in the last full month. */
  readonly money: boolean;
}

export async function listExpiringCommand(
  context: CostsContext,
  { expiring, unmanaged, money }: ExpiringOptions,
): Promise<ExitCode> {
  const connect: Connect<ReadPorts | CostPorts> = money ? context.costPorts : context.readPorts;
  const seen = await lookThrough(context, connect, "not-foreign");
  if (!seen.ok) return seen.exit;
  const { desired, observation, readDiagnostics, sources, ports } = seen.value;
  const horizon = horizonOf(context, expiring);
  const isInScope = nameFilter(context.scope);
  const rowsWith = (amounts: ProfileAmounts | null): DeadlineRow[] =>
    deadlineRows(desired, observation, horizon, amounts).filter(
      ({ name, ownership }) => isInScope(name) && (!unmanaged || ownership === "unmanaged"),
    );
  const { amounts, warnings } =
    "costs" in ports ? await askAmounts(context, { desired, observation, ports }, rowsWith(null)) : NOT_ASKED;
  const rows = rowsWith(amounts);
  const unknown = observation.targets.filter((observed) =>
    observed.status === "read" ? observed.catalogue.foundation === null : observed.status !== "pending",
  ).length;
  const listing = { ...aheadOf(horizon), rows, unread: toUnreadRows(observation), unknown, amounts };
  const isJson = context.format === "json";
  context.view.result(isJson ? renderDeadlineListJson(listing) : renderDeadlineList(listing, context.style));
  context.view.diagnostics([...readDiagnostics, ...warnings], sources);
  return unknown === 0 ? EXIT.done : EXIT.unreadable;
}

const NOT_ASKED: AskedAmounts = { amounts: null, warnings: [] };

function horizonOf({ clock }: CommandContext, expiring: string): Horizon {
  const now = clock.now();
  return { days: daysAhead(expiring, dayOf(now)), now };
}

function aheadOf({ days, now }: Horizon) {
  return { days, until: addDays(dayOf(now), days) };
}

/** System profiles of ending models, by region; the lives of models are those that the same region tells. */
export async function listExpiringSystemCommand(context: CommandContext, expiring: string): Promise<ExitCode> {
  const read = await readSystem(context, ["system", "foundation"]);
  if (!read.ok) return read.exit;
  const horizon = horizonOf(context, expiring);
  const rows = read.value.regions
    .flatMap(({ region, system, foundation }) =>
      systemDeadlines(
        [...(system?.values() ?? [])].map((source) => ({ region, source })),
        foundation ?? new Map(),
        horizon,
      ),
    )
    .sort(compareSystemDeadlines);
  const ahead = aheadOf(horizon);
  const isJson = context.format === "json";
  const unknown = new Set(read.value.faults.map(({ target }) => target.region)).size;
  context.view.result(
    isJson ? renderSystemDeadlinesJson(rows, ahead) : renderSystemDeadlines(rows, ahead, context.style, unknown),
  );
  return tellUnreadRegions(context, read.value);
}

/** `strata list`: live profiles, ours, unmanaged and foreign; `--system` the base ones. */
import { desiredTargets } from "../core/desired.ts";
import { toListing, toSystemRows } from "../core/listing.ts";
import type { ObservedTarget } from "../core/observation.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { renderListJson, renderSystemListJson } from "../render/list-json.ts";
import { renderListText } from "../render/list-text.ts";
import { renderSystemListText } from "../render/system-list-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig, lookAround } from "./make-plan.ts";

export interface ListOptions {
  /** Only profiles that no stack manages. */
  readonly unmanaged: boolean;
}

export async function listCommand(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const seen = await lookAround(context);
  if (!seen.ok) return seen.exit;
  const { desired, observation, readDiagnostics, sources } = seen.value;
  const all = toListing(desired, observation);
  const listing = { ...all, rows: all.rows.filter((row) => !options.unmanaged || row.ownership === "unmanaged") };
  context.view.result(context.format === "json" ? renderListJson(listing) : renderListText(listing, context.style));
  context.view.diagnostics(readDiagnostics, sources);
  return observation.targets.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done;
}

/** System profiles, one row per region and id. */
export async function listSystemCommand(context: CommandContext): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, sources } = loaded.value;
  const ports = await context.readPorts(homeRegionOf(desired));
  const read = await Promise.all(
    desiredTargets(desired).map(async (target) => ({
      target,
      answer: await ports.reader(target).readCatalogue("system"),
    })),
  );
  const targets = read.map(
    ({ target, answer }): ObservedTarget =>
      answer.ok
        ? { target, status: "read", live: [], catalogue: { system: answer.value } }
        : { target, status: "unreadable", fault: answer.fault },
  );
  const rows = toSystemRows({ targets });
  context.view.result(
    context.format === "json" ? renderSystemListJson(rows) : renderSystemListText(rows, context.style),
  );
  const faults = read.flatMap(({ target, answer }) => (answer.ok ? [] : [{ target, fault: answer.fault }]));
  context.view.diagnostics(
    faults.map(({ target, fault }) =>
      diagnostic("aws/target-unreadable", { detail: `${fault.operation}: ${fault.message}`, target }),
    ),
    sources,
  );
  return faults.length > 0 ? EXIT.unreadable : EXIT.done;
}

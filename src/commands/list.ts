/** `strata list`: live profiles, ours, unmanaged and foreign; `--system` the base ones. */
import { desiredTargets } from "../core/desired.ts";
import { toRows, toUnreadRows } from "../core/listing.ts";
import { targetId } from "../core/profile.ts";
import { nameFilter } from "../core/scope.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { renderListJson, renderSystemListJson } from "../render/list-json.ts";
import { renderListText } from "../render/list-text.ts";
import { renderSystemListText } from "../render/system-list-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig, lookAround } from "./look.ts";

export interface ListOptions {
  /** Only profiles that no stack manages. */
  readonly unmanaged: boolean;
}

export async function listCommand(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const seen = await lookAround(context);
  if (!seen.ok) return seen.exit;
  const { desired, observation, readDiagnostics, sources } = seen.value;
  const isInScope = nameFilter(context.scope);
  const rows = toRows(desired, observation).filter(
    (row) => isInScope(row.name) && (!options.unmanaged || row.ownership === "unmanaged"),
  );
  const unread = toUnreadRows(observation);
  const nothing = options.unmanaged ? "No unmanaged profiles." : undefined;
  context.view.result(
    context.format === "json" ? renderListJson(rows, unread) : renderListText(rows, context.style, unread, nothing),
  );
  context.view.diagnostics(readDiagnostics, sources);
  return observation.targets.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done;
}

/** System profiles, one row per region and id. */
export async function listSystemCommand(context: CommandContext): Promise<ExitCode> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded.exit;
  const { desired, sources } = loaded.value;
  const ports = await context.readPorts(homeRegionOf(desired));
  const oneByRegion = new Map(desiredTargets(desired).map((target) => [target.region, target]));
  const read = await Promise.all(
    [...oneByRegion.values()].map(async (target) => ({
      target,
      answer: await ports.reader(target).readCatalogue("system"),
    })),
  );
  const rows = read.flatMap(({ target, answer }) =>
    answer.ok ? [...answer.value.values()].map((source) => ({ region: target.region, source })) : [],
  );
  const faults = read.flatMap(({ target, answer }) => (answer.ok ? [] : [{ target, fault: answer.fault }]));
  const render = context.format === "json" ? renderSystemListJson(rows) : renderSystemListText(rows, context.style);
  context.view.result(render);
  context.view.diagnostics(
    faults.map(({ target, fault }) =>
      diagnostic("aws/target-unreadable", {
        detail: `${fault.operation} in ${targetId(target)}: ${fault.message}`,
        target,
      }),
    ),
    sources,
  );
  return faults.length > 0 ? EXIT.unreadable : EXIT.done;
}

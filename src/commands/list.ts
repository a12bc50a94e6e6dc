/** `strata list`: live profiles, ours, unmanaged and foreign; `--system` the base ones. */
import type { Catalogue, CatalogueHalf } from "../core/catalogue.ts";
import { desiredTargets } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import { toRows, toUnreadRows } from "../core/listing.ts";
import { type Target, targetId } from "../core/profile.ts";
import { nameFilter } from "../core/scope.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { renderListJson, renderSystemListJson } from "../render/list-json.ts";
import { renderListText } from "../render/list-text.ts";
import { renderSystemListText } from "../render/system-list-text.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { homeRegionOf, loadConfig, lookAround, type OrExit } from "./look.ts";

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
  const read = await readSystem(context, ["system"]);
  if (!read.ok) return read.exit;
  const rows = read.value.regions.flatMap(({ region, system }) =>
    [...(system?.values() ?? [])].map((source) => ({ region, source })),
  );
  const render = context.format === "json" ? renderSystemListJson(rows) : renderSystemListText(rows, context.style);
  context.view.result(render);
  return tellUnreadRegions(context, read.value);
}

/** What regions offer; a half that could not be read is missing, with the fault in `faults`. */
export interface SystemRead {
  readonly regions: readonly ({ readonly region: string } & Catalogue)[];
  readonly faults: readonly { readonly target: Target; readonly fault: Fault }[];
  readonly sources: Sources;
}

/** Once per region, in the first account that has it: what is offered does not differ between accounts. */
export async function readSystem(
  context: CommandContext,
  halves: readonly CatalogueHalf[],
): Promise<OrExit<SystemRead>> {
  const loaded = await loadConfig(context);
  if (!loaded.ok) return loaded;
  const { desired, sources } = loaded.value;
  const ports = await context.readPorts(homeRegionOf(desired));
  const oneByRegion = new Map(desiredTargets(desired).map((target) => [target.region, target]));
  const read = await Promise.all(
    [...oneByRegion.values()].map(async (target) => {
      const reader = ports.reader(target);
      const answers = await Promise.all(halves.map(async (half) => [half, await reader.readCatalogue(half)] as const));
      const found = answers.flatMap(([half, answer]) => (answer.ok ? [[half, answer.value] as const] : []));
      const faults = answers.flatMap(([, answer]) => (answer.ok ? [] : [{ target, fault: answer.fault }]));
      return { region: { region: target.region, ...Object.fromEntries(found) }, faults };
    }),
  );
  const regions = read.map(({ region }) => region);
  return { ok: true, value: { regions, faults: read.flatMap(({ faults }) => faults), sources } };
}

export function tellUnreadRegions({ view }: CommandContext, { faults, sources }: SystemRead): ExitCode {
  view.diagnostics(
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

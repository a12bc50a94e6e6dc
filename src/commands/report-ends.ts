/** Which models end, for a report that people read. Frozen figures (JSON, CSV) are of the month, and know nothing of it. */
import { namedTargets } from "../core/desired.ts";
import { planDeadlines } from "../core/plan-deadlines.ts";
import { ALL_NAMES } from "../core/scope.ts";
import { observe } from "../engine/observe.ts";
import type { ReadPorts } from "../engine/ports.ts";
import { type EndsTold, toldEnds } from "../render/deadline-words.ts";
import type { CommandContext } from "./context.ts";
import { type Loaded, tellReading } from "./look.ts";

/** Null where all targets were read, and no model ends. What cannot be read costs the report nothing else. */
export async function readEnds(
  context: CommandContext,
  { desired }: Loaded,
  ports: ReadPorts,
): Promise<EndsTold | null> {
  const now = context.clock.now();
  const seen = await observe(desired, ports, { now, exact: false, lifecycles: "ours", ...tellReading(context.view) });
  if (!seen.ok) return toldEnds(undefined, namedTargets(desired).length);
  const { desired: bound, observation } = seen.value;
  const unread = observation.targets.filter((one) =>
    one.status === "read" ? one.catalogue.foundation === null : one.status === "unreadable",
  );
  return toldEnds(planDeadlines(bound, observation, ALL_NAMES, now), unread.length);
}

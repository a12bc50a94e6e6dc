/** Asks every target how its profiles are used, for `usage`. Reads only. */
import type { Fault } from "../core/fault.ts";
import { groupBy } from "../core/group-by.ts";
import type { ProfileRow, UnreadRow } from "../core/listing.ts";
import { compareTargets, targetId } from "../core/profile.ts";
import { type ReportTime, SPANS, type Span, toUseRow, USE_METRICS, type UseRow } from "../core/use-report.ts";
import { eachTarget } from "./each-target.ts";
import type { Clock, ReadPorts } from "./ports.ts";

/** From the period in which the span begins to the minute that is not over yet; periods begin on whole ones in UTC. */
export function timeOf(span: Span, clock: Pick<Clock, "now">): ReportTime {
  const { hours, periodSeconds } = SPANS[span];
  const period = periodSeconds * 1000;
  const now = Date.parse(clock.now());
  const first = Math.floor((now - hours * 3_600_000) / period) * period;
  const count = Math.floor((now - first) / period) + 1;
  return {
    since: momentOf(first),
    until: momentOf(Math.floor(now / 60_000) * 60_000 + 60_000),
    periodSeconds,
    periods: Array.from({ length: count }, (_, index) => momentOf(first + index * period)),
  };
}

function momentOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export interface ReadUse {
  readonly rows: readonly UseRow[];
  /** Targets whose use could not be read: silence must not be taken for it. */
  readonly unread: readonly (UnreadRow & { readonly fault: Fault })[];
}

/** One question a target, all at once; a target without a profile is not asked. */
export async function readUse(
  profiles: readonly ProfileRow[],
  ports: Pick<ReadPorts, "usage">,
  time: ReportTime,
): Promise<ReadUse> {
  const byTarget = groupBy(profiles, targetId);
  const answers = await eachTarget([...byTarget.values()], async (mine) => {
    const [{ account, region, accountName }] = mine as [ProfileRow, ...ProfileRow[]];
    const ids = mine.map(({ id }) => id);
    const answer = await ports.usage({ account, region }).readUse(ids, USE_METRICS, time);
    if (!answer.ok) return { rows: [], unread: [{ account, region, accountName, fault: answer.fault }] };
    return { rows: mine.map((row) => toUseRow(row, answer.value.get(row.id) ?? new Map(), time)), unread: [] };
  });
  const unread = answers.flatMap((one) => one.unread).map((one) => ({ ...one, status: "unreadable" as const }));
  return { rows: answers.flatMap((one) => one.rows), unread: unread.sort(compareTargets) };
}

/** Asks every target which models were called, by which ids, and how much. Reads only. */

import type { NamedTarget } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import { groupBy } from "../core/group-by.ts";
import type { LeakTime, UsedModel } from "../core/leaks.ts";
import type { ProfileRow, UnreadRow } from "../core/listing.ts";
import { MODEL_METRICS, sumBetween } from "../core/model-use.ts";
import { compareTargets, type Target, targetId } from "../core/profile.ts";
import { eachTarget } from "./each-target.ts";
import type { Clock, ReadPorts } from "./ports.ts";

/** CloudWatch lists what was called within so long, and forgets the names of everything else (AWS.md section 7). */
export const LISTED_DAYS = 14;

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/**
 * From so many days ago, rounded down to the hour, to the minute that is not over yet; and the span before, where all of it
 * is so young that CloudWatch still lists what was called in it.
 */
export function leakTime(days: number, clock: Pick<Clock, "now">): LeakTime {
  const now = Date.parse(clock.now());
  const first = Math.floor(now / HOUR_MS - days * DAY_HOURS) * HOUR_MS;
  const before = first - days * DAY_HOURS * HOUR_MS;
  return {
    days,
    since: momentOf(first),
    until: momentOf(Math.floor(now / 60_000) * 60_000 + 60_000),
    beforeSince: 2 * days > LISTED_DAYS ? null : momentOf(before),
  };
}

function momentOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export interface ReadModelUse {
  readonly used: readonly UsedModel[];
  /** Targets whose use could not be read. */
  readonly unread: readonly (UnreadRow & { readonly fault: Fault })[];
}

/** One listing and one question a target, all at once. `profiles` may have been called too lately to be listed. */
export async function readModelUse(
  targets: readonly NamedTarget[],
  profiles: readonly ProfileRow[],
  ports: Pick<ReadPorts, "usage">,
  time: LeakTime,
): Promise<ReadModelUse> {
  const known = groupBy(profiles, targetId, ({ id }) => id);
  const answers = await eachTarget(targets, ({ target, accountName = null }) =>
    readTarget({ ...target, accountName }, known.get(targetId(target)) ?? [], ports, time),
  );
  const unread = answers.flatMap((one) => one.unread).sort(compareTargets);
  return { used: answers.flatMap((one) => one.used), unread };
}

async function readTarget(
  place: Target & { readonly accountName: string | null },
  profileIds: readonly string[],
  ports: Pick<ReadPorts, "usage">,
  { since, until, beforeSince }: LeakTime,
): Promise<ReadModelUse> {
  const reader = ports.usage({ account: place.account, region: place.region });
  const unreadable = (fault: Fault): ReadModelUse => ({
    used: [],
    unread: [{ ...place, status: "unreadable", fault }],
  });
  const listed = await reader.modelIds();
  if (!listed.ok) return unreadable(listed.fault);
  const ids = [...new Set([...listed.value, ...profileIds])];
  if (ids.length === 0) return { used: [], unread: [] };
  const window = { since: beforeSince ?? since, until, periodSeconds: 3_600 };
  const answer = await reader.readUse(ids, MODEL_METRICS, window);
  if (!answer.ok) return unreadable(answer.fault);
  const used = ids.map((modelId): UsedModel => {
    const series = answer.value.get(modelId) ?? new Map();
    const before = beforeSince === null ? null : sumBetween(series, beforeSince, since);
    return { ...place, modelId, now: sumBetween(series, since), before };
  });
  return { used, unread: [] };
}

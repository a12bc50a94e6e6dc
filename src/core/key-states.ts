/** What billing says of the tag keys that costs are asked by. It is read on each run: figures that are kept belong to it. */
import { type CostTag, isActive } from "./billing.ts";
import type { Day } from "./calendar.ts";
import type { Answer } from "./fault.ts";
import { dayOf, type Moment } from "./moment.ts";
import { compareText } from "./profile.ts";
import { type CostTagStatus, costTagStatus, type SpendGrouping } from "./spend-query.ts";
import { type Backfill, newestFirst } from "./tag-clocks.ts";

export interface KeyStates {
  readonly tags: Answer<readonly CostTag[]>;
  /** Null where none could change anything within the period, so that nobody asked. */
  readonly backfills: Answer<readonly Backfill[]> | null;
}

/** Of a key that stood as it does before the period began, a backfill writes what is there already. */
export function mayBeBackfilled(tag: CostTag, start: Day): boolean {
  return tag.updatedAt === null ? isActive(tag) : dayOf(tag.updatedAt) > start;
}

const UNKNOWN: CostTagStatus = { status: "unknown", since: null, countsFrom: null };

/** How each key stands. */
export function statusesOf({ tags, backfills }: KeyStates): (key: string) => CostTagStatus {
  if (!tags.ok) return () => UNKNOWN;
  const written = backfills?.ok === true ? backfills.value : [];
  return (key) =>
    costTagStatus(
      tags.value.find((tag) => tag.key === key),
      written,
    );
}

/** The states of the keys that groupings name, as a value that is another one once figures by them may be. */
export function statesOf({ tags, backfills }: KeyStates, groupings: readonly SpendGrouping[]) {
  const keys = groupedKeys(groupings);
  if (keys.length === 0) return { tags: [], backfills: [] };
  return {
    tags: tags.ok
      ? tags.value
          .filter(({ key }) => keys.includes(key))
          .map(({ key, status, updatedAt }) => ({ key, status, updatedAt }))
          .sort((a, b) => compareText(a.key, b.key))
      : null,
    backfills: backfills?.ok === false ? null : newestFirst(backfills?.value ?? []),
  };
}

/**
 * `unread`: a change would not be noticed; `moving`: Cost Explorer shows a change of the last day, or a backfill in work,
 * at a moment that nobody knows.
 */
export function keyStability(
  { tags, backfills }: KeyStates,
  groupings: readonly SpendGrouping[],
  dayAgo: Moment,
): "settled" | "moving" | "unread" {
  const keys = groupedKeys(groupings);
  if (keys.length === 0) return "settled";
  if (!tags.ok || backfills?.ok === false) return "unread";
  const isYoung = (moment: Moment | null): boolean => moment !== null && moment > dayAgo;
  const isMoving =
    tags.value.some(({ key, updatedAt }) => keys.includes(key) && isYoung(updatedAt)) ||
    (backfills?.value ?? []).some(({ status, completedAt }) => status === "PROCESSING" || isYoung(completedAt));
  return isMoving ? "moving" : "settled";
}

function groupedKeys(groupings: readonly SpendGrouping[]): string[] {
  return groupings.flatMap(({ groups, tag }) => [
    ...groups.flatMap(({ type, key }) => (type === "tag" ? [key] : [])),
    ...(tag === undefined ? [] : [tag.key]),
  ]);
}

/** The three clocks of a cost allocation tag, as `strata tags` tells them (docs/billing.md). Values only. */
import { type CostTag, isActive } from "./billing.ts";
import type { Moment } from "./moment.ts";
import { compareText } from "./profile.ts";

/** A backfill: the status that all keys had when it was asked for, written back to its beginning. */
export interface Backfill {
  /** The first of a month. */
  readonly from: Moment;
  readonly requestedAt: Moment | null;
  /** `PROCESSING`, `SUCCEEDED` or `FAILED`. */
  readonly status: string;
  readonly completedAt: Moment | null;
}

/** How far a key is on its way into the figures. */
export interface Clocks {
  /** Billing has seen the key on a call that was billed: up to 24 h after it. */
  readonly seen: "waiting" | "passed";
  /** An active key shows in Cost Explorer up to 24 h after its activation. */
  readonly shown: "inactive" | "pending" | "passed";
  /** Costs carry the key's values from then on: its activation, or the beginning of a backfill since. */
  readonly countsFrom: Moment | null;
  /** A backfill that reaches further back is in work. */
  readonly isBackfilling: boolean;
}

export interface TagRow extends Clocks {
  readonly key: string;
  /** The file names it. */
  readonly isDeclared: boolean;
  /** Null where billing does not know the key. */
  readonly status: string | null;
  readonly updatedAt: Moment | null;
  readonly usedAt: Moment | null;
}

export interface ClockInput {
  readonly declared: readonly string[];
  readonly tags: readonly CostTag[];
  readonly backfills: readonly Backfill[];
  /** 24 hours before now. */
  readonly dayAgo: Moment;
}

/** A row of each declared key, in the file's order; then of each other key that billing knows. */
export function tagRows({ declared, tags, backfills, dayAgo }: ClockInput): TagRow[] {
  const known = new Map(tags.map((tag) => [tag.key, tag]));
  const others = tags.map(({ key }) => key).filter((key) => !declared.includes(key));
  const toRow = (key: string, isDeclared: boolean): TagRow => {
    const tag = known.get(key);
    return {
      key,
      isDeclared,
      status: tag?.status ?? null,
      updatedAt: tag?.updatedAt ?? null,
      usedAt: tag?.usedAt ?? null,
      ...clocksOf(tag, backfills, dayAgo),
    };
  };
  return [...declared.map((key) => toRow(key, true)), ...others.sort(compareText).map((key) => toRow(key, false))];
}

function clocksOf(tag: CostTag | undefined, backfills: readonly Backfill[], dayAgo: Moment): Clocks {
  if (tag === undefined) return { seen: "waiting", shown: "inactive", countsFrom: null, isBackfilling: false };
  if (!isActive(tag)) return { seen: "passed", shown: "inactive", countsFrom: null, isBackfilling: false };
  const { updatedAt } = tag;
  return {
    seen: "passed",
    shown: updatedAt !== null && updatedAt > dayAgo ? "pending" : "passed",
    countsFrom: countsFromOf(tag, backfills),
    isBackfilling: backfillsSince(tag, backfills).some(({ status }) => status === "PROCESSING"),
  };
}

/** From when on costs carry the values of an active key: its activation, or the beginning of a backfill since. */
export function countsFromOf(tag: CostTag, backfills: readonly Backfill[]): Moment | null {
  const { updatedAt } = tag;
  const done = backfillsSince(tag, backfills).filter(({ status }) => status === "SUCCEEDED");
  const [first = null] = [...done.map(({ from }) => from), ...(updatedAt === null ? [] : [updatedAt])].sort(
    compareText,
  );
  return first;
}

/** Those that wrote the key's present status. */
function backfillsSince({ updatedAt }: CostTag, backfills: readonly Backfill[]): Backfill[] {
  return backfills.filter(({ requestedAt }) => (requestedAt ?? "") >= (updatedAt ?? ""));
}

/** The newest first; AWS says nothing about their order. */
export function newestFirst(backfills: readonly Backfill[]): Backfill[] {
  return [...backfills].sort((a, b) => compareText(b.requestedAt ?? "", a.requestedAt ?? ""));
}

/** Months from the first to the second, as `2026-08`; negative where the second is earlier. */
function monthsBetween(first: string, second: string): number {
  const count = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(second) - count(first);
}

/** Months that a backfill may reach back (documented). */
const REACH = 12;

/** What is wrong with a backfill from this month (`2026-08`); null where AWS would take it. */
export function backfillMonthProblem(month: string, now: Moment): string | null {
  const back = monthsBetween(month, now);
  if (back < 0) return `${month} is still to come.`;
  if (back > REACH) return `${month} is ${back} months ago, and a backfill reaches back at most ${REACH}.`;
  return null;
}

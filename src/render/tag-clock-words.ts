/** What each of the three clocks of a cost allocation tag says, in a sentence. */
import type { Moment } from "../core/moment.ts";
import type { TagRow } from "../core/tag-clocks.ts";

export interface ClockWords {
  readonly seen: string;
  readonly shown: string;
  readonly back: string;
}

export function clockWords(row: TagRow): ClockWords {
  return { seen: seenWords(row), shown: shownWords(row), back: backWords(row) };
}

function seenWords({ seen, usedAt }: TagRow): string {
  if (seen === "waiting") {
    return "Not known to billing: it learns a key up to 24 h after the first call through a profile that carries it is billed.";
  }
  return usedAt === null ? "Known to billing." : `Known to billing; last used in ${usedAt.slice(0, 7)}.`;
}

function shownWords({ seen, shown, updatedAt, status }: TagRow): string {
  const since = updatedAt === null ? "" : ` since ${minuteOf(updatedAt)}`;
  switch (shown) {
    case "inactive":
      if (seen === "waiting") return "Not active: strata apply activates it once billing knows it.";
      return `${status ?? "Inactive"}${since}: strata apply activates it; then it takes up to 24 h to show.`;
    case "pending":
      return `Active${since}: it takes up to 24 h from then to show in Cost Explorer.`;
    case "passed":
      return `Active${since}, and in Cost Explorer.`;
  }
}

function backWords({ shown, countsFrom, isBackfilling, updatedAt }: TagRow): string {
  if (shown === "inactive") return "No costs carry its values.";
  const running = isBackfilling ? " A backfill is in work." : "";
  if (countsFrom === null) return `From when on costs carry its values AWS does not tell.${running}`;
  if (countsFrom !== updatedAt) return `Backfilled: costs carry its values from ${dayText(countsFrom)} on.${running}`;
  return `Costs carry its values from ${dayText(countsFrom)} on, not before.${running || " strata tags backfill reaches back."}`;
}

/** `2026-11-23 09:00 UTC`. */
export function minuteOf(moment: Moment): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
}

function dayText(moment: Moment): string {
  return moment.slice(0, 10);
}

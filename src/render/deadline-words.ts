/** Words about models that end, for every format and command. */
import { addDays } from "../core/calendar.ts";
import type { EndingModel } from "../core/deadlines.ts";
import type { PlanDeadlines } from "../core/plan-deadlines.ts";
import { countOf } from "./plan-words.ts";

/** What to run to see them. */
function listCommand(days: number): string {
  return `strata list --expiring ${days}d`;
}

/** `2 profiles are on models that end by 2027-02-21`; null where none is. */
export function deadlineSentence({ days, until, profiles }: PlanDeadlines): string | null {
  const today = addDays(until, -days);
  const count = (isMeant: (end: string | null) => boolean): number =>
    new Set(profiles.filter(({ endOfLife }) => isMeant(endOfLife)).map(({ arn }) => arn)).size;
  const told = count((end) => end !== null);
  const ended = count((end) => end !== null && end <= today);
  const untold = count((end) => end === null);
  const over = ended === 0 ? "" : ended === told ? ", over by now" : `, ${ended} of them over by now`;
  const pieces = [
    ...(told === 0
      ? []
      : [`${countOf(told, "profile is on a model that ends", "profiles are on models that end")} by ${until}${over}`]),
    ...(untold === 0
      ? []
      : [
          `${countOf(untold, "profile is on a legacy model whose end is", "profiles are on legacy models whose end is")} not told`,
        ]),
  ];
  return pieces.length === 0 ? null : pieces.join("; ");
}

/** The same with the command that shows them. */
export function deadlineHint(deadlines: PlanDeadlines | undefined): { text: string; command: string } | null {
  const text = deadlines === undefined ? null : deadlineSentence(deadlines);
  return deadlines === undefined || text === null ? null : { text, command: listCommand(deadlines.days) };
}

/** What a report tells of models that end. */
export interface EndsTold {
  readonly text: string;
  /** What to run to see them, or to see why nobody knows. */
  readonly command: string;
}

/** Null where there is nothing to tell; `unread`: targets whose models nobody could read about. */
export function toldEnds(deadlines: PlanDeadlines | undefined, unread: number): EndsTold | null {
  const hint = deadlineHint(deadlines);
  const missing = countOf(unread, "target", "targets");
  if (hint === null) return unread === 0 ? null : { text: unreadEnds(missing), command: "strata doctor" };
  return unread === 0 ? hint : { ...hint, text: `${hint.text} (not read in ${missing})` };
}

/** Nothing is known of the models there, which is not the same as nothing that ends. */
export function unreadEnds(places: string): string {
  return `Which models end could not be read in ${places}`;
}

export function endWord({ endOfLife }: EndingModel): string {
  return endOfLife ?? "not told";
}

/** `38 d`; `over` from the first day on which calls fail. */
export function leftWord({ daysLeft }: EndingModel): string {
  if (daysLeft === null) return "";
  return daysLeft <= 0 ? "over" : `${daysLeft} d`;
}

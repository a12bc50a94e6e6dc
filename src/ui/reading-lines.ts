/** One line per target while it is read. */

import { countOf } from "../render/plan-words.ts";
import { displayWidth, fitToWidth, padToWidth } from "../render/terminal-text.ts";
import { BLANK, type Line, leftAndRight, line, span, type Tone } from "../render/text-layout.ts";
import type { Room } from "./progress-room.ts";
import type { ReadingState, TargetRead } from "./progress-state.ts";
import { clockText, tenthsText } from "./progress-words.ts";

/** From so many rows on, the first is blank: keys that are typed ahead show where the frame begins. */
const ROWS_WITH_MARGIN = 4;

export function readingLines(state: ReadingState, now: number, { width, rows }: Room): Line[] {
  if (rows < ROWS_WITH_MARGIN) return targetLines(state, now, { width, rows });
  return [BLANK, ...targetLines(state, now, { width, rows: rows - 1 })];
}

function targetLines(state: ReadingState, now: number, { width, rows }: Room): Line[] {
  const { targets, since } = state;
  const left = targets.filter(({ status }) => status === "queued" || status === "reading").length;
  const many = countOf(targets.length, "target", "targets");
  // Some decisions need another look at single profiles, their use or the catalogue.
  const title = left > 0 ? `Reading ${many}` : `Read ${many}, looking closer`;
  const style = { width, color: false };
  const head = leftAndRight(line(title, "strong"), span(clockText(now - since), "dim"), style) ?? line(title, "strong");
  const shown = shownTargets(targets, rows - 1);
  const placeWidth = Math.min(Math.max(...targets.map(({ place }) => displayWidth(span(place).text)), 0), width >> 1);
  const body = shown.map((target): Line => {
    const place = padToWidth(fitToWidth(span(target.place).text, placeWidth), placeWidth);
    const { text, tone } = statusOf(target, now);
    return [span(`  ${place}  `), span(fitToWidth(text, Math.max(0, width - placeWidth - 4)), tone)];
  });
  const hidden = targets.filter((target) => !shown.includes(target));
  return [head, ...body, ...(hidden.length === 0 || rows < 2 ? [] : [line(`  ${hiddenText(hidden)}`, "dim")])];
}

const URGENCY: Readonly<Record<TargetRead["status"], number>> = {
  unreadable: 0,
  reading: 1,
  queued: 2,
  read: 3,
  pending: 4,
};

/** In the file's order; where not all fit, those that one waits for rather than those that are done. */
function shownTargets(targets: readonly TargetRead[], rows: number): readonly TargetRead[] {
  if (targets.length <= rows) return targets;
  const urgent = targets.toSorted((a, b) => URGENCY[a.status] - URGENCY[b.status]).slice(0, Math.max(0, rows - 1));
  return targets.filter((target) => urgent.includes(target));
}

function statusOf({ status, begunAt, profiles, fault }: TargetRead, now: number): { text: string; tone: Tone } {
  switch (status) {
    case "queued":
      return { text: "waits", tone: "dim" };
    case "reading":
      return { text: `reading  ${tenthsText(now - (begunAt ?? now))}`, tone: "plain" };
    case "read":
      return { text: `read ${countOf(profiles, "profile", "profiles")}`, tone: "good" };
    case "unreadable":
      return { text: `unreadable  ${fault?.code ?? fault?.kind ?? ""}`.trimEnd(), tone: "ends" };
    case "pending":
      return { text: "pending, left out", tone: "dim" };
  }
}

function hiddenText(hidden: readonly TargetRead[]): string {
  const count = (status: TargetRead["status"]): number => hidden.filter((one) => one.status === status).length;
  const words = [
    [count("read"), "read"],
    [count("reading"), "being read"],
    [count("queued"), "waiting"],
    [count("unreadable"), "unreadable"],
    [count("pending"), "pending"],
  ] as const;
  const told = words.flatMap(([many, word]) => (many === 0 ? [] : [`${many} ${word}`]));
  return `and ${countOf(hidden.length, "target", "targets")} more: ${told.join(", ")}`;
}

/** Is this what the page shows? Only what differs from run to run is set aside, each kind for a reason told here. */
import { diffArrays } from "diff";

const SET_ASIDE: readonly (readonly [RegExp, string])[] = [
  // Ids of profiles: creates run at the same time, so which of them draws first is open.
  [/(?<=application-inference-profile\/\n? *|\.\.\.\/)[a-z0-9]{12}\b/g, "<id>"],
  // Hashes of plans cover the ids of what they change.
  [/(?<=[Pp]lan hash )[0-9a-f]{12}|(?<=--expect )[0-9a-f]{12}/g, "<hash>"],
  // Latencies are measured.
  [/\b\d+(\.\d+)? m?s\b/g, "<time>"],
];

export const ELLIPSIS = "…";

export function normal(text: string): string {
  return SET_ASIDE.reduce((rest, [what, name]) => rest.replaceAll(what, name), text);
}

export function isShown(shown: string, printed: string): boolean {
  const parts = normal(shown)
    .split(/^ *…\n/m)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("(?:.*\\n)*")}$`).test(normal(printed));
}

/** What the page is to show instead: what was printed, left out again where the page left lines out. */
export function refreshed(shown: string, printed: string): string {
  const before = linesOf(normal(shown));
  const real = linesOf(printed);
  const out: string[] = [];
  let at = 0;
  let gone: string[] = [];
  const flush = (came: readonly string[]): void => {
    out.push(...leftOut(gone, came));
    gone = [];
  };
  for (const { value, added, removed } of diffArrays(before, linesOf(normal(printed)))) {
    if (removed) {
      gone = value;
      continue;
    }
    const lines = real.slice(at, at + value.length);
    at += value.length;
    if (!added) flush([]);
    if (added) flush(lines);
    else out.push(...lines);
  }
  flush([]);
  return out.map((line) => `${line}\n`).join("");
}

/** As many lines before and after the ellipsis as there were. */
function leftOut(gone: readonly string[], came: readonly string[]): readonly string[] {
  const place = gone.findIndex((line) => line.trim() === ELLIPSIS);
  const after = gone.length - 1 - gone.findLastIndex((line) => line.trim() === ELLIPSIS);
  if (place < 0 || came.length <= place + after) return came;
  return [...came.slice(0, place), ELLIPSIS, ...came.slice(came.length - after)];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** `token coverage 91 % (−3)`: the one line about it, wherever it stands. */
import type { TokenCoverage } from "../core/token-coverage.ts";
import { countOf } from "./plan-words.ts";

/** The brackets hold percentage points against the span before; without a word they are not known. */
export function coverageLine({ share, points, covered, all, days, unread }: TokenCoverage): string {
  const span = `in the last ${days === 1 ? "day" : `${days} days`}`;
  const gaps = unread === 0 ? "" : `, without ${countOf(unread, "target", "targets")} not read`;
  if (share === null) return `token coverage: no tokens ${span}${gaps}`;
  const change = points === null ? "" : ` (${pointsText(points)})`;
  return `token coverage ${percentText(covered, all)}${change} ${span}${gaps}`;
}

/** Whole percent; what rounds to nothing or to everything without being it says so. */
function percentText(covered: number, all: number): string {
  const percent = Math.round((covered / all) * 100);
  if (percent === 100 && covered < all) return ">99 %";
  return percent === 0 && covered > 0 ? "<1 %" : `${percent} %`;
}

function pointsText(points: number): string {
  return points === 0 ? "±0" : points < 0 ? `−${-points}` : `+${points}`;
}

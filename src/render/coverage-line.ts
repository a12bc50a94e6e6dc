/** `token coverage 91 % (−3)`: the one line about it, wherever it stands. */
import type { TokenCoverage } from "../core/token-coverage.ts";
import { countOf } from "./plan-words.ts";

/** The brackets hold percentage points against the span before; where these are not known, there are none. */
export function coverageLine(coverage: TokenCoverage): string {
  const { points, days, unread } = coverage;
  const span = `in the last ${days === 1 ? "day" : `${days} days`}`;
  const gaps = unread === 0 ? "" : `, without ${countOf(unread, "target", "targets")} not read`;
  const percent = coveragePercent(coverage);
  if (percent === null) return `token coverage: ${noTokens(coverage)} ${span}${gaps}`;
  const change = points === null ? "" : ` (${pointsText(points)})`;
  return `token coverage ${percent}${change} ${span}${gaps}`;
}

/** Instead of a share: nothing was counted, and that says little where not everything was read. */
export function noTokens({ unread }: TokenCoverage): string {
  return unread === 0 ? "no tokens" : "not known";
}

/** Whole percent, null without tokens; what rounds to nothing or to everything without being it says so. */
export function coveragePercent({ share, covered, all }: TokenCoverage): string | null {
  if (share === null) return null;
  const percent = Math.round((covered / all) * 100);
  if (percent === 100 && covered < all) return ">99 %";
  return percent === 0 && covered > 0 ? "<1 %" : `${percent} %`;
}

/** The change, for where there is room for words. */
export function pointsWords({ points, days }: TokenCoverage): string {
  if (points === null) return "";
  return `${pointsText(points)} points against the ${days === 1 ? "day" : `${days} days`} before`;
}

function pointsText(points: number): string {
  return points === 0 ? "±0" : points < 0 ? `−${-points}` : `+${points}`;
}

/** How much of all tokens went through tagged profiles of ours: one figure that can be watched. Values only. */
import type { Moment } from "./moment.ts";

export interface TokenCoverage {
  readonly since: Moment;
  readonly days: number;
  /** Tokens of every ModelId that was called. */
  readonly all: number;
  /** Of these, through a profile of ours that carries the tags. */
  readonly covered: number;
  /** 0 to 1, to four places; null where nothing was counted. */
  readonly share: number | null;
  /** Percentage points against the span before, of the same length; null where either has no share, or nobody can tell. */
  readonly points: number | null;
  /** Targets whose use is not in these figures. */
  readonly unread: number;
}

export interface TokenSum {
  readonly covered: number;
  readonly all: number;
}

export function tokenCoverage(
  now: TokenSum,
  before: TokenSum | null,
  rest: Pick<TokenCoverage, "since" | "days" | "unread">,
): TokenCoverage {
  const share = shareOf(now);
  const earlier = before === null ? null : shareOf(before);
  const { since, days, unread } = rest;
  return {
    since,
    days,
    all: now.all,
    covered: now.covered,
    share,
    points: share === null || earlier === null ? null : Math.round((share - earlier) * 100) + 0, // never -0
    unread,
  };
}

function shareOf({ covered, all }: TokenSum): number | null {
  return all === 0 ? null : Math.round((covered / all) * 10_000) / 10_000;
}

/** With its keys in one order, for whatever is written out. */
export function toFileCoverage({ since, days, all, covered, share, points, unread }: TokenCoverage): TokenCoverage {
  return { since, days, all, covered, share, points, unread };
}

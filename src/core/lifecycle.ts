/** How long a model lives, as the catalogue tells (AWS.md section 2). */
import { addDays, type Day } from "./calendar.ts";
import { dayOf, type Moment } from "./moment.ts";

/** The days of a foundation model's life that are known; a day may lie ahead. */
export interface ModelLifecycle {
  /** `ACTIVE` or `LEGACY`. */
  readonly status: string;
  /** From when on it is legacy: closed to new callers. */
  readonly legacy?: Moment;
  /** From when on it is kept only in public extended access, which may cost more. */
  readonly extendedAccess?: Moment;
  /** From when on no call is answered. */
  readonly endOfLife?: Moment;
}

/** The end of a model that is known. */
export interface Deadline {
  readonly status: string;
  /** The day on which calls begin to fail; null where it is legacy and nobody has told the day. */
  readonly endOfLife: Day | null;
  readonly extendedAccess: Day | null;
  readonly legacy: Day | null;
}

/**
 * The deadline of a model that is over, or ends within so many days. A legacy model whose end is not told counts too: its
 * end may be announced for a day near by. Undefined for a model that lives on.
 */
export function deadlineWithin(lifecycle: ModelLifecycle, days: number, now: Moment): Deadline | undefined {
  const { status, legacy, extendedAccess, endOfLife } = lifecycle;
  const end = endOfLife === undefined ? null : dayOf(endOfLife);
  const isNear = end === null ? status === "LEGACY" : end <= addDays(dayOf(now), days);
  if (!isNear) return undefined;
  const day = (moment: Moment | undefined): Day | null => (moment === undefined ? null : dayOf(moment));
  return { status, endOfLife: end, extendedAccess: day(extendedAccess), legacy: day(legacy) };
}

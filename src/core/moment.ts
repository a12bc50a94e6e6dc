/** Moments as text, so that the pure core needs no clock and no time arithmetic. */

/** UTC to the second, `2026-11-24T09:00:00Z`: text order is time order. */
export type Moment = string;

const MOMENT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

export function isMoment(text: string): boolean {
  return MOMENT.test(text);
}

/** The UTC day of a moment, `2026-11-24`. */
export function dayOf(moment: Moment): string {
  return moment.slice(0, 10);
}

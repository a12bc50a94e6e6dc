/** Dates of replies as moments. */
import type { Moment } from "../core/moment.ts";

/** To the second; what is finer is cut off. */
export function toMoment(date: Date): Moment {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

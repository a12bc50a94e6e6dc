import type { TextStyle } from "./text-layout.ts";

/** A question to which one answer alone says yes. */
export interface Question {
  /** Whole lines without the last break, laid out for where it is asked; the last one says which answer goes on. */
  readonly text: (style: TextStyle) => string;
  /** Any other answer declines. */
  readonly consent: string;
}

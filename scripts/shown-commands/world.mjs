/**
 * Loaded before the built command, so that what it prints for docs is the same in every run: a clock that stands still,
 * a minute later in each command, and random figures that are none. Nothing else of the command differs.
 */
import { readFileSync, writeFileSync } from "node:fs";

const counter = process.env.SHOWN_COUNTER;
const step = Number(readFileSync(counter, "utf8")) + 1;
writeFileSync(counter, String(step));

const now = Date.parse(process.env.SHOWN_FROM) + step * 60_000;
globalThis.Date = class extends Date {
  constructor(...given) {
    super(...(given.length === 0 ? [now] : given));
  }
  static now() {
    return now;
  }
};

/** mulberry32, with a beginning of its own for each command: ids do not repeat. */
let state = step * 0x9e3779b9;
Math.random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** Ends a request whose answer keeps silent for too long, or which nobody wants any more. */
import type { Patience } from "../engine/ports/runtime.ts";

export interface Watchdog {
  /** Aborted by the user's signal or by silence. */
  readonly signal: AbortSignal;
  /** Something has come. */
  readonly heard: () => void;
  /** What silence ended the request; undefined while it has not. */
  readonly expired: () => Error | undefined;
  /** Ends the request: a reply that nobody reads to its end would hold its connection, and the process with it. */
  readonly cut: () => void;
  readonly stop: () => void;
}

export function watchdog(wanted: AbortSignal, { firstMs, silenceMs }: Patience): Watchdog {
  const own = new AbortController();
  let expired: Error | undefined;
  const arm = (ms: number) =>
    setTimeout(() => {
      expired = Object.assign(new Error(`nothing came for ${ms} ms`), { name: "TimeoutError" });
      own.abort();
    }, ms);
  let timer = arm(firstMs);
  return {
    signal: AbortSignal.any([wanted, own.signal]),
    heard: () => {
      clearTimeout(timer);
      timer = arm(silenceMs);
    },
    expired: () => expired,
    cut: () => own.abort(),
    stop: () => clearTimeout(timer),
  };
}

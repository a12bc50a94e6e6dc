/** Work on many targets. */
import PQueue from "p-queue";

/** Targets in work at the same time: each has up to a few dozen requests in flight, and all share the connections. */
const TARGETS_AT_ONCE = 16;

/** Does the same for each, and answers in their order. */
export function eachTarget<T, R>(targets: readonly T[], work: (target: T) => Promise<R>): Promise<R[]> {
  return new PQueue({ concurrency: TARGETS_AT_ONCE }).addAll(targets.map((target) => () => work(target)));
}

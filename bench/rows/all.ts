import type { Row } from "../row.ts";
import { calls } from "./calls.ts";
import { comment } from "./comment.ts";
import { diff } from "./diff.ts";
import { limited, noop } from "./noop.ts";
import { pace } from "./pace.ts";
import { peers } from "./peers.ts";
import { scale } from "./scale.ts";
import { validate } from "./validate.ts";

/** In the order of the budget table, the comparison last. */
export const ROWS: readonly Row[] = [calls, pace, limited, validate, noop, diff, comment, scale, peers];

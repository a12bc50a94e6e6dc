import type { RestingChange } from "../core/change.ts";
import type { GuardVerdict } from "../core/guards.ts";
import type { Plan } from "../core/plan.ts";
import type { TextStyle } from "./text-layout.ts";

/** Everything the terminal plan tells. */
export interface PlanReport {
  readonly plan: Plan;
  /** Null where no guard was asked: of a drift, or a plan saved by an older version. */
  readonly guards: GuardVerdict | null;
  /** The configuration first, then what it includes. */
  readonly configFiles: readonly string[];
  /** The profiles that stay as they are; told with `full`, since a plan holds only their number. */
  readonly unchanged?: readonly RestingChange[];
  /** Flags that the next command has to repeat, e.g. `--sandbox`, already as single words. */
  readonly repeatFlags?: readonly string[];
  /** The file that the plan was saved to; the next command is to apply that one, whose scope it has. */
  readonly savedTo?: string;
}

export interface PlanTextOptions extends TextStyle {
  /** Unchanged profiles, whole ARNs, and all that is otherwise folded. */
  readonly full: boolean;
  /** One line per change alone: somebody wants it so, or the window is too small for more, which is said then. */
  readonly compact?: "wanted" | "too-tall";
  /** What to do next is told unless the plan is only shown on the way to something else. */
  readonly next?: "told" | "untold";
}

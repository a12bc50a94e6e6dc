/** How much of a plan or drift is shown: all of it, unless it is taller than the window that it is read in. */
import type { PlanTextOptions } from "../render/plan-report.ts";
import type { CommandContext } from "./context.ts";

export interface Reading {
  /** One line per change alone. */
  readonly compact: boolean;
  /** Everything, what is unchanged too, however tall it gets. */
  readonly full: boolean;
}

export function renderForReading(
  { style, windowRows }: Pick<CommandContext, "style" | "windowRows">,
  { compact, full }: Reading,
  render: (options: PlanTextOptions) => string,
): string {
  if (compact) return render({ ...style, full, compact: "wanted" });
  const whole = render({ ...style, full });
  // The prompt, or the question, takes a row too.
  if (full || windowRows === null || rowCount(whole) < windowRows) return whole;
  const short = render({ ...style, full, compact: "too-tall" });
  return rowCount(short) < rowCount(whole) ? short : whole;
}

function rowCount(text: string): number {
  return text.split("\n").length - 1;
}

/** One line of a plan or drift about models that end; none where there is nothing to tell, or nobody looked. */
import type { Plan } from "../core/plan.ts";
import { deadlineHint } from "./deadline-words.ts";
import { code } from "./markdown-text.ts";
import { type Line, paragraph, type TextStyle } from "./text-layout.ts";

export function deadlineLines({ deadlines }: Pick<Plan, "deadlines">, style: TextStyle): Line[] {
  const hint = deadlineHint(deadlines);
  return hint === null ? [] : paragraph(`! ${hint.text}: ${hint.command}`, 0, style, "warn");
}

/** The same for Markdown. Days of a saved plan are anybody's text, so the sentence stands in code. */
export function deadlineMarkdown({ deadlines }: Pick<Plan, "deadlines">): string | null {
  const hint = deadlineHint(deadlines);
  return hint === null ? null : `Model ends: ${code(hint.text)}, shown by ${code(hint.command)}.`;
}

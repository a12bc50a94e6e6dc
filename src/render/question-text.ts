/** The question before an apply: whoever goes on has read once more what ends, and where. */
import { endsArn } from "../core/change.ts";
import { isDestructive, lostParameters } from "../core/guards.ts";
import { countExecutable, type Plan, type PlannedChange } from "../core/plan.ts";
import { accountNames, changeRow, type ListRow, listRowLines, parameterRow } from "./list-rows.ts";
import { countsText } from "./plan-summary-text.ts";
import { countOf, effectOnArn } from "./plan-words.ts";
import type { Question } from "./question.ts";
import { type Line, line, paragraph, renderLines, type TextStyle } from "./text-layout.ts";

/** Of each kind at most so many are named: the plan above has all of them. */
const NAMED = 5;

/** A plan that ends something asks for the stack's name: `yes` is typed without reading. */
export function applyQuestion(plan: Plan): Question {
  const isLoud = isDestructive(plan);
  const counts = `Apply ${countOf(countExecutable(plan), "change", "changes")} (${countsText(plan)})?`;
  const asking = isLoud ? `Type the name of the stack, ${plan.stack}, to go on:` : 'Only "yes" goes on:';
  return {
    consent: isLoud ? plan.stack : "yes",
    text: (style) => {
      const lines = [
        ...effectLines(plan, style),
        ...paragraph(counts, 0, style, "strong"),
        ...paragraph(asking, 0, style),
      ];
      return renderLines(lines, style).trimEnd();
    },
  };
}

function effectLines(plan: Plan, style: TextStyle): Line[] {
  const names = accountNames(plan);
  const rowOf = (change: PlannedChange): ListRow => changeRow(change, names, effectOnArn(change));
  const ending = plan.changes.filter(endsArn).map(rowOf);
  const changing = plan.changes.filter((change) => change.action === "replace" && !endsArn(change)).map(rowOf);
  const lost = lostParameters(plan).map((planned) => parameterRow(planned, names));
  const ends = countOf(ending.length, "ARN ends", "ARNs end");
  const changes = countOf(changing.length, "ARN changes", "ARNs change");
  const paths = countOf(lost.length, "path", "paths");
  return [
    ...named(`${ends} in this apply:`, ending, style),
    ...named(`${changes}; callers have to take the new one:`, changing, style),
    ...named(`Readers find nothing any more at ${paths}:`, lost, style),
  ];
}

function named(heading: string, rows: readonly ListRow[], style: TextStyle): Line[] {
  if (rows.length === 0) return [];
  const more = rows.length - NAMED;
  return [
    ...paragraph(heading, 0, style, "ends"),
    ...listRowLines(rows.slice(0, NAMED), style).flat(),
    ...(more > 0 ? [line(`      and ${more} more`)] : []),
  ];
}

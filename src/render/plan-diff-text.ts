/** Plan against approved plan: what is new, what has changed, what is done or gone. */
import type { ChangedSince, Deviation, PlanComparison } from "../core/compare-plans.ts";
import type { Executable, Plan } from "../core/plan.ts";
import { detail } from "./detail-row.ts";
import { HASH_DIGITS } from "./next-step.ts";
import { ACTION_WORDS, arnEffect, countOf, placeOf } from "./plan-words.ts";
import { joinParts, type Line, line, paragraph, renderLines, span, type TextStyle } from "./text-layout.ts";

export interface PlanDiff {
  readonly plan: Plan;
  readonly comparison: PlanComparison;
  /** What becomes of the uncovered changes: nothing at all is applied, or all but these. */
  readonly effect: "nothing-applied" | "rest-applied" | "checked";
}

/** Names at most so many approved changes that are no longer to be done: they need no attention. */
const GONE_NAMED = 5;

export function renderPlanDiff(diff: PlanDiff, style: TextStyle): string {
  const { added, changed, gone } = diff.comparison;
  const parts = [
    headLines(diff, style),
    added.length === 0 ? [] : [line("New", "strong"), ...added.map((change) => changeLine(change, diff.plan))],
    changed.length === 0
      ? []
      : [line("Changed", "strong"), ...changed.flatMap((one) => changedLines(one, diff, style))],
    diff.comparison.parameters.length === 0 ? [] : [line("Parameters", "strong"), ...parameters(diff)],
    goneLines(gone, style),
    nextLines(diff, style),
  ];
  return renderLines(joinParts(parts), style);
}

function isCovered({ comparison }: PlanDiff): boolean {
  return comparison.added.length + comparison.changed.length + comparison.parameters.length === 0;
}

const EFFECTS: Readonly<Record<PlanDiff["effect"], string>> = {
  "nothing-applied": " Nothing was applied.",
  "rest-applied": " They are left as they are.",
  checked: "",
};

function headLines(diff: PlanDiff, style: TextStyle): Line[] {
  const { added, changed, parameters: published, same } = diff.comparison;
  if (isCovered(diff)) {
    const rest =
      same === 0 ? "nothing is left to be done." : `${countOf(same, "change is", "changes are")} left to be done.`;
    return paragraph(`The approved plan covers the current one: ${rest}`, 0, style, "good");
  }
  const counts = `${countOf(added.length + changed.length + published.length, "change is", "changes are")} not approved, ${same} approved`;
  return paragraph(
    `The current plan is not covered by what was approved: ${counts}.${EFFECTS[diff.effect]}`,
    0,
    style,
    "ends",
  );
}

function changeLine(change: Executable, plan: Plan): Line {
  const { marker, one, tone } = ACTION_WORDS[change.action];
  const effect = arnEffect(change);
  return [
    span(`  ${marker.padEnd(3)} `, tone),
    span(`${placeText(change, plan)}  `),
    span(change.key.name, "strong"),
    span(`  ${one}${effect === "" ? "" : `, ${effect}`}`, tone),
  ];
}

function parameters({ comparison, plan }: PlanDiff): Line[] {
  return comparison.parameters.map((planned) => {
    const { marker, one, tone } = ACTION_WORDS[planned.action];
    return [
      span(`  ${marker.padEnd(3)} `, tone),
      span(`${placeText(planned, plan)}  `),
      span(planned.parameter, "strong"),
      span(`  ${one}`, tone),
    ];
  });
}

function placeText({ key }: Pick<Executable, "key">, { targets }: Plan): string {
  const found = targets.find(({ account, region }) => account === key.account && region === key.region);
  return placeOf(found?.accountName ?? null, key.account, key.region);
}

function changedLines({ current, deviations }: ChangedSince, { plan }: PlanDiff, style: TextStyle): Line[] {
  return [changeLine(current, plan), ...deviations.flatMap((deviation) => deviationLines(deviation, style))];
}

function deviationLines({ what, approved, current }: Deviation, style: TextStyle): Line[] {
  return [
    ...detail(what, `approved: ${approved ?? "(not there)"}`, style, "dim"),
    ...detail("", `now: ${current ?? "(not there)"}`, style, "strong"),
  ];
}

function goneLines(gone: readonly Executable[], style: TextStyle): Line[] {
  if (gone.length === 0) return [];
  const named = gone.slice(0, GONE_NAMED).map(({ action, key }) => `${ACTION_WORDS[action].one} ${key.name}`);
  const more = gone.length > GONE_NAMED ? ` and ${gone.length - GONE_NAMED} more` : "";
  const text = `Approved and no longer to be done (applied by now, or not needed): ${named.join(", ")}${more}.`;
  return paragraph(text, 0, style, "dim");
}

function nextLines(diff: PlanDiff, style: TextStyle): Line[] {
  if (isCovered(diff)) return [];
  const hash = `Hash of the current plan: ${diff.plan.hash.slice(0, HASH_DIGITS)}.`;
  return paragraph(`${hash} Next: strata plan --out plan.json, look at what is new, and have it approved.`, 0, style);
}

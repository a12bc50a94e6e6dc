/** Who spent what: lines of usage by project, with what the register says about each. */
import { groupBy } from "./group-by.ts";
import { type Money, sumMoney } from "./money.ts";
import { type ProjectRegistry, presentName } from "./projects.ts";
import type { CloseLine, CloseModel, CloseProject, CloseShare } from "./report.ts";
import { compareMonths } from "./report-cells.ts";
import { mergeLines, splitChange, usageKey } from "./report-split.ts";
import { budgetOf } from "./spend-projects.ts";
import type { TokenScale } from "./token-units.ts";

/** Former names count under the present one; the largest first. Lines without a value are nobody's, and left out. */
export function projectsOf(lines: readonly CloseLine[], registry: ProjectRegistry, scale: TokenScale): CloseProject[] {
  const named = lines.filter(({ value }) => value !== null);
  return [...groupBy(named, ({ value }) => presentName(registry, value ?? ""))]
    .map(([project, some]) => toProject(project, shareOfLines(some, scale), registry))
    .sort(compareMonths(({ project }) => project));
}

function toProject(project: string, share: CloseShare, { projects, byValue }: ProjectRegistry): CloseProject {
  const registered = byValue.get(project);
  const budget = (registered === undefined ? undefined : budgetOf(registered)) ?? null;
  return {
    project,
    isRegistered: projects.length === 0 ? null : registered !== undefined,
    costCenter: registered?.costCenter ?? null,
    owner: registered?.owner ?? null,
    budget,
    overBudgetBy: budget !== null && share.amount > budget ? share.amount - budget : null,
    ...share,
  };
}

/** Sums, the split of the change, and the models of some lines. */
export function shareOfLines(lines: readonly CloseLine[], scale: TokenScale): CloseShare {
  return {
    ...sumLines(lines),
    split: splitChange(mergeLines(lines), scale),
    models: modelsOf(lines),
    lines: [...lines].sort(compareMonths((line) => `${usageKey(line)} ${line.value ?? ""}`)),
  };
}

function sumLines(lines: readonly CloseLine[]): { readonly amount: Money; readonly before: Money } {
  return {
    amount: sumMoney(lines.map(({ amount }) => amount)),
    before: sumMoney(lines.map(({ before }) => before)),
  };
}

function modelsOf(lines: readonly CloseLine[]): CloseModel[] {
  return [...groupBy(lines, ({ model }) => model)]
    .map(([model, some]) => ({ model, ...sumLines(some) }))
    .filter(({ amount, before }) => amount !== 0n || before !== 0n)
    .sort(compareMonths(({ model }) => model));
}

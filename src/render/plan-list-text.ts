/** One line per change, the worst last: what a hurried reader checks before saying yes. */
import type { Action } from "../core/change.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import { accountNames, changeRow, type ListRow, listRowLines, parameterRow } from "./list-rows.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { arnEffect, BILLING_MARKER, countOf } from "./plan-words.ts";
import { type Line, line } from "./text-layout.ts";

/** Of the quiet classes at most so many are listed once more; endings always are. */
const QUIET_LIMIT = 40;
const RESTING: readonly Action[] = ["retiring", "protected", "blocked"];
const QUIET: readonly Action[] = ["create", "adopt", "update", "release"];
const LOUD: readonly Action[] = ["retire", "replace", "delete"];

/** Compact, nothing above tells of the others: all of them are listed, and what rests too. */
export function changeList(plan: Plan, options: PlanTextOptions): Line[] {
  const isCompact = options.compact !== undefined;
  const names = accountNames(plan);
  const rowsOf = (actions: readonly Action[]): ListRow[] =>
    actions.flatMap((action) =>
      plan.changes
        .filter((change) => change.action === action)
        .map((change) => changeRow(change, names, isCompact ? compactEffect(change) : arnEffect(change))),
    );
  const published = plan.parameters.filter(({ hash }) => hash !== null);
  const quiet = [
    ...(isCompact ? restingRows(plan) : []),
    ...rowsOf(QUIET),
    ...published.map((planned) => parameterRow(planned, names)),
    ...billingRows(plan),
  ];
  const shown = options.full || isCompact ? quiet : quiet.slice(0, QUIET_LIMIT);
  const folded = quiet.length - shown.length;
  const lines = listRowLines([...shown, ...rowsOf(LOUD)], options);
  const fold = line(`      ... ${countOf(folded, "more change", "more changes")} of that kind, told above`, "dim");
  return [...lines.slice(0, shown.length), ...(folded === 0 ? [] : [[fold]]), ...lines.slice(shown.length)].flat();
}

/** Whose change it is, too: there is no section to say so. */
function compactEffect(change: PlannedChange): string {
  return [arnEffect(change), change.alreadyPending === true ? "already pending" : ""].filter(Boolean).join(", ");
}

function billingRows({ billing }: Plan): ListRow[] {
  return billing
    .filter(({ action }) => action === "activate-tag")
    .map(({ key }) => ({
      marker: BILLING_MARKER,
      account: "billing",
      region: "",
      name: key,
      effect: "",
      tone: "change",
    }));
}

/** What is left as it is, and why in one word. */
function restingRows(plan: Plan): ListRow[] {
  const names = accountNames(plan);
  const resting = RESTING.flatMap((action) => plan.changes.filter((change) => change.action === action));
  const blocked = plan.parameters.filter(({ action }) => action === "blocked");
  return [
    ...resting.map((change) => {
      const code = change.action === "blocked" ? ` ${change.because[0]?.code ?? ""}` : "";
      return changeRow(change, names, `${change.action === "blocked" ? "BLOCKED" : change.action}${code}`.trimEnd());
    }),
    ...blocked.map((planned) => parameterRow(planned, names, `BLOCKED ${planned.because}`)),
  ];
}

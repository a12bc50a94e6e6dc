/** Where ARNs are published, in Markdown. Paths and ARNs only ever stand in fences and code. */
import { isParameterDrift, type PlannedParameter } from "../core/parameter-change.ts";
import type { Plan } from "../core/plan.ts";
import { isSameTarget } from "../core/profile.ts";
import { cell, plain } from "./markdown-text.ts";
import { driftWordOf } from "./parameter-words.ts";
import { countOf } from "./plan-words.ts";

/** A section of the full plan's fence. */
export function parameterDiffLines(plan: Plan, most: number): string[] {
  const all = plan.parameters.filter(({ action, alreadyPending }) => action !== "blocked" && alreadyPending !== true);
  if (all.length === 0) return [];
  const shown = all.slice(0, most);
  const more = all.length - shown.length;
  return [
    "@@ parameters @@",
    ...shown.flatMap((planned) => oneLines(planned, plan)),
    ...(more === 0 ? [] : [`# and ${countOf(more, "more parameter", "more parameters")}`]),
    "",
  ];
}

function oneLines(planned: PlannedParameter, plan: Plan): string[] {
  const { action, parameter, from, to } = planned;
  const head = `${plain(parameter)}  ${placeOf(planned, plan)}`;
  if (action === "unpublish") return [`- ${head}  unpublish`];
  if (from === null) return [`+ ${head}  publish ${to === null ? "(known after apply)" : plain(to)}`];
  return [`! ${head}  publish`, `-   ${plain(from)}`, `+   ${to === null ? "(known after apply)" : plain(to)}`];
}

function placeOf({ key }: PlannedParameter, { targets }: Plan): string {
  const target = targets.find((one) => isSameTarget(one, key));
  return [target?.accountName ?? key.account, key.region].map(plain).join(" ");
}

/** A table of the drift. */
export function driftedParameterTable(plan: Plan, most: number): string[] {
  const all = plan.parameters.filter(isParameterDrift);
  if (all.length === 0) return [];
  const shown = all.slice(0, most);
  const more = all.length - shown.length;
  const rows = shown.map((planned) => {
    const { account, region, name } = planned.key;
    const target = plan.targets.find((one) => isSameTarget(one, planned.key));
    const place = `${cell(target?.accountName ?? account)} ${cell(region)}`;
    return `| ${cell(planned.parameter)} | ${cell(name)} | ${place} | ${driftWordOf(planned)} |`;
  });
  return [
    ...(shown.length === 0 ? [] : ["| Parameter | Profile | Where | Drift |", "|---|---|---|---|", ...rows, ""]),
    ...(more === 0 ? [] : [`And ${countOf(more, "parameter", "parameters")} more.`, ""]),
  ];
}

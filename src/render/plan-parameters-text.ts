/** Where ARNs are published, in the terminal: of a plan what will change, of a drift what somebody has changed. */
import { isParameterDrift, type PlannedParameter } from "../core/parameter-change.ts";
import type { Plan } from "../core/plan.ts";
import { isSameTarget } from "../core/profile.ts";
import { detail } from "./detail-row.ts";
import { headLines } from "./head-line.ts";
import { driftWordOf, PARAMETER_WHY } from "./parameter-words.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { ACTION_WORDS, countOf, placeOf } from "./plan-words.ts";
import { type Line, line, paragraph, type TextStyle } from "./text-layout.ts";

/** What is blocked is told with what was found. */
export function parameterLines(plan: Plan, options: PlanTextOptions): Line[] {
  const shown = plan.parameters.filter(({ action }) => action !== "blocked");
  const fresh = shown.filter(({ alreadyPending }) => alreadyPending !== true);
  const old = shown.length - fresh.length;
  if (shown.length === 0) return [];
  return [
    line("parameters", "strong"),
    ...fresh.flatMap((planned) => plannedLines(planned, plan, options)),
    ...(old === 0
      ? []
      : paragraph(
          `and ${countOf(old, "parameter", "parameters")} already pending without this change`,
          4,
          options,
          "dim",
        )),
  ];
}

function plannedLines(planned: PlannedParameter, plan: Plan, style: TextStyle): Line[] {
  const { action, from, to, because } = planned;
  const head = headOf(planned, action, plan, style);
  if (action === "publish" && from === null && to === null) return head;
  const values = action === "publish" ? [from ?? "(nothing)", to ?? "(known after apply)"] : [from ?? "(not readable)"];
  const [first = "", second] = values;
  return [
    ...head,
    ...detail("ARN", first, style, "dim"),
    ...(second === undefined ? [] : detail("", `-> ${second}`, style, "strong")),
    ...detail("why", PARAMETER_WHY[because], style),
  ];
}

function headOf(planned: PlannedParameter, phrase: string, { targets }: Plan, style: TextStyle): Line[] {
  const { action, key, parameter, declaredAt } = planned;
  const target = targets.find((one) => isSameTarget(one, key));
  const { marker, tone } = ACTION_WORDS[action];
  const place = placeOf(target?.accountName ?? null, key.account, key.region);
  return headLines({ marker, name: parameter, phrase: `${phrase}, ${place}`, tone, declaredAt }, style);
}

/** From what it should hold to what it holds: the way somebody changed it. */
export function driftedParameterLines(plan: Plan, style: TextStyle): Line[] {
  const drifted = plan.parameters.filter((one) => isParameterDrift(one) && one.action !== "blocked");
  if (drifted.length === 0) return [];
  return [
    line("parameters", "strong"),
    ...drifted.flatMap((planned) => [
      ...headOf(planned, driftWordOf(planned), plan, style),
      ...(planned.to === null ? [] : detail("should hold", planned.to, style, "dim")),
      ...(planned.from === null ? [] : detail("holds", planned.from, style, "strong")),
    ]),
  ];
}

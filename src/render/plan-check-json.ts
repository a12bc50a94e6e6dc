/** `plan --check --format json` (schema/check.schema.json). */
import type { PlanComparison } from "../core/compare-plans.ts";
import type { Executable, Plan } from "../core/plan.ts";
import { toFileParameter } from "../core/plan-file-parameters.ts";
import { jsonText } from "./json-text.ts";

export function renderCheckJson(plan: Plan, { added, changed, gone, same, parameters }: PlanComparison): string {
  const result = {
    formatVersion: "1.0",
    stack: plan.stack,
    hash: plan.hash,
    covered: added.length + changed.length + parameters.length === 0,
    same,
    added: added.map(toJsonChange),
    changed: changed.map(({ approved, current, deviations }) => ({
      ...toJsonChange(current),
      approvedHash: approved.hash,
      deviations: deviations.map((one) => ({ what: one.what, approved: one.approved, current: one.current })),
    })),
    gone: gone.map(toJsonChange),
    parameters: parameters.map(toFileParameter),
  };
  return jsonText(result);
}

function toJsonChange({ action, key, arn, hash }: Executable) {
  const { account, region, name } = key;
  return { action, account, region, name, arn, hash };
}

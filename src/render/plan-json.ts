import type { Plan } from "../core/plan.ts";
import { toPlanFile } from "../core/plan-file.ts";
import { jsonText } from "./json-text.ts";

/** The plan as JSON (schema/plan.schema.json): equal plans give equal bytes. */
export function renderPlanJson(plan: Plan): string {
  return jsonText(toPlanFile(plan));
}

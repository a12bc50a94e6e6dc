/** `strata schema`: the JSON Schemas of the file format and of every JSON result. */
import { jsonText } from "../render/json-text.ts";
import type { View } from "../ui/view.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

const SCHEMAS = {
  profiles: () => import("../../schema/profiles.schema.json", { with: { type: "json" } }),
  include: () => import("../../schema/include.schema.json", { with: { type: "json" } }),
  plan: () => import("../../schema/plan.schema.json", { with: { type: "json" } }),
  check: () => import("../../schema/check.schema.json", { with: { type: "json" } }),
  report: () => import("../../schema/report.schema.json", { with: { type: "json" } }),
  apply: () => import("../../schema/apply.schema.json", { with: { type: "json" } }),
  approved: () => import("../../schema/approved.schema.json", { with: { type: "json" } }),
  assess: () => import("../../schema/assess.schema.json", { with: { type: "json" } }),
  costs: () => import("../../schema/costs.schema.json", { with: { type: "json" } }),
  doctor: () => import("../../schema/doctor.schema.json", { with: { type: "json" } }),
  iam: () => import("../../schema/iam.schema.json", { with: { type: "json" } }),
  list: () => import("../../schema/list.schema.json", { with: { type: "json" } }),
  tags: () => import("../../schema/tags.schema.json", { with: { type: "json" } }),
  backfill: () => import("../../schema/backfill.schema.json", { with: { type: "json" } }),
  outputs: () => import("../../schema/outputs.schema.json", { with: { type: "json" } }),
  import: () => import("../../schema/import.schema.json", { with: { type: "json" } }),
  show: () => import("../../schema/show.schema.json", { with: { type: "json" } }),
  invoke: () => import("../../schema/invoke.schema.json", { with: { type: "json" } }),
  "invoke-all": () => import("../../schema/invoke-all.schema.json", { with: { type: "json" } }),
  usage: () => import("../../schema/usage.schema.json", { with: { type: "json" } }),
  init: () => import("../../schema/init.schema.json", { with: { type: "json" } }),
  explain: () => import("../../schema/explain.schema.json", { with: { type: "json" } }),
  validate: () => import("../../schema/validate.schema.json", { with: { type: "json" } }),
} as const;

export type SchemaName = keyof typeof SCHEMAS;

export const SCHEMA_NAMES = Object.keys(SCHEMAS) as readonly SchemaName[];

export async function schemaCommand(view: View, name: SchemaName): Promise<ExitCode> {
  const { default: schema } = await SCHEMAS[name]();
  view.result(jsonText(schema));
  return EXIT.done;
}

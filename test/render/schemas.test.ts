/** The schemas of results: every key is described, since `strata schema` is their documentation. */
import { describe, expect, test } from "vitest";
import apply from "../../schema/apply.schema.json" with { type: "json" };
import approved from "../../schema/approved.schema.json" with { type: "json" };
import assess from "../../schema/assess.schema.json" with { type: "json" };
import backfill from "../../schema/backfill.schema.json" with { type: "json" };
import check from "../../schema/check.schema.json" with { type: "json" };
import costs from "../../schema/costs.schema.json" with { type: "json" };
import doctor from "../../schema/doctor.schema.json" with { type: "json" };
import explain from "../../schema/explain.schema.json" with { type: "json" };
import iam from "../../schema/iam.schema.json" with { type: "json" };
import imported from "../../schema/import.schema.json" with { type: "json" };
import init from "../../schema/init.schema.json" with { type: "json" };
import invoke from "../../schema/invoke.schema.json" with { type: "json" };
import invokeAll from "../../schema/invoke-all.schema.json" with { type: "json" };
import list from "../../schema/list.schema.json" with { type: "json" };
import outputs from "../../schema/outputs.schema.json" with { type: "json" };
import plan from "../../schema/plan.schema.json" with { type: "json" };
import report from "../../schema/report.schema.json" with { type: "json" };
import show from "../../schema/show.schema.json" with { type: "json" };
import tags from "../../schema/tags.schema.json" with { type: "json" };
import usage from "../../schema/usage.schema.json" with { type: "json" };
import validate from "../../schema/validate.schema.json" with { type: "json" };

const SCHEMAS: Readonly<Record<string, object>> = {
  apply,
  approved,
  assess,
  backfill,
  check,
  costs,
  doctor,
  explain,
  iam,
  import: imported,
  init,
  invoke,
  "invoke-all": invokeAll,
  list,
  outputs,
  plan,
  report,
  show,
  usage,
  tags,
  validate,
};

/** Paths of properties without a description. */
function undescribed(value: unknown, path: string): string[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const here = `${path}/${key}`;
    const missing = key === "properties" && !/\/(if|then|else)$/.test(path) ? withoutDescription(item, here) : [];
    return [...missing, ...undescribed(item, here)];
  });
}

function withoutDescription(properties: Record<string, unknown>, path: string): string[] {
  return Object.entries(properties)
    .filter(([, property]) => !(property as { description?: string }).description)
    .map(([key]) => `${path}/${key}`);
}

describe.each(Object.entries(SCHEMAS))("%s", (_, schema) => {
  test("describes every key", () => {
    expect(undescribed(schema, "")).toEqual([]);
  });

  test("is a draft-07 schema with a title", () => {
    expect(schema).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#", title: expect.any(String) });
  });
});

/** The plan file: valid by its own schema, the same bytes for the same state, and lossless for what an apply executes. */
import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import planSchema from "../../schema/plan.schema.json" with { type: "json" };
import { hashOfChange } from "../../src/core/build-plan.ts";
import { isExecutable } from "../../src/core/change.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { aDesired, aLive, aPlanReport, HAIKU, NOVA } from "../fakes/builders.ts";
import { anyGiven, anyGivenTwice } from "./plan-arbitrary.ts";

const validate = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(
  planSchema,
);

test("every plan is valid by the schema", () => {
  fc.assert(
    fc.property(anyGiven, (given) => {
      const file = JSON.parse(renderPlanJson(aPlanReport(given).plan));
      expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("the same state in any order gives the same bytes", () => {
  fc.assert(
    fc.property(anyGivenTwice, ([one, other]) => {
      expect(renderPlanJson(aPlanReport(other).plan)).toBe(renderPlanJson(aPlanReport(one).plan));
    }),
    { numRuns: 300 },
  );
});

test("what an apply executes can be read back: the hashes of the read changes are those of the plan", () => {
  fc.assert(
    fc.property(anyGiven, (given) => {
      const { plan } = aPlanReport(given);
      const file = JSON.parse(renderPlanJson(plan));
      expect(file.changes).toHaveLength(plan.changes.length);
      plan.changes.forEach((change, index) => {
        if (!isExecutable(change)) return;
        const { account, region, name, ...read } = file.changes[index];
        expect(hashOfChange({ ...read, key: { account, region, name } })).toBe(change.hash);
      });
    }),
    { numRuns: 300 },
  );
});

test("keys come in the order of the design", () => {
  const given = { desired: [aDesired({ name: "app", source: HAIKU })], live: [aLive({ name: "app", source: NOVA })] };
  const file = JSON.parse(renderPlanJson(aPlanReport(given).plan));
  expect(Object.keys(file).join(" ")).toBe(
    "formatVersion stack hash complete scope targets changes billing parameters summary guards diagnostics seal",
  );
  expect(Object.keys(file.changes[0]).join(" ")).toBe(
    "action account region name hash before after tagEdits arn because declaredAt graceMs successor carriedTags",
  );
  expect(Object.keys(file.targets[0]).join(" ")).toBe("account accountName region status managed unmanaged");
  expect(Object.keys(file.summary).join(" ")).toBe(
    "create update replace delete retire adopt release activate publish unpublish keep protected retiring blocked waiting",
  );
});

test("edits of Strata's own tags are in the file, though a person is not shown them", () => {
  const given = { desired: [aDesired({ name: "app" })], live: [aLive({ name: "app", stack: "before" })] };
  const { plan } = aPlanReport({ ...given, state: { formerStacks: ["before"] } });
  const [change] = JSON.parse(renderPlanJson(plan)).changes;
  expect(change.tagEdits.set).toEqual({ "strata:stack": { from: "before", to: plan.stack } });
});

test("a tag named __proto__ stays a tag", () => {
  const tags = JSON.parse('{"__proto__":"x"}');
  const { plan } = aPlanReport({ desired: [aDesired({ name: "app", tags })] });
  expect(renderPlanJson(plan)).toContain('"__proto__": "x"');
});

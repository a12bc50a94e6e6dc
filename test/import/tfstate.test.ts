/** Terraform and OpenTofu state, version 4: what is found in it, what is refused, and that nothing else gets out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHandover } from "../../src/core/import-handover.ts";
import { parseTfState, type TfState } from "../../src/core/tfstate.ts";
import { instanceAddress, withoutKeys } from "../../src/core/tfstate-address.ts";
import { handoverLines, shellQuote } from "../../src/render/import-steps.ts";
import { anInstance, aState, SECRET } from "./states.ts";

const ARN = "arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/";

function parsed(text: string): TfState {
  const read = parseTfState(text);
  if (!read.ok) throw new Error(read.problem);
  return read.state;
}

describe("what is found", () => {
  test("single, count, for_each and modules, each with its address and exact source", () => {
    const state = parsed(
      aState([
        { instances: [anInstance(`${ARN}a`)] },
        {
          name: "counted",
          instances: [anInstance(`${ARN}b`, {}, { index_key: 0 }), anInstance(`${ARN}c`, {}, { index_key: 1 })],
        },
        { name: "each", instances: [anInstance(`${ARN}d`, {}, { index_key: `a "b" $${"{c}"}` })] },
        { module: 'module.m["x"].module.n[0]', name: "in", instances: [anInstance(`${ARN}e`, {}, { index_key: "k" })] },
        { mode: "data", name: "read", instances: [anInstance(`${ARN}f`)] },
        { type: "aws_bedrock_guardrail", name: "other", instances: [anInstance(`${ARN}g`)] },
      ]),
    );
    expect(state.profiles.map(({ address, resource, arn }) => [address, resource, arn.slice(-1)])).toEqual([
      ["aws_bedrock_inference_profile.app", "aws_bedrock_inference_profile.app", "a"],
      ["aws_bedrock_inference_profile.counted[0]", "aws_bedrock_inference_profile.counted", "b"],
      ["aws_bedrock_inference_profile.counted[1]", "aws_bedrock_inference_profile.counted", "c"],
      [`aws_bedrock_inference_profile.each["a \\"b\\" $$${"{c}"}"]`, "aws_bedrock_inference_profile.each", "d"],
      [
        'module.m["x"].module.n[0].aws_bedrock_inference_profile.in["k"]',
        "module.m.module.n.aws_bedrock_inference_profile.in",
        "e",
      ],
    ]);
    expect(state.profiles[0]).toMatchObject({
      copyFrom: "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-lite-v1:0",
      tags: { project: "x", team: "core" },
    });
    expect([state.tool, state.version]).toEqual(["terraform", [1, 11]]);
  });

  test("OpenTofu by its registry", () => {
    const provider = 'provider["registry.opentofu.org/hashicorp/aws"].eu';
    expect(parsed(aState([{ provider, instances: [anInstance(`${ARN}a`)] }])).tool).toBe("tofu");
  });

  test.each<[string, object, string]>([
    ["deposed", anInstance(`${ARN}a`, {}, { deposed: "abcd1234" }), "it is deposed: Terraform is about to delete it"],
    ["tainted", anInstance(`${ARN}a`, {}, { status: "tainted" }), "it is tainted: Terraform is about to replace it"],
    ["without attributes", { attributes_flat: {} }, "its ARN is not in the state"],
    ["without an ARN", anInstance(`${ARN}a`, { arn: null }), "its ARN is not in the state"],
  ])("%s: not usable", (_, instance, why) => {
    const state = parsed(aState([{ instances: [instance] }]));
    expect([state.profiles, state.unusable.map((one) => one.why)]).toEqual([[], [why]]);
  });

  test.each<[string, object]>([
    ["no source", { model_source: [] }],
    ["a source of another shape", { model_source: "x" }],
    ["tags of another shape", { tags_all: null, tags: ["x"] }],
  ])("%s is borne", (_, over) => {
    expect(parsed(aState([{ instances: [anInstance(`${ARN}a`, over)] }])).profiles).toHaveLength(1);
  });
});

describe("what is refused", () => {
  test.each<[string, string, RegExp]>([
    ["no JSON", `password = ${SECRET}`, /not JSON/],
    ["a list", `["${SECRET}"]`, /not JSON/],
    ["an older version", aState([], { version: 3 }), /version 3/],
    ["a version that is no number", aState([], { version: SECRET }), /no state version/],
    ["version 4 without resources", aState([], { resources: SECRET }), /version 4/],
    ["an encrypted state", JSON.stringify({ serial: 1, encrypted_data: SECRET }), /encrypted/],
    ["what show -json prints", JSON.stringify({ format_version: "1.0", values: SECRET }), /show -json/],
  ])("%s", (_, text, problem) => {
    const read = parseTfState(text);
    expect(read.ok ? "" : read.problem).toMatch(problem);
    expect(JSON.stringify(read)).not.toContain(SECRET);
  });

  test("whatever the JSON is, nothing is thrown", () => {
    const broken = fc.record({ version: fc.constant(4), resources: fc.jsonValue() });
    const resource = fc.record({
      mode: fc.constant("managed"),
      type: fc.constant("aws_bedrock_inference_profile"),
      instances: fc.jsonValue(),
      module: fc.jsonValue(),
      name: fc.jsonValue(),
    });
    const deep = fc.record({ version: fc.constant(4), resources: fc.array(resource) });
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), broken, deep), (value) => void parseTfState(JSON.stringify(value))));
  });
});

test("nothing of a state but addresses, ARNs, sources and tags of profiles is kept", () => {
  expect(JSON.stringify(parsed(aState([{ instances: [anInstance(`${ARN}a`)] }])))).not.toContain(SECRET);
});

describe("addresses", () => {
  test.each<[string | number, string]>([
    [3, "r[3]"],
    ["a", 'r["a"]'],
    ["a\nb\\c", 'r["a\\nb\\\\c"]'],
    ["\b\\b", 'r["\\u0008\\\\b"]'],
    ["%{if}", 'r["%%{if}"]'],
    ["it's $5", 'r["it\'s $5"]'],
  ])("%j", (key, address) => {
    expect(instanceAddress("r", key)).toBe(address);
    expect(withoutKeys(address)).toBe("r");
  });

  test("a shell takes them as one word", () => {
    expect(shellQuote(`r["it's"]`)).toBe(`'r["it'\\''s"]'`);
    expect(shellQuote("aws_bedrock_inference_profile.app")).toBe("aws_bedrock_inference_profile.app");
  });
});

describe("the hand-over", () => {
  const two = [anInstance(`${ARN}a`, {}, { index_key: 0 }), anInstance(`${ARN}b`, {}, { index_key: 1 })];
  const lines = (text: string, arns: readonly string[]): string =>
    handoverLines([toHandover("before.tfstate", parsed(text), new Set(arns.map((id) => ARN + id)))], "VERIFY").join(
      "\n",
    );

  test("in the right order, with blocks for whole resources and a line for each instance", () => {
    const text = aState([
      { module: 'module.m["x"]', instances: two },
      { name: "half", instances: [0, 1].map((n) => anInstance(`${ARN}${n}`, {}, { index_key: n })) },
    ]);
    expect(lines(text, ["a", "b", "1"])).toMatchInlineSnapshot(`
      "Handing over from Terraform, in this order:

      1. Keep a copy of each state: terraform state pull > FILE. Step 5 needs it.

      2. Have terraform leave the marks of Strata alone, and run terraform apply:

           provider "aws" {
             ignore_tags {
               key_prefixes = ["strata:"]
             }
           }

      3. strata plan has to show nothing but adoptions; strata apply makes them.

      4. Take the profiles out of the state, in one of two ways, before terraform runs again:

         before.tfstate

         Put these in the place of the resource blocks, run terraform apply, and delete them afterwards:

           removed {
             from = module.m.aws_bedrock_inference_profile.app
             lifecycle {
               destroy = false
             }
           }

         or:

         Run these, and then delete the resource blocks:

           terraform state rm 'module.m["x"].aws_bedrock_inference_profile.app[0]'
           terraform state rm 'module.m["x"].aws_bedrock_inference_profile.app[1]'
           terraform state rm 'aws_bedrock_inference_profile.half[1]'

         Keep the block of aws_bedrock_inference_profile.half: some of its instances stay with terraform.
         Take only the others out of its count or for_each.

      5. Prove that every ARN is the same: VERIFY

      6. terraform plan has to show no changes. What used the resources' ARNs has to get them from elsewhere."
    `);
  });

  test.each<[string, string, string, boolean, boolean]>([
    ["terraform", "registry.terraform.io", "1.6.9", false, false],
    ["terraform", "registry.terraform.io", "1.7.0", true, true],
    ["tofu", "registry.opentofu.org", "1.6.2", false, false],
    ["tofu", "registry.opentofu.org", "1.9.1", true, false],
    ["tofu", "registry.opentofu.org", "1.10.0", true, true],
    ["terraform", "registry.terraform.io", "?", true, true],
  ])("%s (%s) %s: removed blocks %s, with lifecycle %s", (tool, registry, version, blocks, lifecycle) => {
    const text = aState([{ provider: `provider["${registry}/hashicorp/aws"]`, instances: two }], {
      terraform_version: version,
    });
    const told = lines(text, ["a", "b"]);
    expect(told).toContain(`${tool} state rm 'aws_bedrock_inference_profile.app[0]'`);
    expect([told.includes("removed {"), told.includes("destroy = false")]).toEqual([blocks, lifecycle]);
  });
});

import { describe, expect, test } from "vitest";
import { catalogueOf, isBedrockRegion } from "../../src/sandbox/catalogue.ts";
import { COMMERCIAL_REGIONS, GOV_REGIONS } from "../../src/sandbox/regions.ts";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";

/** The regions that a profile routes to from a source region; "" for the model without a region. */
function routes(region: string, id: string, govPrefix = "us"): string[] | undefined {
  return catalogueOf(region, govPrefix)
    .systemProfiles.get(id)
    ?.modelArns.map((arn) => String(arn.split(":")[3]));
}

test("33 commercial regions and 2 of GovCloud", () => {
  expect([COMMERCIAL_REGIONS.length, GOV_REGIONS.length]).toEqual([33, 2]);
  expect(isBedrockRegion("ap-southeast-7")).toBe(true);
  expect(isBedrockRegion("xx-moon-1")).toBe(false);
});

describe("system profiles", () => {
  test.each<[string, string, string[]]>([
    ["us-west-2", "us.amazon.nova-lite-v1:0", ["us-east-1", "us-west-2", "us-east-2"]],
    ["us-east-1", `us.${SONNET}`, ["us-east-1", "us-east-2", "us-west-2"]],
    ["us-west-1", `us.${SONNET}`, ["us-east-1", "us-east-2", "us-west-2", "us-west-1"]],
    ["ca-west-1", "us.amazon.nova-2-lite-v1:0", ["us-east-1", "us-east-2", "us-west-2", "ca-west-1"]],
    ["eu-west-1", `eu.${SONNET}`, ["eu-north-1", "eu-west-3", "eu-south-1", "eu-south-2", "eu-west-1", "eu-central-1"]],
    ["ap-northeast-3", `jp.${SONNET}`, ["ap-northeast-1", "ap-northeast-3"]],
    ["ap-southeast-6", `au.${SONNET}`, ["ap-southeast-2", "ap-southeast-4", "ap-southeast-6"]],
    ["mx-central-1", `global.${SONNET}`, ["", "mx-central-1"]],
    ["ca-central-1", "ca.amazon.nova-lite-v1:0", ["ca-central-1", "ca-west-1"]],
    ["us-east-2", "us.meta.llama3-1-405b-instruct-v1:0", ["us-east-1", "us-east-2", "us-west-2"]],
    ["us-gov-west-1", `us.${SONNET}`, ["us-gov-west-1", "us-gov-east-1"]],
  ])("from %s, %s goes to %j", (region, id, expected) => {
    expect(routes(region, id)).toEqual(expected);
  });

  test("more than five destinations exist", () => {
    expect(routes("eu-west-2", `eu.${SONNET}`)).toHaveLength(7);
    expect(routes("ap-south-1", "apac.anthropic.claude-sonnet-4-20250514-v1:0")).toHaveLength(8);
    expect(routes("ap-south-1", "apac.amazon.nova-micro-v1:0")).toHaveLength(6);
  });

  test("a profile is only in its source regions", () => {
    expect(routes("us-west-2", "us.meta.llama3-1-405b-instruct-v1:0")).toBeUndefined();
    expect(routes("eu-west-1", "us.amazon.nova-lite-v1:0")).toBeUndefined();
    expect(routes("us-gov-east-1", `global.${SONNET}`)).toBeUndefined();
    expect(COMMERCIAL_REGIONS.filter((region) => routes(region, `global.${SONNET}`)).length).toBe(33);
    expect(COMMERCIAL_REGIONS.filter((region) => routes(region, "global.amazon.nova-2-lite-v1:0")).length).toBe(26);
  });

  test("GovCloud: its own partition, and the prefix is a switch", () => {
    const profile = catalogueOf("us-gov-east-1", "us-gov").systemProfiles.get(`us-gov.${SONNET}`);
    expect(profile?.modelArns[0]).toBe(`arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${SONNET}`);
    expect(routes("us-gov-east-1", `us.${SONNET}`, "us-gov")).toBeUndefined();
  });

  test("names and descriptions read as AWS's", () => {
    const { systemProfiles } = catalogueOf("us-east-1", "us");
    expect(systemProfiles.get("us.amazon.nova-micro-v1:0")).toMatchObject({
      name: "US Nova Micro",
      description: "Routes requests to Nova Micro in us-east-1, us-west-2 and us-east-2.",
      createdAt: "2024-11-29T13:23:00+00:00",
    });
    expect(systemProfiles.get(`global.${SONNET}`)).toMatchObject({
      name: "Global Claude Sonnet 4.5",
      description: "Routes requests to Claude Sonnet 4.5 globally across all supported AWS Regions.",
    });
  });
});

describe("foundation models", () => {
  test("every profile's model is listed in each of its source regions", () => {
    for (const region of [...COMMERCIAL_REGIONS, ...GOV_REGIONS]) {
      const { systemProfiles, foundationModels } = catalogueOf(region, "us");
      for (const { id } of systemProfiles.values()) {
        expect(foundationModels.get(id.slice(id.indexOf(".") + 1))?.inferenceTypes).toContain("INFERENCE_PROFILE");
      }
    }
  });

  test("inference types tell on-demand from profile-only", () => {
    const { foundationModels } = catalogueOf("us-east-1", "us");
    expect(foundationModels.get("amazon.nova-lite-v1:0")?.inferenceTypes).toEqual(["ON_DEMAND", "INFERENCE_PROFILE"]);
    expect(foundationModels.get(SONNET)?.inferenceTypes).toEqual(["INFERENCE_PROFILE"]);
    expect(foundationModels.get("amazon.titan-embed-text-v2:0")).toMatchObject({
      profiles: false,
      inferenceTypes: ["ON_DEMAND"],
    });
  });

  test("legacy models have their dates in order", () => {
    const models = [...catalogueOf("us-west-2", "us").foundationModels.values()];
    const legacy = models.filter(({ lifecycle }) => lifecycle.status === "LEGACY");
    expect(legacy.length).toBeGreaterThanOrEqual(3);
    for (const { lifecycle } of legacy) {
      const { startOfLifeTime, legacyTime, publicExtendedAccessTime, endOfLifeTime } = lifecycle;
      const dates = [startOfLifeTime, legacyTime, publicExtendedAccessTime, endOfLifeTime];
      expect(dates).toEqual([...dates].sort());
    }
  });
});

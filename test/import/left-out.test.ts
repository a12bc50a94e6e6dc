/** What an import leaves out, and that each of it is said: on stderr, in the file and in the JSON result. */
import { describe, expect, test } from "vitest";
import { importCommand } from "../../src/commands/import.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { ACCOUNT, ALIKE, aContext, aLive, bare, type Given } from "./world.ts";

const CONFIG = "version: 1\nstack: genai\nregions: [us-west-2, eu-central-1]\n";

async function imported(given: Partial<Given> & { live: readonly LiveProfile[] }) {
  const told = aContext({ config: CONFIG, ...given });
  const exit = await importCommand(told.context, { fresh: { regions: [], accounts: [] }, states: [] });
  return { exit, yaml: told.result(), codes: told.codes(), told };
}

describe("left out, and said", () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
  test.each<[string, string, LiveProfile, string]>([
    [
      "DataZone",
      "other-tool",
      aLive({ name: "x", tags: { AmazonDataZoneDomain: "d" } }),
      'carries the tag "AmazonDataZoneDomain"',
    ],
    [
      "SageMaker",
      "other-tool",
      aLive({ name: "x", tags: { AmazonBedrockManaged: "true" } }),
      'carries the tag "AmazonBedrockManaged"',
    ],
    [
      "CloudFormation",
      "other-tool",
      aLive({ name: "x", tags: { "aws:cloudformation:stack-id": "s" } }),
      'carries the tag "aws:cloudformation:stack-id"',
    ],
    ["another stack", "other-stack", aLive({ name: "x", tags: { "strata:stack": "y" } }), 'belongs to the stack "y"'],
    ["a name of the file", "declared-already", aLive({ name: "here" }), "has the name of an entry of the file"],
    [
      "an ARN of the file",
      "declared-already",
      aLive({ name: "x", id: "pinned" }),
      "is named by an `adopt:` of the file",
    ],
    ["released", "released", aLive({ name: "old-1" }), "matches `release` of the file"],
    [
      "a retirement mark",
      "retire-mark",
      aLive({ name: "x", tags: { "strata:retire-after": "2027-01-01T00:00:00Z" } }),
      'carries the tag "strata:retire-after"',
    ],
    [
      "48 tags",
      "too-many-tags",
      aLive({ name: "x", tags: many(48) }),
      "carries 48 tags, and three more would be added",
    ],
    ["46 tags", "too-many-tags", aLive({ name: "x", tags: many(46) }), "carries 46 tags, and an entry can list 45"],
    [
      "two sources",
      "several-sources",
      aLive({ name: "x", source: ALIKE[0] }),
      `may be a copy of ${ALIKE[0]} or ${ALIKE[1]}, which route alike`,
    ],
    [
      "no source",
      "no-source",
      aLive({ name: "x", modelArns: ["arn:aws:bedrock:us-east-9::foundation-model/a.b"] }),
      "has no source to name: it routes to a.b in us-east-9, and nothing that the region offers routes just so",
    ],
  ])("%s", async (_, reason, live, detail) => {
    const arn = `arn:aws:bedrock:us-west-2:${ACCOUNT}:application-inference-profile/pinned`;
    const config = `${CONFIG}release: ["old-*"]\nprofiles:\n  here: { model: a.b, regions: [us-west-2] }\n  pins: { model: a.b, regions: [us-west-2], adopt: "${arn}" }\n`;
    const { exit, yaml, codes } = await imported({ config, live: [live] });
    expect([exit, codes, bare(yaml)]).toEqual([0, [`import/${reason}`], "profiles: {}\n"]);
    expect(yaml).toContain(`\n# Not imported:\n#   ${live.awsName} (${ACCOUNT}/us-west-2, ${live.id}) ${detail}\n`);
    const { yaml: json } = await imported({ config, live: [live], format: "json" });
    expect(JSON.parse(json).skipped).toEqual([
      { account: ACCOUNT, region: "us-west-2", awsName: live.awsName, arn: live.arn, reason, detail },
    ]);
  });

  test("47 tags of which some are ignored can be adopted", async () => {
    const live = [aLive({ name: "x", tags: { ...many(45), "map-a": "1", "map-b": "1" } })];
    expect((await imported({ config: `${CONFIG}ignoreTags: [map-*]\n`, live })).codes).toEqual([]);
  });

  test("many of one reason are one diagnostic", async () => {
    const live = Array.from({ length: 9 }, (_, n) => aLive({ name: `x${n}`, tags: { "strata:stack": "y" } }));
    const { told, yaml } = await imported({ live });
    expect(told.diagnostics().map(({ detail }) => detail.replaceAll(` (${ACCOUNT}/us-west-2)`, ""))).toEqual([
      'x0, x1, x2, x3, x4, x5 and 3 more: belongs to the stack "y".',
    ]);
    expect(yaml.match(/^# {3}x\d /gm)).toHaveLength(9);
  });

  test("ours are no news", async () => {
    const tags = { "strata:stack": "genai", "strata:name": "x" };
    expect((await imported({ live: [aLive({ name: "x", tags })] })).codes).toEqual([]);
  });

  test("without the catalogue only foundation models can be told", async () => {
    const live = [aLive({ name: "a" }), aLive({ name: "b", source: "amazon.nova-lite-v1:0" })];
    const { yaml, codes } = await imported({ live, withoutCatalogue: true });
    expect(codes).toEqual(["aws/catalogue-unreadable", "import/no-source"]);
    expect(bare(yaml)).toBe(
      "profiles:\n  b:\n    model: amazon.nova-lite-v1:0\n    regions: [us-west-2]\n    adopt: true\n",
    );
  });

  test("tags and a description that the format cannot hold are kept, and said", async () => {
    const live = [aLive({ name: "a", tags: { é: "1", ok: "1" }, description: "a, b" })];
    const { yaml, codes } = await imported({ live });
    expect(codes).toEqual(["import/unwritable"]);
    expect(yaml).toContain('# The file cannot hold its tags "é"; the entry keeps what it does not list.');
    expect(bare(yaml)).toContain('    unlistedTags: keep\n    tags: { ok: "1" }\n');
    expect(bare(yaml)).not.toContain("description");
  });
});

/** What an import writes and says, case by case. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/import.schema.json" with { type: "json" };
import { importCommand } from "../../src/commands/import.ts";
import { loadDesired } from "../../src/config/load.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { ACCOUNT, ALIKE, aContext, aLive, EU, type Given, type Told } from "./world.ts";

const CONFIG = "version: 1\nstack: genai\nregions: [us-west-2, eu-central-1]\n";
const NOTHING = { regions: [], accounts: [] };
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

async function imported(given: Partial<Given> & { live: readonly LiveProfile[] }, fresh: object = NOTHING) {
  const told: Told = aContext({ config: CONFIG, ...given });
  const exit = await importCommand(told.context, { fresh: { ...NOTHING, ...fresh }, states: [] });
  return { exit, yaml: told.result(), codes: told.codes(), told };
}

/** The YAML without its comments. */
function bare(yaml: string): string {
  return yaml.replace(/^\s*#.*\n/gm, "").replace(/^\n/gm, "");
}

const SEARCH = { project: "search", owner: "ai" };
const TEAM = [
  aLive({ name: "search", tags: { ...SEARCH, stage: "prod" }, description: "Search ranking" }),
  aLive({
    name: "search",
    target: EU,
    source: "eu.amazon.nova-lite-v1:0",
    tags: { ...SEARCH, stage: "prod" },
    description: "Search ranking",
  }),
  aLive({ name: "ads", tags: { project: "ads", owner: "ai", n: "1", since: "2026-01-01" } }),
  aLive({ name: "mixed", tags: { owner: "ai", stage: "uat" } }),
  aLive({ name: "mixed", target: EU, source: "global.amazon.nova-lite-v1:0", tags: { owner: "ai", stage: "prod" } }),
];

describe("the YAML", () => {
  test("groups by name, says what is common once, and keeps text text", async () => {
    const { exit, yaml, codes } = await imported({ live: TEAM });
    expect([exit, codes]).toEqual([0, []]);
    expect(yaml).toMatchInlineSnapshot(`
      "# Written by \`strata import\`: 5 profiles in 3 entries.
      # Save this file beside profiles.yaml, and list it there under \`include:\` (a pattern may match it
      # already).
      # Then \`strata plan\` has to show an adoption for each of them, and \`strata apply\` makes it.
      # Until then an entry may get another name if its \`adopt:\` gets the ARN; after that the name is
      # fixed.

      defaults:
        tags: { owner: ai }
      profiles:
        ads:
          model: us.amazon.nova-lite-v1:0
          regions: [us-west-2]
          adopt: true
          tags: { "n": "1", project: ads, since: "2026-01-01" }
        mixed:
          regions:
            us-west-2:
              model: us.amazon.nova-lite-v1:0
              tags: { stage: uat }
            eu-central-1:
              model: global.amazon.nova-lite-v1:0
              tags: { stage: prod }
          adopt: true
        search:
          model: amazon.nova-lite-v1:0
          routing: geo
          adopt: true
          description: Search ranking
          tags: { project: search, stage: prod }
      "
    `);
  });

  test("over defaults of the main file: what they would add is taken away again", async () => {
    const config = `${CONFIG}defaults: { regions: [us-west-2], tags: { owner: ai, stage: prod, team: x } }\n`;
    const { yaml } = await imported({ config, live: TEAM });
    expect(bare(yaml)).toMatchInlineSnapshot(`
      "defaults:
        tags: { team: null }
      profiles:
        ads:
          model: us.amazon.nova-lite-v1:0
          adopt: true
          tags: { "n": "1", project: ads, since: "2026-01-01", stage: null }
        mixed:
          regions:
            us-west-2:
              model: us.amazon.nova-lite-v1:0
              tags: { stage: uat }
            eu-central-1:
              model: global.amazon.nova-lite-v1:0
          adopt: true
        search:
          model: amazon.nova-lite-v1:0
          routing: geo
          regions: [us-west-2, eu-central-1]
          adopt: true
          description: Search ranking
          tags: { project: search }
      "
    `);
  });

  test("that begins a configuration names its account", async () => {
    const { yaml } = await imported(
      { config: null, live: TEAM.slice(2, 3) },
      { stack: "genai", regions: ["us-west-2"] },
    );
    expect(bare(yaml)).toMatchInlineSnapshot(`
      "version: 1
      stack: genai
      regions: [us-west-2]
      accounts:
        main: { id: "111122223333" }
      profiles:
        ads:
          model: us.amazon.nova-lite-v1:0
          adopt: true
          tags: { "n": "1", owner: ai, project: ads, since: "2026-01-01" }
      "
    `);
  });

  test("of nothing is still a file that can be included", async () => {
    const { exit, yaml, told } = await imported({ live: [] });
    expect([exit, bare(yaml)]).toEqual([0, "profiles: {}\n"]);
    expect(told.notes()).toBe("0 profiles in 0 entries; 0 not imported.");
  });

  test("ignored tags are not listed", async () => {
    const live = [aLive({ name: "a", tags: { "map-migrated": "mig1", project: "x" } })];
    const { yaml } = await imported({ config: `${CONFIG}ignoreTags: [map-*]\n`, live });
    expect(yaml).not.toContain("map-migrated");
    expect(yaml).toContain("tags: { project: x }");
  });

  test("accounts: alike in both is one entry, different tags are two", async () => {
    const config = `${CONFIG}accounts: { prod: { id: "${ACCOUNT}" }, dev: { id: "444455556666", regions: [us-west-2] } }\n`;
    const dev = { account: "444455556666", region: "us-west-2" };
    const live = [
      aLive({ name: "same", tags: { a: "1" } }),
      aLive({ name: "same", target: dev, tags: { a: "1" } }),
      aLive({ name: "differs", tags: { a: "1" }, id: "p1" }),
      aLive({ name: "differs", target: dev, tags: { a: "2" }, id: "p2" }),
    ];
    const { yaml } = await imported({ config, live });
    expect(bare(yaml)).toMatchInlineSnapshot(`
      "defaults:
        regions: [us-west-2]
      profiles:
        differs:
          model: us.amazon.nova-lite-v1:0
          accounts: [prod]
          adopt: true
          tags: { a: "1" }
        differs-dev:
          model: us.amazon.nova-lite-v1:0
          accounts: [dev]
          adopt: arn:aws:bedrock:us-west-2:444455556666:application-inference-profile/p2
          tags: { a: "2" }
        same:
          model: us.amazon.nova-lite-v1:0
          adopt: true
          tags: { a: "1" }
      "
    `);
  });
});

describe("names", () => {
  const keysOf = async (live: readonly LiveProfile[], config = CONFIG): Promise<string[]> => {
    const { yaml } = await imported({ live, config });
    const { desired } = await loadDesired("profiles.yaml", memoryFiles({ "profiles.yaml": `${CONFIG}${bare(yaml)}` }));
    return desired?.profiles.map(({ key, adopt }) => `${key.name} ${adopt}`.replace(/arn:.*\//, "")) ?? [];
  };
  const long = "a".repeat(64);
  test.each<[string, readonly LiveProfile[], readonly string[]]>([
    [
      "two of one name in one place bear their ids",
      [aLive({ name: "t", id: "i1" }), aLive({ name: "t", id: "i2" })],
      ["t-i1 i1", "t-i2 i2"],
    ],
    [
      "long ones are cut before the id",
      [aLive({ name: long, id: "i1" }), aLive({ name: long, id: "i2" })],
      [`${"a".repeat(61)}-i1 i1`, `${"a".repeat(61)}-i2 i2`],
    ],
    ["signs that a key may not have are left out", [aLive({ name: "a/b@c", id: "i1" })], ["a-b-c i1"]],
    ["nothing is left but signs", [aLive({ name: "/@", id: "i1" })], ["profile i1"]],
    [
      "no name that another live profile bears",
      [aLive({ name: "a/b", id: "i1" }), aLive({ name: "a-b", id: "i2" }), aLive({ name: "a-b", id: "i3" })],
      ["a-b-i2 i2", "a-b-i3 i3", "a-b-us-west-2 i1"],
    ],
    [
      "a name that a foreign profile bears too wants the ARN",
      [aLive({ name: "t", id: "i1" }), aLive({ name: "t", tags: { "strata:stack": "x" } })],
      ["t i1"],
    ],
    [
      "other descriptions make other entries",
      [
        aLive({ name: "t", id: "i1", description: "A" }),
        aLive({ name: "t", id: "i2", target: EU, source: "eu.amazon.nova-lite-v1:0" }),
      ],
      ["t-eu-central-1 i2", "t true"],
    ],
  ])("%s", async (_, live, expected) => {
    expect(await keysOf(live)).toEqual(expected);
  });

  test("none that the file releases", async () => {
    const config = `${CONFIG}release: ["gone-*"]\n`;
    expect(await keysOf([aLive({ name: "gone/1", id: "i1" })], config)).toEqual(["import-i1 i1"]);
  });
});

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

test("what breaks a rule of the file is written, and said at the entry", async () => {
  const config = `${CONFIG}policy: { requiredTags: { project: any }, allowedModels: ["eu.*", "us.*"] }\n`;
  const live = [
    aLive({ name: "bad", source: "global.amazon.nova-lite-v1:0" }),
    aLive({ name: "good", tags: { project: "x" } }),
  ];
  const { yaml, told, codes, exit } = await imported({ config, live });
  expect([exit, codes]).toEqual([0, ["import/needs-mending"]]);
  expect(told.diagnostics().map(({ detail }) => detail)).toEqual([
    'The entry "bad": `bad` has no tag `project`, which every profile must carry.',
    'The entry "bad": `global.amazon.nova-lite-v1:0` matches none of the allowed models: `eu.*` and `us.*`.',
  ]);
  expect(yaml).toContain("  # TO MEND: `bad` has no tag `project`, which every profile must carry.\n");
  expect(yaml.indexOf("TO MEND")).toBeLessThan(yaml.indexOf("  bad:\n"));
  expect(yaml.lastIndexOf("TO MEND")).toBeLessThan(yaml.indexOf("  good:\n"));
});

describe("narrowed and broken runs", () => {
  test("names are those of live profiles", async () => {
    const { yaml } = await imported({ live: TEAM, scope: { only: ["a*", "mixed"], exclude: ["mixed"] } });
    expect(bare(yaml)).toMatch(/^profiles:\n {2}ads:\n/);
    expect(yaml).not.toContain("mixed");
  });

  test("a pattern without a live profile is a slip", async () => {
    expect(await imported({ live: TEAM, scope: { only: ["adz"] } })).toMatchObject({
      exit: 64,
      yaml: "",
      codes: ["usage/scope-empty"],
    });
  });

  test("one target: other regions of the same name stay out", async () => {
    const { yaml } = await imported({ live: TEAM, scope: { targets: ["*/eu-central-1"] } });
    expect(bare(yaml)).toContain("  search:\n    model: eu.amazon.nova-lite-v1:0\n");
    expect(yaml).not.toContain("ads");
  });

  test("a target that does not answer: exit 7, the others are imported", async () => {
    const { exit, yaml, codes } = await imported({ live: TEAM, silent: [`${ACCOUNT}/eu-central-1`] });
    expect([exit, codes]).toEqual([7, ["aws/target-unreadable"]]);
    expect(bare(yaml)).toContain("  ads:\n");
  });

  test.each<[string, Partial<Given>, object, number, string]>([
    ["no file and no stack", { config: null }, {}, 6, "import/no-file"],
    ["no file and no region", { config: null }, { stack: "x" }, 64, "import/no-file"],
    ["a file and a stack", {}, { stack: "x", regions: ["us-west-2"] }, 64, "usage/contradiction"],
    ["a stack of the wrong form", { config: null }, { stack: "-", regions: ["us-west-2"] }, 6, "config/invalid-stack"],
    ["an invalid file", { config: "version: 2\n" }, {}, 6, "config/unsupported-version"],
  ])("%s", async (_, given, fresh, exit, code) => {
    const ended = await imported({ ...given, live: [] }, fresh);
    expect([ended.exit, ended.yaml]).toEqual([exit, ""]);
    expect(ended.codes).toContain(code);
  });

  test("the empty file that a redirection made is no file", async () => {
    const { exit } = await imported({ config: " \n", live: TEAM }, { stack: "genai", regions: ["us-west-2"] });
    expect(exit).toBe(0);
  });
});

test("the JSON result is as its schema says", async () => {
  const live = [...TEAM, aLive({ name: "x", tags: { AmazonBedrockManaged: "true" } })];
  const { yaml: json } = await imported({ live, format: "json", silent: [] });
  const value = JSON.parse(json);
  expect([validate(value), validate.errors]).toEqual([true, null]);
  expect(value.profiles).toHaveLength(5);
  const { yaml: broken } = await imported({ live, format: "json", silent: [`${ACCOUNT}/eu-central-1`] });
  expect([validate(JSON.parse(broken)), JSON.parse(broken).unread[0].region]).toEqual([true, "eu-central-1"]);
  expect(validate({ ...value, more: 1 })).toBe(false);
});

/** What an import writes and says, case by case. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/import.schema.json" with { type: "json" };
import { importCommand } from "../../src/commands/import.ts";
import { loadDesired } from "../../src/config/load.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { ACCOUNT, aContext, aLive, bare, EU, type Given, type Told } from "./world.ts";

const CONFIG = "version: 1\nstack: genai\nregions: [us-west-2, eu-central-1]\n";
const NOTHING = { regions: [], accounts: [] };
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

async function imported(given: Partial<Given> & { live: readonly LiveProfile[] }, fresh: object = NOTHING) {
  const told: Told = aContext({ config: CONFIG, ...given });
  const exit = await importCommand(told.context, { fresh: { ...NOTHING, ...fresh }, states: [] });
  return { exit, yaml: told.result(), codes: told.codes(), told };
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
      # Save this file beside profiles.yaml, and list it there under \`include:\`.
      # Then \`strata plan\` has to show an adoption for each of them; \`strata apply\` makes it.
      # To rename an entry, do so before that, and write the ARN behind its \`adopt:\`.

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
          regions: [us-west-2, eu-central-1]
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
          regions: [us-west-2]
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
      ["t true", "t-us-west-2 i1"],
    ],
  ])("%s", async (_, live, expected) => {
    expect(await keysOf(live)).toEqual(expected);
  });

  test("none that the file releases", async () => {
    const config = `${CONFIG}release: ["gone-*"]\n`;
    expect(await keysOf([aLive({ name: "gone/1", id: "i1" })], config)).toEqual(["import-i1 i1"]);
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

test("connects once: a second sandbox on the same state would wait for the first", async () => {
  const { context } = aContext({ config: CONFIG, live: TEAM });
  let connected = 0;
  const readPorts: typeof context.readPorts = (region) => {
    connected += 1;
    return context.readPorts(region);
  };
  await importCommand({ ...context, readPorts }, { fresh: NOTHING, states: [] });
  expect(connected).toBe(1);
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

/** Imports from a Terraform state, and the proof afterwards: what is live wins, and every doubt is said. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import schema from "../../schema/import.schema.json" with { type: "json" };
import { importCommand } from "../../src/commands/import.ts";
import { verifyCommand } from "../../src/commands/import-verify.ts";
import type { LiveProfile, Tags } from "../../src/core/profile.ts";
import { anInstance, aState, SECRET } from "./states.ts";
import { ACCOUNT, ALIKE, aContext, aLive, EU, type Given, LITE } from "./world.ts";

const CONFIG = "version: 1\nstack: genai\nregions: [us-west-2]\n";
const TAGS = { project: "x", team: "core" };
const FRESH = { regions: [], accounts: [] };
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

function stateOf(live: readonly LiveProfile[], over: object = {}): string {
  return aState([{ instances: live.map(({ arn }, index) => anInstance(arn, over, { index_key: index })) }]);
}

async function fromState(state: string, given: Partial<Given> & { live: readonly LiveProfile[] }, fresh: object = {}) {
  const told = aContext({ config: CONFIG, texts: { "tf.json": state }, ...given });
  const exit = await importCommand(told.context, { fresh: { ...FRESH, ...fresh }, states: ["tf.json"] });
  const everything = `${told.result()}${told.notes()}${JSON.stringify(told.diagnostics())}`;
  expect(everything).not.toContain(SECRET);
  return {
    exit,
    yaml: told.result(),
    codes: told.codes(),
    notes: told.notes(),
    details: told.diagnostics().map((d) => d.detail),
  };
}

describe("import --from-tfstate", () => {
  test("takes only the profiles of the state, with the source that it names", async () => {
    const alike = aLive({ name: "alike", source: ALIKE[1], tags: TAGS });
    const live = [alike, aLive({ name: "by-hand" })];
    const copyFrom = `arn:aws:bedrock:us-west-2:${ACCOUNT}:inference-profile/${ALIKE[1]}`;
    const { exit, yaml, codes, notes } = await fromState(
      stateOf([alike], { model_source: [{ copy_from: copyFrom }] }),
      { live },
    );
    expect([exit, codes]).toEqual([0, []]);
    expect(yaml).toContain(`  alike:\n    model: ${ALIKE[1]}\n`);
    expect(yaml).not.toContain("by-hand");
    const commented = notes
      .split("\n")
      .slice(1)
      .map((line) => `# ${line}`.trimEnd());
    expect(yaml).toContain(commented.join("\n"));
    expect(notes).toContain("terraform state rm 'aws_bedrock_inference_profile.app[0]'");
  });

  test("without a file: the state tells the regions", async () => {
    const live = [
      aLive({ name: "a", tags: TAGS }),
      aLive({ name: "b", target: EU, source: "eu.amazon.nova-lite-v1:0", tags: TAGS }),
    ];
    const state = aState([{ instances: [anInstance(live[0]!.arn), anInstance(live[1]!.arn, { model_source: [] })] }]);
    const { exit, yaml } = await fromState(state, { config: null, live }, { stack: "genai" });
    expect([exit, yaml.includes("\nregions: [us-west-2, eu-central-1]\n")]).toEqual([0, true]);
    expect(yaml).toContain(`  a:\n    model: ${LITE}\n`);
    expect(yaml).toContain("  b:\n    model: eu.amazon.nova-lite-v1:0\n");
  });

  test("live tags win, and the differing keys are said without a value of the state", async () => {
    const live = [aLive({ name: "a", tags: { project: "new", team: "core", "aws:x": "1" } })];
    const { yaml, codes, details } = await fromState(stateOf(live, { tags_all: { project: SECRET, team: "core" } }), {
      live,
    });
    expect([codes, yaml.includes("project: new")]).toEqual([["import/state-differs"], true]);
    expect(details).toEqual([
      "aws_bedrock_inference_profile.app[0] in tf.json: the live tags project are not as the state has them; the live ones are written.",
    ]);
  });

  test.each<[string, string, (one: LiveProfile) => { state: string; live: LiveProfile[] }]>([
    ["gone", "import/gone", (one) => ({ state: stateOf([one]), live: [] })],
    [
      "in another region",
      "import/not-looked-after",
      (one) => ({ state: stateOf([aLive({ name: "e", target: EU })]), live: [one] }),
    ],
    [
      "a malformed ARN",
      "import/state-unusable",
      (one) => ({ state: stateOf([{ ...one, arn: "arn:x" }]), live: [one] }),
    ],
    [
      "tainted",
      "import/state-unusable",
      (one) => ({ state: aState([{ instances: [anInstance(one.arn, {}, { status: "tainted" })] }]), live: [one] }),
    ],
    ["no profile at all", "import/state-unusable", (one) => ({ state: aState([]), live: [one] })],
    [
      "ours already",
      "import/ours-already",
      (one) => ({ state: stateOf([one]), live: [{ ...one, tags: { ...TAGS, "strata:stack": "genai" } }] }),
    ],
    [
      "a source that routes elsewhere now",
      "import/no-source",
      (one) => ({
        state: stateOf([one]),
        live: [{ ...one, modelArns: ["arn:aws:bedrock:us-west-2::foundation-model/x.y"] }],
      }),
    ],
    [
      "a source that the catalogue does not have",
      "import/no-source",
      (one) => ({
        state: stateOf([one], { model_source: [{ copy_from: "arn:aws:bedrock:us-west-2::inference-profile/us.x.y" }] }),
        live: [one],
      }),
    ],
  ])("%s", async (_, code, make) => {
    const { state, live } = make(aLive({ name: "a", tags: TAGS }));
    const { exit, yaml, codes } = await fromState(state, { live });
    expect([exit, codes, yaml.includes("profiles: {}")]).toEqual([0, [code], true]);
  });

  test("what is ours already still has to leave the state", async () => {
    const live = [aLive({ name: "a", tags: { ...TAGS, "strata:stack": "genai" } })];
    expect((await fromState(stateOf(live), { live })).notes).toContain("state rm");
  });

  test.each<[string, string, string]>([
    ["missing.json", "", "usage/unreadable-file"],
    ["tf.json", "{}", "import/not-a-state"],
  ])("%s cannot be used: exit 64 before AWS is asked", async (file, text, code) => {
    const told = aContext({ config: CONFIG, live: [], texts: { "tf.json": text } });
    const context = { ...told.context, readPorts: () => Promise.reject(new Error("asked")) };
    expect(await importCommand(context, { fresh: FRESH, states: [file] })).toBe(64);
    expect(told.codes()).toEqual([code]);
  });
});

const DECLARED = `${CONFIG}profiles: { a: { model: ${LITE}, tags: ${JSON.stringify(TAGS)} } }\n`;
const OURS: Tags = { ...TAGS, "strata:stack": "genai", "strata:name": "a", "strata:source": LITE };

async function verify(file: string, given: Partial<Given> & { live: readonly LiveProfile[] }) {
  const told = aContext({ config: DECLARED, texts: { "tf.json": file }, ...given });
  const exit = await verifyCommand(told.context, ["tf.json"]);
  return { exit, result: told.result(), codes: told.codes() };
}

describe("import --verify", () => {
  const ours = aLive({ name: "a", id: "p1", tags: OURS });
  const same = (over: Partial<LiveProfile> & { tags?: Tags }): LiveProfile[] => [{ ...ours, ...over }];
  const without = (...keys: string[]): Tags =>
    Object.fromEntries(Object.entries(OURS).filter(([key]) => !keys.includes(key)));
  test.each<[string, string, readonly LiveProfile[], Partial<Given>, number]>([
    ["the same", "same", [ours], {}, 0],
    ["gone", "gone", [aLive({ name: "a", id: "p2", tags: OURS })], {}, 3],
    ["not adopted yet", "not-adopted", same({ tags: without("strata:stack") }), {}, 3],
    ["another stack's", "other-stack", same({ tags: { ...OURS, "strata:stack": "y" } }), {}, 3],
    ["in no entry", "not-declared", same({ tags: { ...OURS, "strata:name": "b" }, awsName: "b" }), {}, 3],
    ["retiring", "ending", same({ tags: { ...OURS, "strata:retire-after": "2027-01-01T00:00:00Z" } }), {}, 3],
    [
      "about to be replaced",
      "ending",
      same({ tags: { ...OURS, "strata:source": "us.x.y" }, modelArns: ["arn:x"] }),
      {},
      3,
    ],
    [
      "about to be deleted as a double",
      "ending",
      [...same({ createdAt: "2026-09-09T00:00:00.000Z" }), aLive({ name: "a", id: "p0", tags: OURS })],
      {},
      3,
    ],
    ["not read", "not-read", [ours], { silent: [`${ACCOUNT}/us-west-2`] }, 3],
    [
      "where the file does not look",
      "not-looked-after",
      [ours],
      { config: DECLARED.replace("us-west-2", "us-east-1") },
      3,
    ],
  ])("%s", async (_, verdict, live, given, exit) => {
    const told = await verify(stateOf([ours]), { live, format: "json", ...given });
    const value = JSON.parse(told.result);
    expect([told.exit, value.verified.map((row: { verdict: string }) => row.verdict), value.same]).toEqual([
      exit,
      [verdict],
      exit === 0 ? 1 : 0,
    ]);
    expect([validate(value), validate.errors]).toEqual([true, null]);
  });

  test("as a table", async () => {
    const live = [ours, aLive({ name: "b", id: "p3" })];
    const { result, exit } = await verify(stateOf([...live, aLive({ name: "c", id: "p4" })]), { live });
    expect([exit, result]).toMatchInlineSnapshot(`
      [
        3,
        "NAME  ACCOUNT       REGION     ID  STATE
            111122223333  us-west-2  p4  GONE: no live profile has this ARN
      a     111122223333  us-west-2  p1  same ARN, ours
      b     111122223333  us-west-2  p3  NOT ADOPTED: managed by nobody yet

      1 of 3 ARNs the same and ours: the hand-over is not complete.
      ",
      ]
    `);
  });

  test("lag of GetResources does not count", async () => {
    const stale = new Map([[ours.arn, TAGS]]);
    expect((await verify(stateOf([ours]), { live: [ours], stale })).exit).toBe(0);
    const retiring = same({ tags: { ...OURS, "strata:retire-after": "2027-01-01T00:00:00Z" } });
    expect((await verify(stateOf([ours]), { live: retiring, stale: new Map([[ours.arn, OURS]]) })).exit).toBe(3);
  });

  test("ARNs of another target than the run is narrowed to are left out", async () => {
    const file = JSON.stringify({
      formatVersion: "1.0",
      profiles: [{ arn: ours.arn }, { arn: aLive({ name: "x", target: EU }).arn }],
    });
    const config = DECLARED.replace("[us-west-2]", "[us-west-2, eu-central-1]");
    const { exit, result } = await verify(file, {
      config,
      live: [ours],
      scope: { targets: ["*/us-west-2"] },
      format: "json",
    });
    expect([exit, JSON.parse(result).verified.length]).toEqual([0, 1]);
  });

  test("without files: the ARNs that the configuration adopts", async () => {
    const config = DECLARED.replace("{ model", `{ adopt: "${ours.arn}", model`);
    const told = aContext({ config, live: [ours], format: "json" });
    expect([await verifyCommand(told.context, []), JSON.parse(told.result()).same]).toEqual([0, 1]);
  });

  test.each<[string, string, readonly string[], string]>([
    ["no ARN anywhere", "", [], "import/nothing-to-verify"],
    ["an empty list", '{"formatVersion":"1.0","profiles":[]}', ["tf.json"], "import/nothing-to-verify"],
    ["JSON of something else", '{"formatVersion":"2.0","profiles":[]}', ["tf.json"], "import/not-a-state"],
    ["the YAML itself", "profiles: {}", ["tf.json"], "import/not-a-state"],
    ["no such file", "", ["other.json"], "usage/unreadable-file"],
  ])("%s: exit 64", async (_, text, files, code) => {
    const told = aContext({ config: DECLARED, live: [ours], texts: { "tf.json": text } });
    expect([await verifyCommand(told.context, files), told.codes()]).toEqual([64, [code]]);
  });
});

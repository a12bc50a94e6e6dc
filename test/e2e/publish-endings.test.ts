/** No parameter ever names a profile that has ended, whatever goes wrong on the way. Uses the built command. */
import { BedrockClient, CreateInferenceProfileCommand } from "@aws-sdk/client-bedrock";
import { PutParameterCommand, RemoveTagsFromResourceCommand } from "@aws-sdk/client-ssm";
import { afterEach, expect, test } from "vitest";
import { anAppliedStack, aPublishedStack, BOT, CREDENTIALS, type PublishedStack, SEARCH } from "./published-stack.ts";

const PARAMETER = { ResourceType: "Parameter" } as const;

let sandbox: PublishedStack["sandbox"];
let ssm: PublishedStack["ssm"];
let { run, edit, held, arnOf } = {} as PublishedStack;
const applied = async (change?: (text: string) => string) => {
  ({ sandbox, ssm, run, edit, held, arnOf } = await anAppliedStack(change));
};
afterEach(() => sandbox.close());

const live = () => sandbox.profiles().map(({ arn }) => arn);
const anotherModel = () => edit((text) => text.replace("nova-lite", "nova-micro"));

test.each([
  ["the parameter may not be written", ["PutParameter"], "still holds its ARN", 3],
  ["the parameters may not be read", ["GetParameters"], "could not be read", 5],
])("grace 0, and %s: the old ARN goes on", async (_, denied, why, code) => {
  await applied();
  const old = arnOf("bot") ?? "";
  anotherModel();
  sandbox.behaviour.deniedOperations = denied;
  const ended = await run("apply", "--yes");
  expect([ended.code, ended.stdout.replaceAll(/\s+/g, " ").includes(why)]).toEqual([code, true]);
  sandbox.behaviour.deniedOperations = [];
  expect([live().includes(old), await held(BOT)]).toEqual([true, old]);
  expect((await run("apply", "--yes")).code).toBe(0);
  expect(live()).not.toContain(old);
  expect(live()).toContain(await held(BOT));
  expect((await run("plan", "--detailed-exitcode")).code).toBe(0);
});

test("a retirement that is due moves the parameter on first, also with --due alone", async () => {
  await applied((text) => text.replace("grace: 0", "grace: 24h"));
  const old = arnOf("bot") ?? "";
  anotherModel();
  sandbox.behaviour.deniedOperations = ["PutParameter"];
  expect((await run("apply", "--yes")).code).toBe(3);
  const { tags } = sandbox.profiles().find(({ arn }) => arn === old) ?? { tags: {} };
  await sandbox.setTags(old, { ...tags, "strata:retire-after": "2026-01-01T00:00:00Z" });
  expect((await run("apply", "--due", "--yes")).code).toBe(3);
  expect([live().includes(old), await held(BOT)]).toEqual([true, old]);
  sandbox.behaviour.deniedOperations = [];
  expect((await run("apply", "--due", "--yes")).code).toBe(0);
  expect([live().includes(old), live().includes((await held(BOT)) ?? "")]).toEqual([false, true]);
});

const without = (name: string) => edit((text) => text.replace(new RegExp(`  ${name}:\\n( {4}.*\\n)+`), ""));
const moveAll = () => edit((text) => text.replace("/genai/{project}/{name}", "/ai/{name}"));
const deny = (...operations: string[]) => {
  sandbox.behaviour.deniedOperations = operations;
};
const writes = () =>
  sandbox.calls.map(({ operation }) => operation).filter((name) => /^(Put|Delete)(Parameter|Inference)/.test(name));

test("a delete takes the parameter first, and ends nothing whose parameter may not go", async () => {
  await applied();
  without("bot");
  deny("ssm:DeleteParameter");
  expect((await run("apply", "--yes")).code).toBe(3);
  expect(await held(BOT)).toBe(arnOf("bot"));
  deny();
  const before = writes().length;
  expect((await run("apply", "--yes")).code).toBe(0);
  expect(writes().slice(before)).toEqual(["DeleteParameter", "DeleteInferenceProfile"]);
  expect([await held(BOT), arnOf("bot")]).toEqual([null, undefined]);
});

test("a move with grace 0: new path, former path, then the old ARN", async () => {
  await applied();
  const old = arnOf("bot") ?? "";
  moveAll();
  anotherModel();
  deny("ssm:DeleteParameter");
  expect((await run("apply", "--yes")).code).toBe(3);
  expect([await held(BOT), live().includes(old)]).toEqual([old, true]);
  expect(live()).toContain(await held("/ai/bot"));
  deny();
  expect((await run("apply", "--yes")).code).toBe(0);
  expect([await held(BOT), live().includes(old)]).toEqual([null, false]);
});

test("--due ends no ARN whose parameter only another plan would move", async () => {
  await applied((text) => text.replace("grace: 0", "grace: 24h"));
  const old = arnOf("bot") ?? "";
  anotherModel();
  deny("ssm:PutParameter");
  await run("apply", "--yes");
  deny();
  const { tags } = sandbox.profiles().find(({ arn }) => arn === old) ?? { tags: {} };
  await sandbox.setTags(old, { ...tags, "strata:retire-after": "2026-01-01T00:00:00Z" });
  moveAll();
  expect((await run("apply", "--due")).code).toBe(3);
  expect([await held(BOT), live().includes(old)]).toEqual([old, true]);
});

test.each<[string, () => unknown, string[]]>([
  [
    "its marks are gone",
    () => ssm.send(new RemoveTagsFromResourceCommand({ ...PARAMETER, ResourceId: BOT, TagKeys: ["strata:stack"] })),
    [],
  ],
  ["the file publishes nothing any more", () => edit((text) => text.replace(/^publish:.*\n/m, "")), []],
  [
    "its path passes on to an entry out of scope",
    () => edit((text) => text.replace("  bot:", "  other:").replace("/{name}", "")),
    ["--only", "bot"],
  ],
])("%s: the plan says so, and the ARN goes on", async (_, change, scope) => {
  await applied(scope.length > 0 ? (text) => text.replace("/{name}", "") : undefined);
  const old = arnOf("bot") ?? "";
  if (scope.length === 0) anotherModel();
  await change();
  const plan = await run("plan", ...scope);
  expect([plan.code, plan.stdout.includes("A parameter holds the ARN that would end")]).toEqual([5, true]);
  expect((await run("apply", "--yes", ...scope)).code).toBe(5);
  expect(live()).toContain(old);
});

test("where the new path is taken, readers keep the former one", async () => {
  await applied();
  await ssm.send(new PutParameterCommand({ Name: "/ai/bot", Value: "theirs", Type: "String" }));
  moveAll();
  expect((await run("apply", "--yes")).code).toBe(5);
  expect([await held("/ai/bot"), await held(BOT), await held(SEARCH)]).toEqual(["theirs", arnOf("bot"), null]);
});

test("an entry that takes over another's path: the new ARN stands there before the old one ends", async () => {
  await applied((text) => text.replace("/{name}", ""));
  edit((text) => text.replace("  bot:", "  other:"));
  expect((await run("apply", "--yes")).code).toBe(0);
  expect(await held("/genai/app01")).toBe(arnOf("other"));
  expect((await run("drift", "--detailed-exitcode")).code).toBe(0);
});

test("of doubles that a lost reply made, the one that a parameter may not leave stays", async () => {
  await applied();
  anotherModel();
  sandbox.behaviour.uniqueNames = false;
  sandbox.behaviour.tokenReplay = "ignored-new";
  sandbox.behaviour.faults = [
    { kind: "reset", when: "after", operations: ["CreateInferenceProfile"], times: 1 },
    { kind: "denied", operations: ["PutParameter"], skip: 1 },
  ];
  expect((await run("apply", "--yes")).code).toBe(3);
  expect(live()).toContain(await held(BOT));
});

test("an adoption that --additive leaves is not published either", async () => {
  ({ sandbox, run, edit, held, arnOf } = await aPublishedStack());
  edit((text) => `${text}  mine: { model: us.amazon.nova-lite-v1:0, adopt: true, tags: { project: x } }\n`);
  const source = "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-lite-v1:0";
  const bedrock = new BedrockClient({ endpoint: sandbox.url, region: "us-west-2", credentials: CREDENTIALS });
  await bedrock.send(
    new CreateInferenceProfileCommand({ inferenceProfileName: "mine", modelSource: { copyFrom: source } }),
  );
  await run("apply", "--additive");
  expect(await held("/genai/x/mine")).toBeNull();
  expect((await run("apply", "--yes")).code).toBe(0);
  expect(await held("/genai/x/mine")).toBe(arnOf("mine"));
});

test("a move whose tag edit failed leaves the former name", async () => {
  await applied();
  edit((text) => text.replace("app01", "app09"));
  expect((await run("plan")).stdout).toContain("! 1 parameter moves: whoever still reads the former path");
  expect((await run("plan", "--format", "markdown")).stdout).toContain("**1 parameter moves with this change.**");
  sandbox.behaviour.deniedOperations = ["bedrock:TagResource"];
  expect((await run("apply", "--yes")).code).toBe(3);
  expect(await held(BOT)).toBe(arnOf("bot"));
});

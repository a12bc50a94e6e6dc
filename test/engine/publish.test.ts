/** The last moment before a parameter is written: whose it is by then, and whether a lost reply had written it. */
import { DeleteParameterCommand, GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ParameterChange, PlannedParameter } from "../../src/core/parameter-change.ts";
import type { ParameterOutcome } from "../../src/core/parameter-outcome.ts";
import { hashOfParameter } from "../../src/core/parameters.ts";
import type { Tags } from "../../src/core/profile.ts";
import { type PublishContext, Publisher } from "../../src/engine/publish.ts";
import { aWorld, type World } from "./world.ts";

const KEY = { account: "111122223333", region: "us-west-2", name: "app" };
const PATH = "/genai/app";
const OURS = [
  { Key: "strata:stack", Value: "genai" },
  { Key: "strata:name", Value: "app" },
];

let world: World;
let ssm: SSMClient;
/** A profile of ours that serves the key. */
let NEW: string;
beforeEach(async () => {
  world = await aWorld();
  NEW = await profile();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  ssm = new SSMClient({ endpoint: world.sandbox.url, region: KEY.region, credentials, maxAttempts: 1 });
});
afterEach(() => world.sandbox.close());

const profile = async (tags: Tags = { "strata:stack": "genai", "strata:name": "app" }, name = "app") => {
  const source = `arn:aws:bedrock:us-west-2:${KEY.account}:inference-profile/us.amazon.nova-lite-v1:0`;
  const made = await world.ports
    .writer(KEY)
    .createProfile({ name, description: null, copyFrom: source, tags, token: name });
  if (!made.ok) throw new Error(made.fault.message);
  return made.value;
};
const put = (Value: string, Tags = OURS) =>
  ssm.send(new PutParameterCommand({ Name: PATH, Value, Type: "String", Tags }));
const held = () =>
  ssm.send(new GetParameterCommand({ Name: PATH })).then(
    ({ Parameter }) => Parameter?.Value,
    () => null,
  );

function aPlanned(over: Partial<ParameterChange>): PlannedParameter {
  const change: ParameterChange = {
    action: "publish",
    key: KEY,
    parameter: PATH,
    from: null,
    to: NEW,
    because: "missing",
    declaredAt: null,
    ...over,
  };
  return { ...change, hash: hashOfParameter(change) };
}

async function publish(
  planned: PlannedParameter,
  isStopping = false,
  ports: PublishContext["ports"] = world.ports,
): Promise<ParameterOutcome | undefined> {
  const ended: ParameterOutcome[] = [];
  const publisher = new Publisher([planned], {
    ports,
    stack: "genai",
    formerStacks: [],
    changes: [],
    planned: [],
    found: [],
    unread: new Set(),
    isStopping: () => isStopping,
    onOutcome: (outcome) => ended.push(outcome),
  });
  await publisher.rest();
  return ended[0];
}

describe("no reply ever comes", () => {
  const LOST = {
    kind: "unavailable",
    retryable: true,
    operation: "ssm:PutParameter",
    message: "cut",
    ambiguous: true,
  } as const;

  /** Its writes are done, or not, and nobody is told. */
  function silent(isDone: boolean): PublishContext["ports"] {
    const write = async (path: string, value: string, tags?: Readonly<Record<string, string>>) => {
      const writer = world.ports.parameterWriter(KEY);
      if (isDone)
        await (tags === undefined ? writer.overwriteParameter(path, value) : writer.createParameter(path, value, tags));
      return { ok: false, fault: LOST, attempts: 3 } as const;
    };
    const writer = { ...world.ports.parameterWriter(KEY), createParameter: write, overwriteParameter: write };
    return { ...world.ports, parameterWriter: () => writer };
  }

  test.each([
    ["made", null, true, "already"],
    ["not made", null, false, "failed"],
    ["overwritten", "arn:old", true, "already"],
    ["not overwritten", "arn:old", false, "failed"],
  ])("%s: the parameter itself tells", async (_, from, isDone, status) => {
    if (from !== null) await put(from);
    expect(await publish(aPlanned({ from }), false, silent(isDone))).toMatchObject({ status });
    expect(await held()).toBe(isDone ? NEW : from);
  });
});

describe("publish", () => {
  test("a stranger has made it since the plan: left alone", async () => {
    await put("theirs", []);
    expect(await publish(aPlanned({}))).toMatchObject({ status: "stale", arn: null });
    expect(await held()).toBe("theirs");
  });

  test("its mark was taken away since the plan: left alone", async () => {
    await put("x", []);
    expect(await publish(aPlanned({ from: "x" }))).toMatchObject({ status: "stale", arn: "x" });
    expect(await held()).toBe("x");
  });

  test("it was deleted since the plan: made anew", async () => {
    expect(await publish(aPlanned({ from: "x" }))).toMatchObject({ status: "applied", arn: NEW });
    expect(await held()).toBe(NEW);
  });

  test("the reply of the put is lost: it is ours, and holds the ARN", async () => {
    world.sandbox.behaviour.faults = [{ kind: "reset", when: "after", operations: ["PutParameter"], times: 1 }];
    expect(await publish(aPlanned({}))).toMatchObject({ status: "applied", arn: NEW });
    expect(await held()).toBe(NEW);
  });

  test("the mark of another profile of ours becomes that of this one", async () => {
    await put("x", [OURS[0] as (typeof OURS)[0], { Key: "strata:name", Value: "former" }]);
    expect(await publish(aPlanned({ from: "x" }))).toMatchObject({ status: "applied" });
    const tags = await world.ports.parameters(KEY).readParameterTags(PATH);
    expect(tags.ok && tags.value["strata:name"]).toBe("app");
  });

  test("somebody has put something else there since the plan: left alone", async () => {
    await put("theirs by now");
    expect(await publish(aPlanned({ from: "x" }))).toMatchObject({ status: "stale", arn: "theirs by now" });
    expect(await publish(aPlanned({}))).toMatchObject({ status: "stale", arn: "theirs by now" });
    expect(await held()).toBe("theirs by now");
  });

  test.each<[string, Tags | null, string, string | null]>([
    ["gone", null, "stale", null],
    ["not ours", {}, "skipped", "unmet"],
    ["another entry's", { "strata:stack": "genai", "strata:name": "other" }, "skipped", "unmet"],
    [
      "retiring",
      { "strata:stack": "genai", "strata:name": "app", "strata:retire-after": "2026-12-01T00:00:00Z" },
      "skipped",
      "unmet",
    ],
  ])("an ARN whose profile is %s by then is not published", async (_, tags, status, skip) => {
    await put("arn:old");
    const to = tags === null ? NEW.replace(/\w+$/, "gone00000000") : await profile(tags, "app-2");
    expect(await publish(aPlanned({ from: "arn:old", to }))).toMatchObject({ status, skip });
    expect(await held()).toBe("arn:old");
  });

  test("a stopped run begins nothing", async () => {
    expect(await publish(aPlanned({}), true)).toMatchObject({ status: "skipped", skip: "stopped" });
    expect(await held()).toBeNull();
  });
});

describe("unpublish", () => {
  const gone = aPlanned({ action: "unpublish", from: "x", to: null, because: "profile-ends" });

  test("ours goes, a stranger's stays, and what is gone is gone", async () => {
    await put("x", []);
    expect(await publish(gone)).toMatchObject({ status: "stale" });
    expect(await held()).toBe("x");
    await ssm.send(new DeleteParameterCommand({ Name: PATH }));
    await put("x");
    expect(await publish(gone)).toMatchObject({ status: "applied", arn: null });
    expect(await publish(gone)).toMatchObject({ status: "already", arn: null });
    await put("another ARN by now");
    expect(await publish(gone)).toMatchObject({ status: "stale" });
    expect(await held()).toBe("another ARN by now");
  });
});

test("listing pages, batches of ten, and the bulk read's lag", async () => {
  world.sandbox.behaviour.pageSizeCap = 2;
  for (let index = 0; index < 12; index += 1) {
    const Name = `/genai/p${index}`;
    await ssm.send(new PutParameterCommand({ Name, Value: String(index), Type: "String", Tags: OURS }));
  }
  const reader = world.ports.parameters(KEY);
  const marked = await reader.listMarked({ stack: "genai", formerStacks: [] });
  const values = await reader.readParameters([...Array(12).keys()].map((index) => `/genai/p${index}`));
  expect([marked.ok && marked.value.size, values.ok && values.value.size, values.attempts]).toEqual([12, 12, 2]);
});

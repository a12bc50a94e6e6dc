/** `doctor` against the sandbox, through the real SDKs: each thing that can be wrong, one at a time. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readGateway } from "../../src/aws/bedrock-gateway.ts";
import { billingReader } from "../../src/aws/billing-gateway.ts";
import { AwsClients } from "../../src/aws/clients.ts";
import { doctorGateway } from "../../src/aws/doctor-gateway.ts";
import { parameterReader } from "../../src/aws/parameter-gateway.ts";
import { identityGateway } from "../../src/aws/sts-gateway.ts";
import { usageGateway } from "../../src/aws/usage-gateway.ts";
import { checkUp, type TargetCheckup } from "../../src/core/checkup.ts";
import type { Desired, DesiredAccount } from "../../src/core/desired.ts";
import { CALLER, targetId } from "../../src/core/profile.ts";
import { examine } from "../../src/engine/examine.ts";
import { makePacer } from "../../src/engine/pace.ts";
import type { DoctorPorts } from "../../src/engine/ports.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { ACCOUNT, aDesired, aState, LITE, NOW } from "../fakes/values.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const OTHER = "444455556666";
const EU = "eu-central-1";
const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  await sandbox.put({ region: "us-west-2", name: "there", source: LITE, tags: { project: "x" } });
});
afterEach(() => sandbox.close());

/** CloudWatch is asked about the last hour, which is that of the sandbox. */
const CLOCK = { now: () => new Date().toISOString() };

/** Time passes at once, so that waiting for a region that never answers takes no time. */
function portsOf(roleName?: string): DoctorPorts {
  let now = 0;
  const clock = {
    elapsedMs: () => now,
    sleep: async (ms: number) => {
      now += ms;
    },
  };
  const clients = new AwsClients({
    endpoint: sandbox.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: "us-west-2",
    sessionName: "test",
    pace: makePacer({ clock, random: () => 0.5 }).pace,
    ...(roleName === undefined ? {} : { roleName }),
  });
  return {
    assumesRoles: roleName !== undefined,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    usage: (target) => usageGateway(clients, target),
    parameters: (target) => parameterReader(clients, target),
    billing: { hasOwnRole: false, reader: (payer) => billingReader(clients, payer) },
    doctor: (target) => doctorGateway(clients, target),
  };
}

const anAccount = (id: string, more: Partial<DesiredAccount> = {}): DesiredAccount => ({
  id,
  regions: ["us-west-2"],
  pending: false,
  ...more,
});

function aConfiguration(accounts: readonly DesiredAccount[] = [anAccount(ACCOUNT)]): Desired {
  const profiles = accounts.flatMap(({ id, regions }) =>
    regions.map((region) => {
      const profile = aDesired({ region, candidates: region === EU ? [`eu.${SONNET}`] : [LITE] });
      return { ...profile, key: { ...profile.key, account: id } };
    }),
  );
  return aState(profiles, { accounts });
}

interface Looked {
  readonly roleName?: string;
  readonly now?: string;
}

async function look(desired = aConfiguration(), { roleName, now = NOW }: Looked = {}): Promise<TargetCheckup[]> {
  const examined = await examine(desired, portsOf(roleName), { declared: desired, clock: CLOCK });
  return examined.reads.map((read) => checkUp(read, examined.desired, now));
}

/** `kind or subject: status` of every row that is neither right nor about writing. */
function wrong(checkup: TargetCheckup | undefined): string[] {
  const rows = (checkup?.checks ?? []).filter(({ status, kind }) => status !== "ok" && kind !== "writing");
  return rows.map(({ kind, subject, status }) => `${subject ?? kind}: ${status}`);
}

const operations = () => sandbox.calls.map(({ operation }) => operation);

describe("all well", () => {
  test("every check is made and right, and nothing that is sent can change anything", async () => {
    const [checkup, ...others] = await look();
    expect(others).toEqual([]);
    expect(checkup).toMatchObject({ account: ACCOUNT, status: "read", quota: { used: 1, limit: 1000, left: 999 } });
    expect(wrong(checkup)).toEqual([]);
    expect(operations().sort()).toEqual([
      "GetCallerIdentity",
      "GetFoundationModelAvailability",
      "GetInferenceProfile",
      "GetMetricData",
      "GetResources",
      "GetServiceQuota",
      "ListFoundationModels",
      "ListInferenceProfiles",
      "ListInferenceProfiles",
      "ListMetrics",
      "ListTagsForResource",
    ]);
  });

  test("without an account in the file: the caller's own, with its number", async () => {
    const [checkup] = await look(aConfiguration([anAccount(CALLER)]));
    expect([checkup?.account, checkup?.status, wrong(checkup)]).toEqual([ACCOUNT, "read", []]);
  });

  test("each target is told as it begins and as it ends", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "ListInferenceProfiles", region: EU }];
    const declared = aConfiguration([
      anAccount(ACCOUNT, { name: "prod", regions: ["us-west-2", EU] }),
      anAccount(OTHER),
      anAccount("777788889999", { pending: true }),
    ]);
    const told: string[] = [];
    await examine(declared, portsOf(), {
      declared,
      clock: CLOCK,
      onTargets: (targets) => told.push(...targets.map((one) => `${one.accountName} ${targetId(one.target)}`)),
      onBegin: (target) => told.push(`begin ${targetId(target)}`),
      onTarget: (one) => {
        const seen = one.status === "read" ? one.live.length : (one.fault?.kind ?? "");
        told.push(`end ${targetId(one.target)} ${one.status} ${seen}`.trimEnd());
      },
    });
    const [a, b, c, d, ...rest] = told;
    const [west, eu] = [`${ACCOUNT}/us-west-2`, `${ACCOUNT}/${EU}`];
    const [other, pending] = [`${OTHER}/us-west-2`, "777788889999/us-west-2"];
    expect([a, b, c, d]).toEqual([`prod ${west}`, `prod ${eu}`, `undefined ${other}`, `undefined ${pending}`]);
    expect(rest.toSorted()).toEqual(
      [
        ...[west, eu, other].map((id) => `begin ${id}`),
        `end ${west} read 1`,
        `end ${eu} unreadable denied`,
        `end ${other} unreadable`,
        `end ${pending} pending`,
      ].toSorted(),
    );
  });

  test("several accounts through a role: one identity each, whatever the regions; a pending one is not asked", async () => {
    const accounts = [
      anAccount(ACCOUNT, { regions: ["us-west-2", EU] }),
      anAccount(OTHER),
      anAccount("777788889999", { pending: true }),
    ];
    const declared = aConfiguration(accounts);
    const examined = await examine(declared, portsOf("strata"), { declared, clock: CLOCK });
    expect(examined.pending).toEqual([{ account: "777788889999", region: "us-west-2" }]);
    const rows = examined.reads.map((read) => checkUp(read, examined.desired, NOW));
    expect(rows.map(({ account, region, status }) => `${account} ${region} ${status}`)).toEqual([
      `${ACCOUNT} us-west-2 read`,
      `${ACCOUNT} ${EU} read`,
      `${OTHER} us-west-2 read`,
    ]);
    expect(rows[2]?.checks[0]?.text).toBe(`arn:aws:sts::${OTHER}:assumed-role/strata/test`);
    expect(operations().filter((name) => name === "GetCallerIdentity")).toHaveLength(2);
    expect(sandbox.calls.some(({ account }) => account === "777788889999")).toBe(false);
  });

  test("no profile yet: that permission is skipped, and said so", async () => {
    expect(wrong((await look(aConfiguration([anAccount(ACCOUNT, { regions: [EU] })])))[0])).toEqual([
      "bedrock:ListTagsForResource: skipped",
    ]);
  });
});

describe("a permission denied: its own row, and no other", () => {
  test.each<[string, string, string[], "read" | "unreadable"]>([
    [
      "bedrock:ListInferenceProfiles",
      "failed",
      [
        "bedrock:ListTagsForResource",
        "bedrock:GetInferenceProfile",
        "bedrock:GetFoundationModelAvailability",
        "quota",
        LITE,
      ],
      "unreadable",
    ],
    ["bedrock:ListTagsForResource", "failed", [], "unreadable"],
    ["tag:GetResources", "warning", [], "read"],
    ["bedrock:ListFoundationModels", "warning", [LITE], "read"],
    ["bedrock:GetInferenceProfile", "warning", [], "read"],
    ["bedrock:GetFoundationModelAvailability", "warning", [LITE], "read"],
    ["servicequotas:GetServiceQuota", "warning", ["quota"], "read"],
    ["cloudwatch:GetMetricData", "warning", [], "read"],
    ["cloudwatch:ListMetrics", "warning", [], "read"],
  ])("%s", async (action, status, cannotBeTold, readable) => {
    sandbox.behaviour.faults = [{ kind: "denied", operations: [action.split(":")[1] ?? ""] }];
    const [checkup] = await look();
    expect(wrong(checkup)).toEqual([`${action}: ${status}`, ...cannotBeTold.map((row) => `${row}: skipped`)]);
    expect(checkup?.status).toBe(readable);
    const row = checkup?.checks.find(({ subject }) => subject === action);
    expect(row).toMatchObject({ fault: { kind: "denied", operation: action }, mend: expect.any(String) });
  });
});

describe("where the file publishes", () => {
  const publishing = () => aState([aDesired(), aDesired({ name: "b" })], { publishSsm: "/genai/{name}" });
  const ofService = (service: string) =>
    sandbox.calls.filter((call) => call.service === service).map(({ operation }) => operation);

  test("all paths in one reading, the tags of one, and nothing is written", async () => {
    const [checkup] = await look(publishing());
    expect([checkup?.status, wrong(checkup)]).toEqual(["read", []]);
    expect(ofService("ssm")).toEqual(["GetParameters", "ListTagsForResource"]);
  });

  test.each(["ssm:GetParameters", "ssm:ListTagsForResource"])("%s denied: its own row alone", async (operation) => {
    sandbox.behaviour.deniedOperations = [operation];
    const [checkup] = await look(publishing());
    expect([checkup?.status, wrong(checkup)]).toEqual(["read", [`${operation}: warning`]]);
  });

  test("a target where nothing is published is not asked", async () => {
    const here = publishing();
    const accounts = [anAccount(ACCOUNT, { regions: ["us-west-2", EU] })];
    const [, eu] = await look({ ...here, accounts });
    expect(wrong(eu)).toEqual([
      "bedrock:ListTagsForResource: skipped",
      "bedrock:GetFoundationModelAvailability: skipped",
      "ssm:GetParameters: skipped",
      "ssm:ListTagsForResource: skipped",
    ]);
  });
});

describe("billing", () => {
  const keyed = (): Desired => ({ ...aConfiguration(), costAllocationTags: ["project"] });
  const billingOf = async (declared: Desired, scoped = declared) =>
    (await examine(scoped, portsOf(), { declared, clock: CLOCK })).billing;

  test("asked once, whatever the targets are; not at all without a key", async () => {
    const accounts = [anAccount(ACCOUNT, { regions: ["us-west-2", EU] })];
    expect(await billingOf({ ...keyed(), accounts })).toMatchObject({ status: "read", account: ACCOUNT });
    expect(operations().filter((name) => name === "ListCostAllocationTags")).toHaveLength(1);
    expect(await billingOf(aConfiguration())).toBeNull();
  });

  test("the payer is that of the whole file, not that of the scope", async () => {
    const declared = { ...keyed(), billingAccount: OTHER };
    expect(await billingOf(declared, aConfiguration())).toMatchObject({ reason: "no-role", account: OTHER });
  });
});

describe("credentials", () => {
  test("of another account, and no role named: nothing is asked there", async () => {
    const [checkup] = await look(aConfiguration([anAccount(OTHER)]));
    expect([checkup?.status, wrong(checkup)[0]]).toEqual(["unreadable", "credentials: failed"]);
    expect(checkup?.checks[0]?.text).toContain(`belong to account ${ACCOUNT}, not to ${OTHER}`);
    expect(operations()).toEqual(["GetCallerIdentity"]);
  });

  test("a role that cannot be assumed: that account alone", async () => {
    sandbox.behaviour.deniedOperations = [{ operation: "sts:AssumeRole", account: OTHER }];
    const [mine, theirs] = await look(aConfiguration([anAccount(ACCOUNT), anAccount(OTHER)]), { roleName: "strata" });
    expect(wrong(mine)).toEqual([]);
    expect(theirs?.status).toBe("unreadable");
    expect(theirs?.checks[0]).toMatchObject({
      status: "failed",
      text: "the role cannot be assumed",
      fault: { operation: "sts:AssumeRole", kind: "denied" },
    });
  });

  test("expired", async () => {
    sandbox.behaviour.faults = [{ kind: "expired" }];
    const [checkup] = await look(aConfiguration([anAccount(CALLER)]));
    expect(checkup).toMatchObject({ account: null, status: "unreadable" });
    expect(checkup?.checks[0]).toMatchObject({ status: "failed", text: "the credentials are not accepted" });
    expect(operations()).toEqual(["GetCallerIdentity"]);
  });

  test("that expire on the way: each permission says so", async () => {
    sandbox.behaviour.faults = [{ kind: "expired", skip: 1 }];
    const [checkup] = await look();
    expect([checkup?.status, wrong(checkup)[0]]).toEqual(["unreadable", "region: skipped"]);
    expect(checkup?.checks.find(({ subject }) => subject === "bedrock:ListInferenceProfiles")?.text).toBe(
      "not accepted",
    );
  });
});

describe("a region", () => {
  const both = aConfiguration([anAccount(ACCOUNT, { regions: ["us-west-2", EU] })]);

  test("that is not enabled: told as such, the other one is well", async () => {
    sandbox.behaviour.disabledRegions = [EU];
    const [west, eu] = await look(both);
    expect([wrong(west), eu?.status]).toEqual([[], "unreadable"]);
    expect(eu?.checks[1]).toMatchObject({
      kind: "region",
      status: "failed",
      text: expect.stringContaining("not enabled"),
    });
  });

  test("that does not answer: waited for, then told", async () => {
    sandbox.behaviour.faults = [{ kind: "reset", regions: [EU] }];
    const [west, eu] = await look(both);
    expect([wrong(west), eu?.status]).toEqual([[], "unreadable"]);
    expect(wrong(eu).slice(0, 2)).toEqual(["region: skipped", "bedrock:ListInferenceProfiles: failed"]);
    expect(operations().filter((name) => name === "ListInferenceProfiles").length).toBeGreaterThan(4);
  });
});

describe("quota", () => {
  test.each([
    [1, "failed", { used: 1, limit: 1, left: 0, wanted: 1 }],
    [2, "warning", { used: 1, limit: 2, left: 1, wanted: 1 }],
    [20, "ok", { used: 1, limit: 20, left: 19, wanted: 1 }],
  ])("of %i: %s", async (quota, status, use) => {
    sandbox.behaviour.quota = quota;
    const [checkup] = await look();
    expect(checkup?.quota).toEqual(use);
    expect(checkup?.checks.find(({ kind }) => kind === "quota")?.status).toBe(status);
    expect(checkup?.status).toBe("read");
  });

  test("none applied: AWS's default value, by a second call", async () => {
    Object.assign(sandbox.behaviour, { appliedQuotas: false, quota: 7 });
    const [checkup] = await look();
    expect(checkup?.quota?.limit).toBe(1000);
    expect(wrong(checkup)).toEqual([]);
    expect(operations()).toContain("GetAWSDefaultServiceQuota");
  });
});

describe("models", () => {
  const legacy = "anthropic.claude-3-haiku-20240307-v1:0";
  const using = (candidates: readonly string[]) => aState([aDesired({ candidates })]);
  const modelRow = async (desired: Desired, now?: string) => {
    const [checkup] = await look(desired, now === undefined ? {} : { now });
    return checkup?.checks.find(({ kind }) => kind === "model");
  };

  test.each([
    ["2027-03-09T23:59:59Z", "warning", "the model is LEGACY and ends on 2027-03-10"],
    ["2027-03-10T00:00:00Z", "failed", "the model reached its end of life on 2027-03-10"],
  ])("end of life, seen at %s", async (now, status, text) => {
    expect(await modelRow(using([legacy]), now)).toMatchObject({ subject: legacy, status, text });
  });

  test("access missing", async () => {
    sandbox.behaviour.unauthorizedModels = ["amazon.nova-lite-v1:0"];
    expect(await modelRow(using([LITE]))).toMatchObject({ subject: LITE, status: "failed" });
  });

  test("an agreement that nobody has accepted", async () => {
    sandbox.behaviour.unsubscribedModels = [SONNET];
    const row = await modelRow(using([`us.${SONNET}`]));
    expect(row).toMatchObject({ status: "warning", text: "its agreement has not been accepted" });
  });

  test("a source that the region does not offer, and one that takes no on-demand calls", async () => {
    expect(await modelRow(using([`eu.${SONNET}`]))).toMatchObject({
      status: "failed",
      text: "the region does not offer it",
    });
    expect(await modelRow(using([SONNET]))).toMatchObject({ text: "it answers only through a system profile" });
  });
});

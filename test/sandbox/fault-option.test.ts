/** `--fault` and `--behaviour`: their texts, what they refuse, and what the built command does under each fault. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { behaviourOption, faultOption } from "../../src/cli/fault-option.ts";
import { aFolder, COMMAND, cleanEnv, strata } from "../e2e/command.ts";

test.each([
  [
    "throttle:rate=5,burst=10,operations=CreateInferenceProfile",
    { kind: "throttle", ratePerSecond: 5, burst: 10, operations: ["CreateInferenceProfile"] },
  ],
  ["throttle:probability=0.2", { kind: "throttle", probability: 0.2 }],
  ["throttle:ratePerSecond=1,chargeRefused=true", { kind: "throttle", ratePerSecond: 1, chargeRefused: true }],
  ["error:probability=0.05,status=500", { kind: "error", probability: 0.05, status: 500 }],
  ["reset:when=after,probability=0.05", { kind: "reset", when: "after", probability: 0.05 }],
  ["hang:times=1", { kind: "hang", times: 1 }],
  [
    "delay:ms=200,regions=us-west-2+eu-central-1",
    { kind: "delay", delayMs: 200, regions: ["us-west-2", "eu-central-1"] },
  ],
  ["malformed:as=truncated,when=after", { kind: "malformed", as: "truncated", when: "after" }],
  ["expired:skip=3,accounts=444455556666", { kind: "expired", skip: 3, accounts: ["444455556666"] }],
  ["denied", { kind: "denied" }],
])("--fault %s", (text, fault) => {
  expect(faultOption(text, [{ kind: "hang" }])).toEqual([{ kind: "hang" }, fault]);
});

test.each([
  ["uniqueNames=false", { uniqueNames: false }],
  ["listLagMs=2000", { listLagMs: 2000 }],
  ["tokenReplay=conflict", { tokenReplay: "conflict" }],
  ["undeletable=a+b", { undeletable: ["a", "b"] }],
  ["deniedOperations=tag:GetResources", { deniedOperations: ["tag:GetResources"] }],
])("--behaviour %s", (text, switches) => {
  expect(behaviourOption(text, { latencyMs: 1 })).toEqual({ latencyMs: 1, ...switches });
});

test.each([
  ["--fault", "flood:rate=1", "must be one of throttle, error, reset, hang, delay, malformed, expired, denied"],
  ["--fault", "throttle", "needs rate or probability"],
  ["--fault", "throttle:rate=fast", "wrong rate; it must be a number of at least 0"],
  ["--fault", "reset:burst=3", "unknown key burst; reset takes when, operations"],
  ["--fault", "delay:ms", '"ms" must be NAME=VALUE'],
  ["--fault", "delay:ms=1,ms=2", "gives ms twice"],
  ["--fault", "hang:operations=Create", "it must be one or more of CreateInferenceProfile, Get"],
  ["--behaviour", "listLag=1", "must be one of uniqueNames, listLagMs"],
  ["--behaviour", "listLagMs=soon", "listLagMs must be a whole number of at least 0"],
  ["--behaviour", "faults=x", "--fault"],
])("%s %s: a usage error that says what is allowed", async (option, text, told) => {
  const ended = await strata(aFolder(), ["sandbox", "--port", "0", option, text]);
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain(told);
});

test.each(["--fault=error", "--behaviour=listLagMs=1"])("%s against AWS: a usage error", async (option) => {
  const ended = await strata(aFolder({ "profiles.yaml": FILE }), ["plan", option]);
  expect(ended.code).toBe(64);
  expect(ended.stderr).toContain("it needs --sandbox");
});

const FILE = `version: 1
stack: faults
regions: [us-west-2]
profiles:
  one: { model: us.amazon.nova-lite-v1:0 }
`;
const CREATE = "operations=CreateInferenceProfile";

test.each([
  ["throttle:rate=2,burst=1", 0, "Applied: 1 created."],
  ["throttle:probability=0.2", 0, "Applied: 1 created."],
  [`error:status=503,times=1,when=after,${CREATE}`, 0, "Applied: 1 created."],
  [`reset:times=1,when=after,${CREATE}`, 0, "Applied: 1 created."],
  ["delay:ms=50", 0, "Applied: 1 created."],
  [`malformed:as=html,times=1,${CREATE}`, 0, "Applied: 1 created."],
  [`malformed:as=truncated,when=after,times=1,${CREATE}`, 0, "Applied: 1 created."],
  ["malformed:as=empty,times=1,operations=GetCallerIdentity", 0, "Applied: 1 created."],
  ["malformed:as=object,times=1,operations=ListInferenceProfiles", 0, "Applied: 1 created."],
  ["expired", 1, "The security token included in the request is expired"],
  [`expired:${CREATE}`, 3, "ExpiredTokenException"],
  [`denied:${CREATE}`, 3, "is not authorized to perform: bedrock:CreateInferenceProfile"],
])("apply --sandbox --fault %s: exit %i", async (fault, code, told) => {
  const folder = aFolder({ "profiles.yaml": FILE });
  const ended = await strata(folder, ["apply", "--yes", "--sandbox", "--fault", fault]);
  expect(ended.code).toBe(code);
  expect((ended.stdout + ended.stderr).replace(/\s+/g, " ")).toContain(told);
});

test("strata sandbox: hangs as told, with its switches, and counts it", async () => {
  const args = ["sandbox", "--port", "0", "--fault", "hang:times=1", "--behaviour", "quota=7"];
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: aFolder(), env: cleanEnv() });
  try {
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = /AWS_ENDPOINT_URL=(\S+)/.exec(line.toString())?.[1] ?? "";
    const authorization = "AWS4-HMAC-SHA256 Credential=test/20261123/us-west-2/bedrock/aws4_request, Signature=0";
    const list = () =>
      fetch(`${url}/inference-profiles`, { headers: { authorization }, signal: AbortSignal.timeout(300) });
    await expect(list()).rejects.toThrow(/timeout/);
    expect((await list()).status).toBe(200);
    expect(await (await fetch(`${url}/_sandbox/faults`)).json()).toMatchObject({ faults: { hang: 1, error: 0 } });
    expect(await (await fetch(`${url}/_sandbox/behaviour`)).json()).toMatchObject({ quota: 7 });
  } finally {
    child.kill("SIGKILL");
  }
});

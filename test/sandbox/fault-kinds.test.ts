/** Malformed answers, expired credentials, refusals, throttling by chance; the count of faults, and their check. */
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import type { Fault } from "../../src/sandbox/faults.ts";
import { errorOf, NOVA_LITE } from "./clients.ts";
import { aCreate, LIST, outcomes, setUp } from "./fault-setup.ts";
import * as raw from "./raw-http.ts";

test("throttle by chance: no bucket, a share of the calls is refused", async () => {
  const { sandbox, bedrock } = await setUp([{ kind: "throttle", probability: 0.2 }]);
  const names = await outcomes(200, () => bedrock.send(LIST));
  const refused = names.filter((name) => name === "ThrottlingException").length;
  expect(names.filter((name) => name === "ok").length).toBe(200 - refused);
  expect(refused).toBeGreaterThan(20);
  expect(refused).toBeLessThan(60);
  expect(sandbox.faults().throttle).toBe(refused);
});

const FORMS: readonly [as: "html" | "truncated" | "empty" | "object", type: RegExp, body: RegExp][] = [
  ["html", /^text\/html/, /^<!DOCTYPE html>/],
  ["truncated", /^application\/json/, /^\{"(message|inferenceProfileArn)":"[^"]+$/],
  ["empty", /^application\/json/, /^$/],
  ["object", /^application\/json/, /^\{"unexpected":true\}$/],
];
const BODY = { inferenceProfileName: "a", modelSource: { copyFrom: NOVA_LITE } };

test.each(FORMS)("malformed, %s: a 200 that is no answer, before the work and after it", async (as, type, body) => {
  const { sandbox } = await setUp([
    { kind: "malformed", as, times: 1 },
    { kind: "malformed", as, when: "after", times: 1 },
  ]);
  for (const made of [0, 1]) {
    const answer = await raw.bedrock(sandbox, "POST", "/inference-profiles", BODY);
    expect([answer.status, sandbox.profiles().length]).toEqual([200, made]);
    expect(answer.headers["content-type"]).toMatch(type);
    expect(answer.text).toMatch(body);
  }
});

test("malformed in STS is XML, cut or foreign", async () => {
  const { sandbox } = await setUp([
    { kind: "malformed", as: "truncated", when: "after", times: 1 },
    { kind: "malformed", as: "object", times: 1 },
  ]);
  const texts = [];
  for (let call = 0; call < 2; call += 1) {
    texts.push((await raw.sts(sandbox, { Action: "GetCallerIdentity" })).text);
  }
  expect(texts[0]).toMatch(/^<GetCallerIdentityResponse(?!.*<\/GetCallerIdentityResponse>)/);
  expect(texts[1]).toBe("<Unexpected/>");
});

test("expired and denied: the names and statuses of each service, and nothing is done", async () => {
  const { sandbox, bedrock, tagging, sts } = await setUp([{ kind: "expired" }]);
  const calls = [
    () => bedrock.send(aCreate("a")),
    () => tagging.send(new GetResourcesCommand({})),
    () => sts.send(new GetCallerIdentityCommand({})),
  ];
  const play = async () => {
    const errors = await Promise.all(calls.map((call) => errorOf(call())));
    return errors.map(({ name, message, $metadata }) => {
      return [name, ($metadata as { httpStatusCode: number }).httpStatusCode, message];
    });
  };
  const text = "The security token included in the request is expired";
  expect(await play()).toEqual([
    ["ExpiredTokenException", 403, text],
    ["ExpiredTokenException", 400, text],
    ["ExpiredToken", 403, text],
  ]);
  sandbox.behaviour.faults = [{ kind: "denied" }];
  const refusal = (action: string) => expect.stringMatching(`^User: .* is not authorized to perform: ${action}`);
  expect(await play()).toEqual([
    ["AccessDeniedException", 403, refusal("bedrock:CreateInferenceProfile")],
    ["AccessDeniedException", 400, refusal("tag:GetResources")],
    ["AccessDenied", 403, refusal("sts:GetCallerIdentity")],
  ]);
  expect(sandbox.profiles()).toHaveLength(0);
});

test("what was injected is counted by kind, here and through the control endpoint; what did not hit is not", async () => {
  const create: Fault = { kind: "reset", when: "after", operations: ["CreateInferenceProfile"] };
  const { sandbox, bedrock } = await setUp([
    { kind: "delay", delayMs: 1 },
    { kind: "error", times: 2 },
    { kind: "expired", times: 1 },
    create,
  ]);
  await outcomes(4, () => bedrock.send(LIST));
  await outcomes(1, () => bedrock.send(aCreate("a")));
  // Refused for its long name: there is no reply to lose.
  expect((await errorOf(bedrock.send(aCreate("b".repeat(65))))).name).toBe("ValidationException");
  const counts = { throttle: 0, error: 2, reset: 1, hang: 0, delay: 6, malformed: 0, expired: 1, denied: 0 };
  expect(sandbox.faults()).toEqual(counts);
  expect((await raw.raw(sandbox, "GET", "/_sandbox/faults")).json).toEqual({ faults: counts });
  sandbox.behaviour.faults = [];
  expect(sandbox.faults()).toEqual(counts);
});

test.each([
  [{ kind: "flood" }, "has no known kind"],
  [{ kind: "throttle", burst: 2 }, "needs ratePerSecond or probability"],
  [{ kind: "malformed", as: "pdf" }, "has a wrong as; it must be html, truncated, empty or object"],
  [{ kind: "expired", when: "after" }, "has the unknown key when; expired takes operations"],
  [{ kind: "error", times: 1.5 }, "has a wrong times; it must be a whole number"],
  [{ kind: "hang", operations: ["CreateProfile"] }, "has a wrong operations; it must be one or more of Create"],
])("a wrong fault is refused: %j", async (fault, problem) => {
  const { sandbox } = await setUp([]);
  const answer = await raw.raw(sandbox, "PUT", "/_sandbox/behaviour", {}, JSON.stringify({ faults: [fault] }));
  expect([answer.status, answer.json.code]).toEqual([400, "bad-behaviour"]);
  expect(answer.json.error).toContain(problem);
});

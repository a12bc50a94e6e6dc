import { expect, test } from "vitest";
import type { CreateChange } from "../../src/core/change.ts";
import type { Answer, Fault } from "../../src/core/fault.ts";
import { BulkLook } from "../../src/engine/bulk-look.ts";
import { createProfile } from "../../src/engine/create-profile.ts";
import type { CreateRequest, ReadGateway, WriteGateway } from "../../src/engine/ports.ts";
import { TagWriter } from "../../src/engine/tag-writer.ts";
import { NO_BILLING } from "../fakes/billing.ts";
import { NO_PARAMETERS } from "../fakes/no-parameters.ts";
import { aDesired, aLive, LITE, NOW, STACK } from "../fakes/values.ts";

const CONFLICT: Fault = {
  kind: "conflict",
  retryable: false,
  operation: "bedrock:CreateInferenceProfile",
  message: "taken",
};

/** Plays one create against a writer that conflicts as often as told; answers the requests it was sent. */
async function requestsOf(conflicts: number, liveNames: readonly string[]): Promise<CreateRequest[]> {
  const requests: CreateRequest[] = [];
  const live = liveNames.map((awsName) => aLive({ awsName }));
  const writer: Pick<WriteGateway, "createProfile"> = {
    createProfile: async (request): Promise<Answer<string>> => {
      requests.push(request);
      if (requests.length <= conflicts) return { ok: false, fault: CONFLICT, attempts: 1 };
      return { ok: true, value: "arn:new", attempts: 1 };
    },
  };
  const reader: Pick<ReadGateway, "listProfiles"> = {
    listProfiles: async () => ({ ok: true, value: live, attempts: 1 }),
  };
  let tokens = 0;
  const { key, declaredAt, tags } = aDesired();
  const after = { source: LITE, description: null, tags };
  const change: CreateChange = {
    action: "create",
    key,
    arn: null,
    before: null,
    after,
    tagEdits: null,
    because: [],
    declaredAt,
  };
  await createProfile(change, {
    ports: {
      ...NO_BILLING,
      ...NO_PARAMETERS,
      assumesRoles: false,
      identity: { callerAccount: async () => ({ ok: true, value: key.account, attempts: 1 }) },
      reader: () => reader as ReadGateway,
      usage: () => {
        throw new Error("a create asks for no use");
      },
      writer: () => writer as WriteGateway,
    },
    clock: { now: () => NOW, sleep: async () => {}, elapsedMs: () => 0 },
    newToken: () => `token-${++tokens}`,
    stack: STACK,
    formerStacks: [],
    knownArns: new Set(live.map(({ arn }) => arn)),
    checksUpdates: true,
    bulkLook: new BulkLook(reader as ReadGateway, { elapsedMs: () => 0 }, 0),
    tagWriter: new TagWriter(writer as WriteGateway),
    takenNames: new Set(),
    successors: new Map(),
    lockedOut: new Set(),
    resent: new Set(),
  });
  return requests;
}

test("a repeated create keeps its token: it is the same request", async () => {
  const requests = await requestsOf(2, []);
  expect(requests.map(({ name, token }) => [name, token])).toEqual(Array(3).fill(["app", "token-1"]));
});

test("a create under another name is another request, with another token", async () => {
  const requests = await requestsOf(1, ["app", "app-2"]);
  expect(requests.map(({ name, token }) => [name, token])).toEqual([
    ["app", "token-1"],
    ["app-3", "token-2"],
  ]);
});

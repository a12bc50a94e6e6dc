/** The real gateways over HTTP in front of an in-process sandbox, with one virtual clock for both. */
import { readGateway, writeGateway } from "../../../src/aws/bedrock-gateway.ts";
import { AwsClients } from "../../../src/aws/clients.ts";
import { identityGateway } from "../../../src/aws/sts-gateway.ts";
import { usageGateway } from "../../../src/aws/usage-gateway.ts";
import { makePacer } from "../../../src/engine/pace.ts";
import type { Clock, WriteGateway, WritePorts } from "../../../src/engine/ports.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/server.ts";
import { NO_BILLING } from "../../fakes/billing.ts";
import { NO_PARAMETERS } from "../../fakes/no-parameters.ts";
import type { Random } from "./random.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const START = Date.parse("2026-11-23T09:00:00Z");

export interface Stage {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly ports: WritePorts;
  advance(ms: number): void;
}

/** Who sleeps moves the time on: nothing is waited for. */
export async function openStage(random: Random, afterWrite: () => void): Promise<Stage> {
  let elapsed = 0;
  const now = (laterMs = 0): Date => new Date(START + elapsed + laterMs);
  const clock: Clock = {
    now: (laterMs) =>
      now(laterMs)
        .toISOString()
        .replace(/\.\d{3}Z$/, "Z"),
    sleep: async (ms) => {
      elapsed += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
    elapsedMs: () => elapsed,
  };
  const sandbox = await startSandbox({ now, random: () => random.next() });
  const clients = new AwsClients({
    endpoint: sandbox.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    homeRegion: "us-west-2",
    sessionName: "chaos",
    pace: makePacer({ clock, random: () => random.next() }).pace,
  });
  const ports: WritePorts = {
    ...NO_BILLING,
    ...NO_PARAMETERS,
    assumesRoles: true,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    usage: (target) => usageGateway(clients, target),
    writer: (target) => watched(writeGateway(clients, target), afterWrite),
  };
  const advance = (ms: number): void => {
    elapsed += ms;
  };
  return { sandbox, clock, ports, advance };
}

/** The gateway as it is, with a look at the store after each call. */
function watched(gateway: WriteGateway, afterWrite: () => void): WriteGateway {
  const look = <T>(answer: T): T => {
    afterWrite();
    return answer;
  };
  return {
    createProfile: (request) => gateway.createProfile(request).then(look),
    setTags: (arn, tags) => gateway.setTags(arn, tags).then(look),
    setTagsInBulk: (arns, tags) => gateway.setTagsInBulk(arns, tags).then(look),
    removeTagsInBulk: (arns, keys) => gateway.removeTagsInBulk(arns, keys).then(look),
    removeTags: (arn, keys) => gateway.removeTags(arn, keys).then(look),
    deleteProfile: (arn) => gateway.deleteProfile(arn).then(look),
  };
}

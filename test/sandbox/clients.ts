// Real AWS SDK clients pointed at a sandbox, and the sandbox itself with a clock and a seed of its own.
import { BedrockClient } from "@aws-sdk/client-bedrock";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach } from "vitest";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/server.ts";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export const ACCOUNT = "111122223333";
export const REGION = "us-west-2";
export const NOVA_LITE = `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/us.amazon.nova-lite-v1:0`;

export interface TestClock {
  readonly now: () => Date;
  readonly advance: (ms: number) => void;
}

/** Starts at a fixed moment and moves only when told to. */
export function testClock(start = "2026-11-23T09:00:00.000Z"): TestClock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
  };
}

const running: Sandbox[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox that is closed after the test. */
export async function aSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ random: seededRandom(7), ...options });
  running.push(sandbox);
  return sandbox;
}

export interface Place {
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly sessionToken?: string;
  readonly maxAttempts?: number;
}

export function clientsOf(sandbox: Sandbox, place: Place = {}) {
  const { region = REGION, accessKeyId = "test", sessionToken, maxAttempts = 1 } = place;
  const credentials = { accessKeyId, secretAccessKey: "test", ...(sessionToken !== undefined && { sessionToken }) };
  const config = { endpoint: sandbox.url, region, credentials, maxAttempts };
  return {
    bedrock: new BedrockClient(config),
    tagging: new ResourceGroupsTaggingAPIClient(config),
    sts: new STSClient(config),
  };
}

/** The error a promise ends with; fails when it does not. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & { readonly [name: string]: unknown }> {
  const ended = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(ended instanceof Error)) throw new Error("expected an error");
  return ended as Error & { readonly [name: string]: unknown };
}

const SCOPE = "20261123";

/** Headers of a signed request whose signature nobody checks. */
export function signed(service: string, region = REGION, accessKeyId = "test"): Record<string, string> {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${SCOPE}/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

// boto3 and the AWS CLI call models of the sandbox, unchanged.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/server.ts";
import { REGION } from "./clients.ts";
import { isInstalled, programEnvironment, run } from "./programs.ts";

const hasCli = isInstalled("aws", "--version");
const hasBoto3 = (await run("python3", ["-c", "import boto3"], programEnvironment(""))).code === 0;
if (!hasCli) console.warn("aws is not installed: its runtime test is skipped");
if (!hasBoto3) console.warn("boto3 is not installed: its runtime tests are skipped");

const SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const SAID = "The sandbox answers in place of Claude Sonnet 4.5. You wrote: “Grüß dich”.";

let sandbox: Sandbox;
let arn: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  arn = (await sandbox.put({ region: REGION, name: "myapp-01", source: SONNET })).arn;
});
afterAll(() => sandbox.close());

const SCRIPT = `
import json, sys, boto3
client = boto3.client("bedrock-runtime")
messages = [{"role": "user", "content": [{"text": "Grüß dich"}]}]
try:
    answer = client.converse_stream(modelId=sys.argv[1], messages=messages, inferenceConfig={"maxTokens": 64})
    print(json.dumps(list(answer["stream"])))
except client.exceptions.ClientError as error:
    print(json.dumps({"code": error.response["Error"]["Code"], "text": str(error)}))
except Exception as error:
    print(json.dumps({"code": type(error).__name__, "text": str(error)}))
`;

async function boto3(modelId: string, behaviour: SandboxOptions["behaviour"] = {}) {
  Object.assign(sandbox.behaviour, behaviour);
  const env = programEnvironment(sandbox.url, { PYTHONIOENCODING: "utf-8", AWS_MAX_ATTEMPTS: "1" });
  const ran = await run("python3", ["-c", SCRIPT, modelId], env);
  expect(ran.stderr).toBe("");
  return JSON.parse(ran.stdout);
}

describe.skipIf(!hasBoto3)("boto3's converse_stream", () => {
  test("reads text, stop reason and figures", async () => {
    const events: Record<string, { delta?: { text: string } }>[] = await boto3(arn);
    const text = events.map((event) => event.contentBlockDelta?.delta?.text ?? "").join("");
    expect(text).toContain(SAID);
    expect(events.at(-2)).toEqual({ messageStop: { stopReason: "end_turn" } });
    expect(events.at(-1)).toMatchObject({ metadata: { usage: { inputTokens: 3 } } });
  });

  test("tells an error before the stream and one in it", async () => {
    expect(await boto3(`${arn}0`)).toMatchObject({ code: "ResourceNotFoundException" });
    const broken = await boto3(arn, { streamBreak: "throttlingException" });
    expect(broken).toEqual({ code: "throttlingException", text: expect.stringContaining("Too many requests") });
  });
});

test.skipIf(!hasCli)("aws bedrock-runtime converse", async () => {
  const messages = JSON.stringify([{ role: "user", content: [{ text: "Grüß dich" }] }]);
  const args = ["bedrock-runtime", "converse", "--model-id", arn, "--messages", messages, "--output", "json"];
  const ran = await run("aws", args, programEnvironment(sandbox.url, { PYTHONIOENCODING: "utf-8", LC_ALL: "C.UTF-8" }));
  expect(ran.stderr).toBe("");
  const answer = JSON.parse(ran.stdout);
  expect(answer.output.message.content[0].text).toContain(SAID);
  expect(answer).toMatchObject({ stopReason: "end_turn", usage: { inputTokens: 3 } });
});

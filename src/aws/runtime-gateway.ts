/** Bedrock's runtime: asks a model through a profile, and hands its text on as it comes (AWS.md section 9). */
import type { ConverseStreamCommandInput, ConverseStreamOutput } from "@aws-sdk/client-bedrock-runtime";
import type { Answer } from "../core/fault.ts";
import type { ModelAnswer } from "../core/model-answer.ts";
import { type Target, targetId } from "../core/profile.ts";
import type { Listener, Question, RuntimeGateway } from "../engine/ports/runtime.ts";
import type { Pace } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { MalformedReply, memberOf } from "./malformed.ts";
import { ask } from "./translate.ts";
import { type Watchdog, watchdog } from "./watchdog.ts";

/** Whether to ask again is for the caller to say: a second call is paid for too, and text may have been shown. */
const once: Pace = (_lane, send) => send();

export function runtimeGateway(clients: AwsClients, target: Target): RuntimeGateway {
  return { ask: (question, listener) => converse(clients, target, question, listener) };
}

async function converse(
  clients: AwsClients,
  target: Target,
  question: Question,
  { onText, signal, patience }: Listener,
): Promise<Answer<ModelAnswer>> {
  const watch = watchdog(signal, patience);
  const route = { pace: once, target: targetId(target), operation: "bedrock:InvokeModelWithResponseStream" };
  const call = async () => {
    const [{ ConverseStreamCommand }, client] = await Promise.all([
      import("@aws-sdk/client-bedrock-runtime"),
      clients.bedrockRuntime(target),
    ]);
    // The clients' usual limit is for the control plane: a model may think for longer.
    const limits = { abortSignal: watch.signal, requestTimeout: patience.firstMs };
    const output = await client.send(new ConverseStreamCommand(toInput(question)), limits);
    try {
      return { ...output, answer: await gather(memberOf(output.stream, "stream"), onText, watch) };
    } catch (error) {
      watch.cut();
      throw whileStreaming(error, output.$metadata);
    }
  };
  try {
    return await ask(
      route,
      () => call().catch((error: unknown) => Promise.reject(watch.expired() ?? unframed(error))),
      ({ answer }) => answer,
    );
  } finally {
    watch.stop();
  }
}

/** Errors within a stream know nothing of the request that they belong to. */
function whileStreaming(error: unknown, { requestId }: { readonly requestId?: string | undefined }): unknown {
  if (!(error instanceof Error) || requestId === undefined) return error;
  return Object.assign(error, { $metadata: { requestId } });
}

/** The codec's words for a stream that is none, or ends within an event. */
const BROKEN_FRAMES = /truncated event message|message checksum|event message length|unrecognizable event type/i;

function unframed(error: unknown): unknown {
  if (!(error instanceof Error) || !BROKEN_FRAMES.test(error.message)) return error;
  return new MalformedReply("the reply broke off, or something between here and AWS answered instead of it");
}

function toInput({ arn, prompt, system, maxTokens, temperature }: Question): ConverseStreamCommandInput {
  return {
    modelId: arn,
    messages: [{ role: "user", content: [{ text: prompt }] }],
    ...(system === null ? {} : { system: [{ text: system }] }),
    // What is not asked for is not sent: some models refuse a temperature whatever its value.
    ...(maxTokens === null && temperature === null
      ? {}
      : {
          inferenceConfig: {
            ...(maxTokens === null ? {} : { maxTokens }),
            ...(temperature === null ? {} : { temperature }),
          },
        }),
  };
}

async function gather(
  stream: AsyncIterable<ConverseStreamOutput>,
  onText: Listener["onText"],
  watch: Watchdog,
): Promise<ModelAnswer> {
  let stopReason: string | undefined;
  let metadata: ConverseStreamOutput["metadata"];
  for await (const event of stream) {
    watch.heard();
    const text = event.contentBlockDelta?.delta?.text;
    if (text !== undefined && text !== "") onText(text);
    stopReason ??= event.messageStop?.stopReason;
    metadata ??= event.metadata;
  }
  if (stopReason === undefined) throw new MalformedReply("the connection ended before the answer did");
  const { usage, metrics } = metadata ?? {};
  const [input, output] = [usage?.inputTokens ?? 0, usage?.outputTokens ?? 0];
  return {
    stopReason,
    tokens: {
      input,
      output,
      total: usage?.totalTokens ?? input + output,
      cacheRead: usage?.cacheReadInputTokens ?? 0,
      cacheWrite: usage?.cacheWriteInputTokens ?? 0,
    },
    latencyMs: metrics?.latencyMs ?? null,
  };
}

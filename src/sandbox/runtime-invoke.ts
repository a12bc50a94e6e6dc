// InvokeModel and InvokeModelWithResponseStream: bodies in the model's own form. Anthropic's and Nova's are served.
import { parseJsonObject, validationError } from "./constraints.ts";
import { eventFrame } from "./event-stream.ts";
import { restReply } from "./protocols.ts";
import type { Question, SyntheticAnswer } from "./runtime-answer.ts";
import type { CalledModel } from "./runtime-model.ts";
import { converseBody, converseEvents, spokenReply } from "./runtime-reply.ts";
import { isObject, readConverse } from "./runtime-request.ts";
import type { Reply, ServiceContext } from "./service.ts";

const ANTHROPIC_VERSION = "bedrock-2023-05-31";

function isAnthropic({ place }: CalledModel): boolean {
  return place.foundationModel.startsWith("anthropic.");
}

function isNova({ place }: CalledModel): boolean {
  return place.foundationModel.startsWith("amazon.nova-");
}

/** Anthropic takes a text where Converse wants blocks of text. */
function toBlocks(content: unknown): unknown {
  return typeof content === "string" ? [{ text: content }] : content;
}

function anthropicToConverse(body: string): string {
  const input = parseJsonObject(body);
  for (const key of ["anthropic_version", "max_tokens", "messages"]) {
    if (input[key] !== undefined) continue;
    throw validationError(
      `Malformed input request: #: required key [${key}] not found, please reformat your input and try again.`,
    );
  }
  if (input.anthropic_version !== ANTHROPIC_VERSION) throw validationError("Invalid API version");
  const messages = Array.isArray(input.messages)
    ? input.messages.map((one) => (isObject(one) ? { ...one, content: toBlocks(one.content) } : one))
    : input.messages;
  const inferenceConfig = {
    maxTokens: input.max_tokens,
    temperature: input.temperature,
    topP: input.top_p,
    stopSequences: input.stop_sequences,
  };
  return JSON.stringify({ messages, system: toBlocks(input.system), inferenceConfig });
}

/** @throws ApiError ValidationException, for other models too. */
export function readInvoke(body: string, called: CalledModel, refusers: readonly string[]): Question {
  if (isAnthropic(called)) return readConverse(anthropicToConverse(body), called, refusers);
  if (isNova(called)) return readConverse(body, called, refusers);
  throw validationError("The sandbox serves InvokeModel for Anthropic and Nova models alone. Use Converse.");
}

function anthropicMessage({ place }: CalledModel, answer: SyntheticAnswer) {
  const usage = { input_tokens: answer.inputTokens, output_tokens: answer.outputTokens };
  const content = [{ type: "text", text: answer.pieces.join("") }];
  return {
    model: place.foundationModel,
    id: "msg_bdrk_sandbox",
    type: "message",
    role: "assistant",
    content,
    stop_reason: answer.stopReason,
    stop_sequence: null,
    usage,
  };
}

export function invokeReply(answer: SyntheticAnswer, called: CalledModel): Reply {
  const body = isAnthropic(called) ? anthropicMessage(called, answer) : converseBody(answer);
  const reply = restReply(200, JSON.stringify(body));
  const figures = {
    "x-amzn-bedrock-input-token-count": String(answer.inputTokens),
    "x-amzn-bedrock-output-token-count": String(answer.outputTokens),
    "x-amzn-bedrock-invocation-latency": String(answer.latencyMs),
  };
  return { ...reply, headers: { ...reply.headers, ...figures } };
}

function anthropicEvents(called: CalledModel, answer: SyntheticAnswer) {
  const { usage, ...message } = anthropicMessage(called, answer);
  const begun = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  return {
    start: [
      { type: "message_start", message: begun },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ],
    text: answer.pieces.map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    end: [
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: answer.stopReason, stop_sequence: null },
        usage: { output_tokens: answer.outputTokens },
      },
      { type: "message_stop", ...metricsOf(answer) },
    ],
  };
}

function metricsOf({ inputTokens, outputTokens, latencyMs }: SyntheticAnswer) {
  return {
    "amazon-bedrock-invocationMetrics": {
      inputTokenCount: inputTokens,
      outputTokenCount: outputTokens,
      invocationLatency: latencyMs,
      firstByteLatency: Math.min(latencyMs, 180),
    },
  };
}

export function invokeStreamReply(answer: SyntheticAnswer, called: CalledModel, context: ServiceContext): Reply {
  const { start, text, end } = isAnthropic(called) ? anthropicEvents(called, answer) : converseEvents(answer);
  const frames = (events: readonly object[]): Uint8Array[] =>
    events.map((event) => eventFrame("chunk", { bytes: Buffer.from(JSON.stringify(event)).toString("base64") }));
  return spokenReply(frames(start), frames(text), frames(end), context);
}

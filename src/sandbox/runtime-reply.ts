// Answers of Converse, whole and as a stream of events.
import type { StreamBreak } from "./behaviour.ts";
import { eventFrame, exceptionFrame, streamReply } from "./event-stream.ts";
import { restReply } from "./protocols.ts";
import type { SyntheticAnswer } from "./runtime-answer.ts";
import type { Reply, ServiceContext } from "./service.ts";

function figuresOf({ inputTokens, outputTokens, latencyMs }: SyntheticAnswer) {
  return { usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }, metrics: { latencyMs } };
}

/** What Converse answers with, and InvokeModel of a Nova model. */
export function converseBody(answer: SyntheticAnswer) {
  const message = { role: "assistant", content: [{ text: answer.pieces.join("") }] };
  return { output: { message }, stopReason: answer.stopReason, ...figuresOf(answer) };
}

export function converseReply(answer: SyntheticAnswer): Reply {
  return restReply(200, JSON.stringify(converseBody(answer)));
}

/** The words of the exceptions that the switch `streamBreak` names. */
const BREAKS: Readonly<Record<Exclude<StreamBreak, "" | "cut">, string>> = {
  throttlingException:
    "Too many requests, please wait before trying again. You have sent too many requests.  Wait before trying again.",
  internalServerException: "The server encountered an internal error while processing the request.",
  modelStreamErrorException: "An error occurred while streaming the response. Retry your request.",
  serviceUnavailableException: "The service is temporarily unable to handle the request.",
  validationException: "The model returned the following errors: Output blocked by content filtering policy",
};

/** Start, text and end of an answer as a stream; the switch `streamBreak` ends it half way through the text. */
export function spokenReply(
  start: readonly Uint8Array[],
  text: readonly Uint8Array[],
  end: readonly Uint8Array[],
  { behaviour }: ServiceContext,
): Reply {
  const { streamBreak, streamPauseMs } = behaviour;
  if (streamBreak === "") return streamReply([...start, ...text, ...end], streamPauseMs);
  const half = [...start, ...text.slice(0, Math.ceil(text.length / 2))];
  const last = streamBreak === "cut" ? [] : [exceptionFrame(streamBreak, BREAKS[streamBreak])];
  return streamReply([...half, ...last], streamPauseMs);
}

/** The events of ConverseStream, by name; Nova streams the same ones as JSON. */
export function converseEvents(answer: SyntheticAnswer) {
  return {
    start: [{ messageStart: { role: "assistant" } }],
    text: answer.pieces.map((text) => ({ contentBlockDelta: { contentBlockIndex: 0, delta: { text } } })),
    end: [
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: answer.stopReason } },
      { metadata: figuresOf(answer) },
    ],
  };
}

function toFrames(events: readonly object[]): Uint8Array[] {
  return events.flatMap((event) => Object.entries(event).map(([type, body]) => eventFrame(type, body)));
}

export function converseStreamReply(answer: SyntheticAnswer, context: ServiceContext): Reply {
  const { start, text, end } = converseEvents(answer);
  return spokenReply(toFrames(start), toFrames(text), toFrames(end), context);
}

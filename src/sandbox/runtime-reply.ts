// Answers of Converse, whole and as a stream of events.
import type { StreamBreak } from "./behaviour.ts";
import { eventFrame, exceptionFrame, streamReply } from "./event-stream.ts";
import { restReply } from "./protocols.ts";
import type { SyntheticAnswer } from "./runtime-answer.ts";
import type { Reply, ServiceContext } from "./service.ts";

function figuresOf({ inputTokens, outputTokens, latencyMs }: SyntheticAnswer) {
  return { usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }, metrics: { latencyMs } };
}

export function converseReply(answer: SyntheticAnswer): Reply {
  const message = { role: "assistant", content: [{ text: answer.pieces.join("") }] };
  return restReply(200, JSON.stringify({ output: { message }, stopReason: answer.stopReason, ...figuresOf(answer) }));
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

export function converseStreamReply(answer: SyntheticAnswer, { behaviour }: ServiceContext): Reply {
  const { streamBreak, streamPauseMs } = behaviour;
  const deltas = answer.pieces.map((text) =>
    eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text } }),
  );
  const start = eventFrame("messageStart", { role: "assistant" });
  if (streamBreak !== "") {
    const half = [start, ...deltas.slice(0, Math.ceil(deltas.length / 2))];
    const end = streamBreak === "cut" ? [] : [exceptionFrame(streamBreak, BREAKS[streamBreak])];
    return streamReply([...half, ...end], streamPauseMs);
  }
  const end = [
    eventFrame("contentBlockStop", { contentBlockIndex: 0 }),
    eventFrame("messageStop", { stopReason: answer.stopReason }),
    eventFrame("metadata", figuresOf(answer)),
  ];
  return streamReply([start, ...deltas, ...end], streamPauseMs);
}

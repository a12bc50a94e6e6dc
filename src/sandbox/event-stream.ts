// The framing of answers that come piece by piece: application/vnd.amazon.eventstream, written by AWS's own codec.
import { EventStreamCodec } from "@smithy/eventstream-codec";
import type { Reply } from "./service.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

function frame(headers: Readonly<Record<string, string>>, body: unknown): Uint8Array {
  const named = { ":content-type": "application/json", ...headers };
  const typed = Object.entries(named).map(([name, value]) => [name, { type: "string" as const, value }]);
  return codec.encode({ headers: Object.fromEntries(typed), body: Buffer.from(JSON.stringify(body), "utf8") });
}

/** One event, for example a `contentBlockDelta`. */
export function eventFrame(type: string, body: unknown): Uint8Array {
  return frame({ ":message-type": "event", ":event-type": type }, body);
}

/** The exception that ends a stream after it has begun: its HTTP status is still 200. */
export function exceptionFrame(type: string, message: string): Uint8Array {
  return frame({ ":message-type": "exception", ":exception-type": type }, { message });
}

/** The frames as one answer; the listener sends them one by one, `pauseMs` apart. */
export function streamReply(frames: readonly Uint8Array[], pauseMs: number): Reply {
  let end = 0;
  const cuts = frames.map((one) => {
    end += one.length;
    return end;
  });
  return {
    status: 200,
    headers: { "content-type": "application/vnd.amazon.eventstream" },
    body: Buffer.concat(frames),
    pieces: { cuts, pauseMs },
  };
}

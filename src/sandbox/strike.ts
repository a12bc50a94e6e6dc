// What a fault does to a request: the answer that takes the place of the real one.
import type { ApiError } from "./api-error.ts";
import type { Malformation, StrikingFault, When } from "./faults.ts";
import type { Answer } from "./http-listener.ts";
import type { CommonFailure, Protocol, Reply } from "./service.ts";

/** The text of a throttled call (AWS.md 1.4). */
const THROTTLED =
  "Too many requests, please wait before trying again. You have sent too many requests.  Wait before trying again.";

const MESSAGES: Readonly<Record<Exclude<CommonFailure, "denied" | "unknown-operation">, string>> = {
  throttled: THROTTLED,
  internal: "The server encountered an internal error while processing the request.",
  unavailable: "The service is temporarily unable to handle the request.",
  unsigned: "Missing Authentication Token",
  "unknown-credentials": "The security token included in the request is invalid.",
  expired: "The security token included in the request is expired",
};

/** A failure with the text that AWS has for it. */
export function plainFailure(protocol: Protocol, kind: keyof typeof MESSAGES): ApiError {
  return protocol.failure(kind, MESSAGES[kind]);
}

/** What a proxy between client and AWS answers. */
const WEB_PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n";

/** A 200 that is no answer to the request; `real` gives the content type, and the text that is cut. */
function malformed(as: Malformation, real: Reply): Reply {
  const type = real.headers["content-type"] ?? "application/json";
  const answer = (body: Reply["body"], contentType = type): Reply => ({
    status: 200,
    headers: { "content-type": contentType },
    body,
  });
  if (as === "html") return answer(WEB_PAGE, "text/html");
  if (as === "empty") return answer("");
  if (as === "truncated") return answer(real.body.slice(0, Math.ceil(real.body.length / 2)));
  return answer(type.includes("xml") ? "<Unexpected/>" : '{"unexpected":true}');
}

export interface Struck {
  readonly protocol: Protocol;
  readonly requestId: string;
  /** The refusal that a `denied` fault answers with. */
  readonly denied: () => ApiError;
  /** The real answer; absent before the work. */
  readonly reply?: Reply;
}

/** When a fault strikes; refusals always come before the work. */
export function timeOf(fault: StrikingFault): When {
  return "when" in fault ? (fault.when ?? "before") : "before";
}

/** The answer of a request that is hit. */
export function strike(fault: StrikingFault, { protocol, requestId, denied, reply }: Struck): Answer {
  const fail = (error: ApiError): Reply => protocol.errorReply(error, requestId);
  const plain = (kind: keyof typeof MESSAGES): Reply => fail(plainFailure(protocol, kind));
  switch (fault.kind) {
    case "reset":
    case "hang":
      return fault.kind;
    case "throttle":
      return plain("throttled");
    case "error":
      return plain(fault.status === 503 ? "unavailable" : "internal");
    case "malformed":
      return malformed(fault.as ?? "html", reply ?? plain("internal"));
    case "expired":
      return plain("expired");
    case "denied":
      return fail(denied());
  }
}

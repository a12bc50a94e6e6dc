// The three wire protocols: how a success and an error look. Shapes: AWS.md 1.4 (REST-JSON), 5 and 6 (JSON 1.1).
import { ApiError } from "./api-error.ts";
import type { CommonFailure, Protocol, Reply } from "./service.ts";

type FailureTable = Readonly<Record<CommonFailure, readonly [code: string, status: number]>>;

const REST_FAILURES: FailureTable = {
  throttled: ["ThrottlingException", 429],
  internal: ["InternalServerException", 500],
  unavailable: ["ServiceUnavailableException", 503],
  denied: ["AccessDeniedException", 403],
  expired: ["ExpiredTokenException", 403],
  "unknown-credentials": ["UnrecognizedClientException", 403],
  unsigned: ["MissingAuthenticationTokenException", 403],
  "unknown-operation": ["UnknownOperationException", 404],
};

const JSON_FAILURES: FailureTable = {
  throttled: ["ThrottlingException", 400],
  internal: ["InternalServiceException", 500],
  unavailable: ["ServiceUnavailableException", 503],
  denied: ["AccessDeniedException", 400],
  expired: ["ExpiredTokenException", 400],
  "unknown-credentials": ["UnrecognizedClientException", 400],
  unsigned: ["MissingAuthenticationTokenException", 403],
  "unknown-operation": ["UnknownOperationException", 404],
};

const QUERY_FAILURES: FailureTable = {
  throttled: ["Throttling", 400],
  internal: ["InternalFailure", 500],
  unavailable: ["ServiceUnavailable", 503],
  denied: ["AccessDenied", 403],
  expired: ["ExpiredToken", 403],
  "unknown-credentials": ["InvalidClientTokenId", 403],
  unsigned: ["MissingAuthenticationToken", 403],
  "unknown-operation": ["InvalidAction", 400],
};

function failureFrom(table: FailureTable): Protocol["failure"] {
  return (kind, message) => {
    const [code, status] = table[kind];
    return new ApiError(code, status, message);
  };
}

/** A REST-JSON success; `status` is 201 for a create (AWS.md 1.1). */
export function restReply(status: number, body: string): Reply {
  return { status, headers: { "content-type": "application/json" }, body };
}

/**
 * REST-JSON: the error's name is in `x-amzn-errortype` with a URI behind it, the body is `{"message"}` (AWS.md 1.4).
 * `namespace` completes that URI, for example `com.amazon.bedrock`.
 */
export function restJson(namespace: string): Protocol {
  return {
    failure: failureFrom(REST_FAILURES),
    errorReply: (error) => ({
      status: error.status,
      headers: {
        "content-type": "application/json",
        "x-amzn-errortype": `${error.code}:http://internal.amazon.com/coral/${namespace}/`,
      },
      body: JSON.stringify({ message: error.message, ...error.fields }),
    }),
  };
}

/** A success of AWS JSON 1.0 or 1.1. */
export function rpcReply(version: "1.0" | "1.1", body: unknown): Reply {
  return { status: 200, headers: { "content-type": `application/x-amz-json-${version}` }, body: JSON.stringify(body) };
}

/** AWS JSON 1.0 or 1.1: the error is `{"__type","Message"}`. Services name throttling differently (AWS.md 5, 6). */
export function jsonRpc(version: "1.0" | "1.1", throttled: string): Protocol {
  const failure = failureFrom({ ...JSON_FAILURES, throttled: [throttled, 400] });
  return {
    failure,
    errorReply: (error) => ({
      status: error.status,
      headers: { "content-type": `application/x-amz-json-${version}` },
      body: JSON.stringify({ __type: error.code, Message: error.message, ...error.fields }),
    }),
  };
}

const XML_ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character);
}

/** A success of AWS Query: `<XResponse><XResult>…</XResult><ResponseMetadata>…`. `result` is XML already. */
export function queryReply(namespace: string, action: string, result: string, requestId: string): Reply {
  const body = `<${action}Response xmlns="${namespace}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, headers: { "content-type": "text/xml" }, body };
}

/** AWS Query: errors are XML, with the fault's side as `Type`. */
export function queryXml(namespace: string): Protocol {
  return {
    failure: failureFrom(QUERY_FAILURES),
    errorReply: (error, requestId) => ({
      status: error.status,
      headers: { "content-type": "text/xml" },
      body: `<ErrorResponse xmlns="${namespace}"><Error><Type>${error.status < 500 ? "Sender" : "Receiver"}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}

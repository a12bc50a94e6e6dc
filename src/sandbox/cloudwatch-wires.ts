// The two wires of CloudWatch: AWS JSON 1.0 (JavaScript SDK) and Smithy RPC v2 CBOR (boto3, the AWS CLI, Go) (AWS.md 7).
import { cbor, dateToTag } from "@smithy/core/cbor";
import type { ApiError } from "./api-error.ts";
import type { Input } from "./cloudwatch-input.ts";
import { invalid, membersOf } from "./cloudwatch-input.ts";
import { parseJsonObject } from "./constraints.ts";
import { jsonRpc } from "./protocols.ts";
import type { Protocol, Reply, ServiceRequest } from "./service.ts";

const SERVICE = "GraniteServiceVersion20100801";

/** How one wire says which operation is asked for, and carries its members. */
export interface Wire {
  readonly protocol: Protocol;
  /** The operation's name; undefined when the request came over another wire. */
  readonly operationOf: (request: ServiceRequest) => string | undefined;
  readonly read: (request: ServiceRequest) => Input;
  readonly reply: (output: Input) => Reply;
}

const TIMES = ["StartTime", "EndTime"];

/** Members that are times, as dates; seconds since 1970 on either wire. */
function withTimes(input: Input): Input {
  const times = TIMES.flatMap((name) => {
    const seconds = secondsOf(input[name]);
    return seconds === undefined ? [] : [[name, new Date(seconds * 1000)]];
  });
  return { ...input, ...Object.fromEntries(times) };
}

function secondsOf(value: unknown): number | undefined {
  if (typeof value === "object" && value !== null && "tag" in value && "value" in value) return Number(value.value);
  return typeof value === "number" ? value : undefined;
}

/** The output with its dates in the form of a wire. */
function mapDates(value: unknown, form: (date: Date) => unknown): unknown {
  if (value instanceof Date) return form(value);
  if (Array.isArray(value)) return value.map((item) => mapDates(item, form));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapDates(item, form)]));
}

const JSON_FAILURES = jsonRpc("1.0", "ThrottlingException").failure;

const json: Wire = {
  protocol: {
    failure: JSON_FAILURES,
    errorReply: ({ code, status, message }) => ({
      status,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: JSON.stringify({ __type: code, message }),
    }),
  },
  operationOf: ({ headers, method }) => {
    const target = String(headers["x-amz-target"] ?? "");
    return method === "POST" && target.startsWith(`${SERVICE}.`) ? target.slice(SERVICE.length + 1) : undefined;
  },
  read: ({ body }) => withTimes(parseJsonObject(body)),
  reply: (output) => ({
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: JSON.stringify(mapDates(output, (date) => date.getTime() / 1000)),
  }),
};

const CBOR_HEADERS = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
const CBOR_PATH = new RegExp(`^/service/${SERVICE}/operation/(\\w+)$`);

function cborError({ code, status, message }: ApiError): Reply {
  return { status, headers: CBOR_HEADERS, body: encode({ __type: `com.amazonaws.cloudwatch#${code}`, message }) };
}

/** A copy: the library hands out a part of a buffer that it goes on writing to. */
function encode(value: unknown): Uint8Array {
  return Uint8Array.from(cbor.serialize(value));
}

function decode(bytes: Uint8Array): Input {
  try {
    return membersOf(bytes.length === 0 ? {} : cbor.deserialize(bytes), "The request");
  } catch {
    throw invalid("The body is not CBOR.");
  }
}

const rpcCbor: Wire = {
  protocol: { failure: JSON_FAILURES, errorReply: cborError },
  operationOf: ({ headers, method, path }) =>
    method === "POST" && headers["smithy-protocol"] === "rpc-v2-cbor" ? CBOR_PATH.exec(path)?.[1] : undefined,
  read: ({ bytes }) => withTimes(decode(bytes)),
  reply: (output) => ({ status: 200, headers: CBOR_HEADERS, body: encode(mapDates(output, dateToTag)) }),
};

export const WIRES: readonly Wire[] = [json, rpcCbor];

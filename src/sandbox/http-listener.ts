// HTTP on loopback: reads a request whole, refuses what no local client would send, writes the answer. Knows no AWS.
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { createEitherServer } from "./either-http.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { Reply } from "./service.ts";

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

export interface HttpRequest {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly bytes: Uint8Array;
  readonly requestId: string;
}

/** `reset`: the connection is cut; `hang`: no answer ever. */
export type Answer = Reply | "reset" | "hang";

/** Far above any request of the services here; the largest (200 tags) is about 80 kB. In bytes. */
const MAX_BODY = 1024 * 1024;
const LOOPBACK_HOST = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?$/i;

function jsonError(status: number, code: string, message: string): Reply {
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-errortype": code },
    body: JSON.stringify({ message }),
  };
}

/** A page in a browser could reach a loopback port by DNS rebinding or by a cross-site request: both are refused. */
function refusal({ headers }: Incoming): Reply | undefined {
  const host = headers[":authority"] ?? headers.host;
  if (!LOOPBACK_HOST.test(String(host ?? ""))) {
    return jsonError(403, "AccessDeniedException", "The sandbox answers only to a loopback Host header.");
  }
  if (headers.origin !== undefined) {
    return jsonError(403, "AccessDeniedException", "The sandbox does not answer to web pages.");
  }
  return undefined;
}

/** The body; undefined when it is larger than MAX_BODY (the rest of it is read and dropped). */
function readBody(request: Incoming): Promise<Buffer | undefined> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) done(undefined);
      else chunks.push(chunk);
    });
    request.once("end", () => done(Buffer.concat(chunks)));
    request.once("error", failed);
  });
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf("?");
  if (mark === -1) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}

function send(response: Outgoing, reply: Reply, requestId: string): void {
  if (reply.pieces !== undefined && typeof reply.body !== "string") {
    response.writeHead(reply.status, { ...reply.headers, "x-amzn-requestid": requestId });
    void sendPieces(response, reply.body, reply.pieces);
    return;
  }
  const length = String(Buffer.byteLength(reply.body));
  response.writeHead(reply.status, { ...reply.headers, "content-length": length, "x-amzn-requestid": requestId });
  response.end(reply.body);
}

/** Chunk by chunk, until all is sent or nobody listens any more. */
async function sendPieces(
  response: Outgoing,
  body: Uint8Array,
  { cuts, pauseMs }: NonNullable<Reply["pieces"]>,
): Promise<void> {
  const sink: { write: (chunk: Uint8Array) => boolean } = response;
  let start = 0;
  for (const cut of cuts) {
    if (isGone(response)) return;
    sink.write(body.subarray(start, cut));
    start = cut;
    await wait(pauseMs);
  }
  response.end(body.subarray(start));
}

function isGone(response: Outgoing): boolean {
  return "stream" in response ? response.stream.destroyed : response.destroyed;
}

/** Cuts the connection, and so whatever else HTTP/2 has on it. */
function reset(request: Incoming): void {
  if ("stream" in request) request.stream.session?.destroy();
  else request.socket.resetAndDestroy();
}

async function serve(
  request: Incoming,
  response: Outgoing,
  answer: (request: HttpRequest) => Promise<Answer>,
): Promise<void> {
  const requestId = randomUUID();
  const refused = refusal(request);
  if (refused !== undefined) return send(response, refused, requestId);
  const bytes = await readBody(request);
  if (bytes === undefined) {
    if (!("stream" in response)) response.setHeader("connection", "close");
    return send(
      response,
      jsonError(413, "RequestEntityTooLargeException", `The request is larger than ${MAX_BODY} bytes.`),
      requestId,
    );
  }
  const { method = "GET", headers, url = "/" } = request;
  const reply = await answer({ method, headers, body: bytes.toString("utf8"), bytes, requestId, ...splitTarget(url) });
  if (reply === "hang") return;
  if (reply === "reset") reset(request);
  else send(response, reply, requestId);
}

export interface Listener {
  readonly port: number;
  /** Stops listening and cuts the connections that are left. */
  readonly close: () => Promise<void>;
}

/** @throws SandboxError `port-unavailable`. */
export async function listen(
  host: string,
  port: number,
  answer: (request: HttpRequest) => Promise<Answer>,
): Promise<Listener> {
  const { server, cutAll } = createEitherServer((request, response) => {
    serve(request, response, answer).catch(() => {
      if (response.headersSent) reset(request);
      else send(response, jsonError(500, "InternalServerException", "The sandbox failed to answer."), randomUUID());
    });
  });
  await new Promise<void>((done, failed) => {
    server.once("error", (error) => {
      failed(
        new SandboxError("port-unavailable", `Cannot listen on ${host} port ${port}: ${error.message}`, {
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => done());
  });
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      cutAll();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

// HTTP/1.1 and HTTP/2 without TLS on one port: a connection is told by its first bytes. Knows no AWS.
import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer, type Server, type Socket } from "node:net";

type Handler = (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => void;

/** How a client begins that speaks HTTP/2 unasked (RFC 9113, section 3.4), as the SDK for JavaScript does with the Bedrock runtime. */
const PREFACE = "PRI * HTTP/2.0";

export interface EitherServer {
  /** Not yet listening. */
  readonly server: Server;
  /** Cuts the connections that are there. */
  readonly cutAll: () => void;
}

export function createEitherServer(handler: Handler): EitherServer {
  const http1 = createHttp1({ keepAliveTimeout: 0 }, handler);
  const http2 = createHttp2(handler);
  // Told to the client; here it must not end the process.
  http2.on("sessionError", () => {});
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // A client that goes away before it has said a word.
    socket.on("error", () => {});
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      const isHttp2 = first.toString("latin1", 0, PREFACE.length) === PREFACE;
      (isHttp2 ? http2 : http1).emit("connection", socket);
      if (!isHttp2) socket.resume();
    });
  });
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return { server, cutAll };
}

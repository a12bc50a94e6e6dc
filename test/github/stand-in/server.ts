/**
 * A local HTTP server that answers as GitHub's API does, as far as Strata asks: REST under `/` and, as GitHub
 * Enterprise has it, under `/api/v3`; GraphQL beside it. Shapes and statuses are those of docs.github.com/rest.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Reply, route } from "./routes.ts";
import { Repository } from "./state.ts";

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
}

/** What happens instead of an answer; counted down with each request that it fits. */
export interface Trouble {
  readonly fits: (call: Call) => boolean;
  times: number;
  readonly reply: Reply | "reset" | "reset-after-work";
}

export const TOKEN = "ghs_secret";

export class GitHubStandIn {
  readonly repository = new Repository();
  readonly calls: Call[] = [];
  /** Requests to the storage that artifacts are redirected to. */
  readonly storageCalls: Call[] = [];
  readonly troubles: Trouble[] = [];
  readonly #api: Server;
  readonly #storage: Server;

  constructor() {
    this.#api = createServer((request, response) => void this.#answer(request, response));
    this.#storage = createServer((request, response) => this.#serveZip(request, response));
  }

  async start(): Promise<this> {
    await Promise.all(
      [this.#api, this.#storage].map((server) => new Promise<void>((done) => server.listen(0, "127.0.0.1", done))),
    );
    return this;
  }

  async stop(): Promise<void> {
    for (const server of [this.#api, this.#storage]) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${portOf(this.#api)}`;
  }

  /** The same API at the address that GitHub Enterprise has. */
  get enterpriseUrl(): string {
    return `${this.apiUrl}/api/v3`;
  }

  trouble(
    reply: Trouble["reply"],
    over: { readonly method?: string; readonly path?: RegExp; readonly times?: number } = {},
  ): void {
    const { method, path, times = 1 } = over;
    const fits = (call: Call): boolean =>
      (method === undefined || call.method === method) && (path === undefined || path.test(call.path));
    this.troubles.push({ fits, times, reply });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request);
    this.calls.push(call);
    const body = await bodyOf(request);
    const trouble = this.troubles.find(({ fits, times }) => times > 0 && fits(call));
    if (trouble !== undefined) trouble.times -= 1;
    if (trouble?.reply === "reset") return void request.socket.destroy();
    if (trouble !== undefined && trouble.reply !== "reset-after-work") return send(response, trouble.reply);
    const storage = `http://localhost:${portOf(this.#storage)}`;
    const reply = route(this.repository, {
      ...call,
      path: call.path.replace(/^\/api(?:\/v3)?(?=\/)/, ""),
      body,
      base: this.apiUrl,
      storage,
    });
    if (trouble?.reply === "reset-after-work") return void request.socket.destroy();
    send(response, reply);
  }

  #serveZip(request: IncomingMessage, response: ServerResponse): void {
    this.storageCalls.push(callOf(request));
    const artifact = this.repository.artifacts.find(({ id }) => request.url === `/zip/${id}`);
    response.writeHead(artifact === undefined ? 404 : 200, { "content-type": "application/zip" }).end(artifact?.zip);
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function callOf({ method = "", url = "", headers }: IncomingMessage): Call {
  return { method, path: url, authorization: headers.authorization };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : JSON.parse(text);
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const isText = typeof body === "string";
  const text = body === undefined ? "" : isText ? body : JSON.stringify(body);
  const shared = {
    "content-type": isText ? "text/html" : "application/json; charset=utf-8",
    "x-github-request-id": "A1B2:C3",
    "x-ratelimit-remaining": "4999",
  };
  response.writeHead(status, { ...shared, ...headers }).end(text);
}

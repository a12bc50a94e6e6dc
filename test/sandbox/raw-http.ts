// Requests below the SDK: for wire shapes, and for what no SDK would send.
import { request as httpRequest } from "node:http";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { signed } from "./clients.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly json: any;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Sends a request as it is given; unlike fetch, with any Host header. */
export function raw(
  sandbox: Sandbox,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(sandbox.url);
  return new Promise((done, failed) => {
    const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        done({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
      });
      response.once("error", failed);
    });
    request.once("error", failed);
    request.end(body);
  });
}

/** A signed Bedrock request with a JSON body. */
export function bedrock(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<RawAnswer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return raw(sandbox, method, path, { ...signed("bedrock"), "content-type": "application/json" }, text);
}

/** A signed request to the tagging API. */
export function tagging(sandbox: Sandbox, operation: string, body: unknown): Promise<RawAnswer> {
  const headers = {
    ...signed("tagging"),
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `ResourceGroupsTaggingAPI_20170126.${operation}`,
  };
  return raw(sandbox, "POST", "/", headers, JSON.stringify(body));
}

/** A signed request to STS. */
export function sts(sandbox: Sandbox, form: Readonly<Record<string, string>>): Promise<RawAnswer> {
  const headers = { ...signed("sts"), "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return raw(sandbox, "POST", "/", headers, new URLSearchParams({ Version: "2011-06-15", ...form }).toString());
}

/** The sandbox in a process of its own, so that its work is not counted as a tool's; steered by its control endpoints. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Behaviour } from "../src/sandbox/behaviour.ts";
import type { SandboxCall } from "../src/sandbox/call-log.ts";
import type { ProfileSeed, SandboxProfile } from "../src/sandbox/seed.ts";

export const STRATA = join(import.meta.dirname, "../dist/main.js");

/** Profiles in one request, so that its body stays below the server's limit of a mebibyte. */
const PUT_AT_ONCE = 1000;

export interface Server {
  readonly url: string;
  readonly behave: (behaviour: Partial<Behaviour>) => Promise<void>;
  readonly profiles: () => Promise<readonly SandboxProfile[]>;
  readonly put: (seeds: readonly ProfileSeed[]) => Promise<void>;
  /** Runs something, and counts the requests of it by operation. */
  readonly counting: <T>(work: () => Promise<T>) => Promise<readonly [T, Readonly<Record<string, number>>]>;
  readonly close: () => Promise<void>;
}

export async function startServer(): Promise<Server> {
  const child = spawn(process.execPath, [STRATA, "sandbox", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "close");
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const found = /AWS_ENDPOINT_URL=(\S+)\n/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("close", (code) => reject(new Error(`The sandbox ended with ${code}: ${text}`)));
  });
  const control = async <T>(method: string, name: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/_sandbox/${name}`, { method, ...(body === undefined ? {} : jsonBody(body)) });
    if (!answer.ok) throw new Error(`${method} ${name}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    url,
    behave: async (behaviour) => void (await control("PUT", "behaviour", behaviour)),
    profiles: async () => (await control<{ profiles: SandboxProfile[] }>("GET", "state")).profiles,
    put: async (seeds) => {
      for (let at = 0; at < seeds.length; at += PUT_AT_ONCE)
        await control("POST", "profiles", seeds.slice(at, at + PUT_AT_ONCE));
    },
    counting: async (work) => {
      await control("DELETE", "calls");
      const result = await work();
      return [result, countCalls((await control<{ calls: SandboxCall[] }>("GET", "calls")).calls)];
    },
    close: async () => {
      child.kill();
      await ended;
    },
  };
}

function jsonBody(body: unknown): RequestInit {
  return { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

function countCalls(calls: readonly Pick<SandboxCall, "operation" | "status">[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, status } of calls) {
    const name = status >= 400 ? `${operation} ${status}` : operation;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

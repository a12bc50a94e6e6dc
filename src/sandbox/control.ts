// The control endpoints under /_sandbox/: how another process steers and inspects a running sandbox. Unsigned, loopback only.
import { type Behaviour, checkBehaviour } from "./behaviour.ts";
import type { SandboxCall } from "./call-log.ts";
import type { FaultCounts } from "./faults.ts";
import type { HttpRequest } from "./http-listener.ts";
import type { UseCounts, UsePlace } from "./ledger.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { ProfileSeed, SandboxProfile } from "./seed.ts";
import type { Reply } from "./service.ts";
import { readUse } from "./use-seed.ts";

export const CONTROL_PREFIX = "/_sandbox/";

export interface ControlTarget {
  readonly behaviour: Behaviour;
  readonly startBehaviour: Readonly<Behaviour>;
  readonly calls: readonly SandboxCall[];
  readonly clearCalls: () => void;
  readonly faults: () => FaultCounts;
  readonly profiles: () => readonly SandboxProfile[];
  readonly put: (seed: ProfileSeed) => Promise<SandboxProfile>;
  readonly putAll: (seeds: readonly ProfileSeed[]) => Promise<readonly SandboxProfile[]>;
  readonly recordUse: (place: UsePlace, at: Date, counts: Partial<UseCounts>) => Promise<void>;
  readonly now: () => Date;
}

type Handler = (target: ControlTarget, body: unknown) => unknown;

function json(status: number, value: unknown): Reply {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(value)}\n` };
}

function readSeed(body: unknown): ProfileSeed {
  const seed = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const createdAt = seed.createdAt === undefined ? undefined : new Date(String(seed.createdAt));
  if (Number.isNaN(createdAt?.getTime())) throw new SandboxError("bad-profile", "createdAt is no time");
  const { createdAt: _text, ...rest } = seed as unknown as ProfileSeed;
  return createdAt === undefined ? rest : { ...rest, createdAt };
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  "GET behaviour": ({ behaviour }) => behaviour,
  "PUT behaviour": ({ behaviour }, body) => Object.assign(behaviour, checkBehaviour(body)),
  "DELETE behaviour": ({ behaviour, startBehaviour }) => Object.assign(behaviour, startBehaviour),
  "GET state": ({ profiles }) => ({ profiles: profiles() }),
  "POST profiles": async ({ put, putAll }, body) =>
    Array.isArray(body) ? { profiles: await putAll(body.map(readSeed)) } : put(readSeed(body)),
  "POST uses": async ({ recordUse, profiles, now }, body) => {
    const { place, at, counts } = readUse(body, profiles(), now());
    await recordUse(place, at, counts);
    return { ...place, at: at.toISOString(), ...counts };
  },
  "GET faults": ({ faults }) => ({ faults: faults() }),
  "GET calls": ({ calls }) => ({ calls }),
  "DELETE calls": ({ clearCalls }) => {
    clearCalls();
    return { calls: [] };
  },
};

function parseBody(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new SandboxError("bad-behaviour", "the body is not JSON");
  }
}

/** Answers one control request; a wrong one gets 400, 404 or 405 with `{"error"}`. */
export async function answerControl(target: ControlTarget, request: HttpRequest): Promise<Reply> {
  const resource = request.path.slice(CONTROL_PREFIX.length);
  const handler = Object.hasOwn(HANDLERS, `${request.method} ${resource}`)
    ? HANDLERS[`${request.method} ${resource}`]
    : undefined;
  if (handler === undefined) {
    const known = Object.keys(HANDLERS).some((name) => name.endsWith(` ${resource}`));
    return json(known ? 405 : 404, { error: `served: ${Object.keys(HANDLERS).join(", ")}` });
  }
  try {
    return json(200, await handler(target, parseBody(request.body)));
  } catch (error) {
    if (error instanceof SandboxError) return json(400, { error: error.message, code: error.code });
    throw error;
  }
}

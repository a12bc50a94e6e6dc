// Uses of models put in behind the API's back, as the control endpoint takes them.
import { DEFAULT_ACCOUNT } from "./caller.ts";
import type { UseCounts, UsePlace } from "./ledger.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { SandboxProfile } from "./seed.ts";
import { isTags } from "./shapes.ts";

/** What the ledger takes: where, when, how much. */
export interface UseSeed {
  readonly place: UsePlace;
  readonly at: Date;
  readonly counts: Partial<UseCounts>;
}

const COUNTS = [
  "invocations",
  "inputTokens",
  "outputTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "clientErrors",
  "serverErrors",
  "throttles",
  "latencyMs",
] as const satisfies readonly (keyof UseCounts)[];

function malformed(message: string): SandboxError {
  return new SandboxError("bad-use", message);
}

/**
 * `{region, modelId, account?, foundationModel?, tags?, at?}` and counts; tags and model of a live profile are its own
 * unless they are given, the time is now.
 * @throws SandboxError `bad-use`, naming what is wrong.
 */
export function readUse(body: unknown, profiles: readonly SandboxProfile[], now: Date): UseSeed {
  const use = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const { region, modelId, account = DEFAULT_ACCOUNT, at } = use;
  const texts = { region, modelId, account, foundationModel: use.foundationModel ?? "x" };
  for (const [name, value] of Object.entries(texts)) {
    if (typeof value !== "string" || value === "") throw malformed(`${name} must be text`);
  }
  const profile = profiles.find((one) => one.id === modelId && one.account === account && one.region === region);
  const tags = use.tags ?? profile?.tags ?? {};
  if (!isTags(tags)) throw malformed("tags must be texts by key");
  const moment = at === undefined ? now : new Date(String(at));
  if (Number.isNaN(moment.getTime())) throw malformed("at is no time");
  const [arn = ""] = profile?.modelArns ?? [];
  const ownModel = arn.slice(arn.lastIndexOf("/") + 1) || String(modelId);
  const foundationModel = String(use.foundationModel ?? ownModel);
  return {
    place: {
      account: String(account),
      region: String(region),
      modelId: String(modelId),
      foundationModel,
      tags: tags as UsePlace["tags"],
    },
    at: moment,
    counts: Object.fromEntries(COUNTS.flatMap((name) => (use[name] === undefined ? [] : [[name, countOf(use, name)]]))),
  };
}

function countOf(use: Readonly<Record<string, unknown>>, name: string): number {
  const value = use[name];
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw malformed(`${name} must be a whole number of at least 0`);
}

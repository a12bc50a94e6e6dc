/** GitHub's API as answers: Octokit with retries and patience for rate limits, and every refusal as a fault. */
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import type { Answer, Fault, FaultKind } from "../core/fault.ts";

export interface GitHubSettings {
  readonly token: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` of GitHub Enterprise (GITHUB_API_URL). */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly userAgent: string;
  /** How long is waited between tries and between writes; Octokit's own measure when absent. */
  readonly patience?: Patience;
}

/** Limiters and their unit, as the plugins take them. */
export interface Patience {
  readonly retryAfterBaseValue: number;
  readonly limiters: Readonly<Record<string, unknown>>;
}

export interface GitHubClient {
  readonly octokit: Octokit;
  /** Owner and repository, as every route takes them. */
  readonly at: { readonly owner: string; readonly repo: string };
  /** One operation; `operation` is what a person would call it. */
  send<T>(operation: string, call: (octokit: Octokit) => Promise<T>): Promise<Answer<T>>;
}

/** A comment is a courtesy: nobody waits an hour for it. */
const LONGEST_WAIT_S = 60;
const MOST_WAITS = 2;

const REQUEST_TIMEOUT_MS = 30_000;

export function gitHubClient({ token, apiUrl, owner, repo, userAgent, patience }: GitHubSettings): GitHubClient {
  const Patient = Octokit.plugin(retry, throttling);
  const mayWait = (seconds: number, _options: object, _octokit: unknown, waited: number): boolean =>
    seconds <= LONGEST_WAIT_S && waited < MOST_WAITS;
  const octokit = new Patient({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ""),
    userAgent,
    // Its own lines would stand in the log beside ours.
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    request: { fetch: fetchWithin(REQUEST_TIMEOUT_MS) },
    ...(patience === undefined ? {} : { retry: { retryAfterBaseValue: patience.retryAfterBaseValue } }),
    throttle: {
      ...(patience === undefined ? {} : { retryAfterBaseValue: patience.retryAfterBaseValue, ...patience.limiters }),
      onRateLimit: mayWait,
      onSecondaryRateLimit: mayWait,
    },
  });
  return {
    octokit,
    at: { owner, repo },
    send: async (operation, call) => {
      try {
        const value = await call(octokit);
        return isForeign(value) ? foreign(operation) : { ok: true, value, attempts: 1 };
      } catch (error) {
        // Octokit trips over a list that is none.
        if (error instanceof TypeError) return foreign(operation);
        return { ok: false, fault: toFault(operation, error, token), attempts: 1 };
      }
    },
  };
}

/** What a proxy has put in the place of an answer: GitHub's are never text, and GraphQL's never nothing. */
function isForeign(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === "object" && value !== null && "data" in value && typeof value.data === "string")
  );
}

function foreign(operation: string): Answer<never> {
  const message = "the reply is not one of GitHub's API: something between here and GitHub answered instead of it";
  return {
    ok: false,
    fault: { kind: "unavailable", retryable: true, operation, message, ambiguous: true },
    attempts: 1,
  };
}

/** A server that does not answer must not hold the job until its own time limit. */
function fetchWithin(ms: number): typeof fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(ms) });
}

interface HttpError {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** @throws what is no answer of GitHub and no trouble of the network: a bug. */
function toFault(operation: string, error: unknown, token: string): Fault {
  const message = (error instanceof Error ? error.message : String(error)).replaceAll(token, "***");
  if (!isHttpError(error)) {
    const isNetwork =
      error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError" || "code" in error);
    if (!isNetwork && !isGraphqlError(error)) throw error;
    return { kind: "unavailable", retryable: true, operation, message };
  }
  const headers = error.response?.headers ?? {};
  const id = headers["x-github-request-id"];
  const kind = kindOf(error.status, message, headers);
  return {
    kind,
    retryable: kind === "throttled" || kind === "unavailable",
    operation,
    message: message.replace(/ - https:\/\/docs\.github\.com\S*$/, ""),
    // Octokit tells a lost connection as a 500 without a response.
    ...(error.response === undefined ? {} : { code: String(error.status) }),
    ...(id === undefined ? {} : { requestId: id }),
    ...(error.response === undefined ? { ambiguous: true as const } : {}),
  };
}

function isGraphqlError(error: unknown): boolean {
  return error instanceof Error && error.name === "GraphqlResponseError";
}

function kindOf(status: number, message: string, headers: Readonly<Record<string, string | undefined>>): FaultKind {
  const isLimit =
    headers["x-ratelimit-remaining"] === "0" || headers["retry-after"] !== undefined || /rate limit/i.test(message);
  switch (status) {
    case 401:
      return "credentials";
    case 403:
      return isLimit ? "throttled" : "denied";
    case 404:
    case 410:
      return "not-found";
    case 409:
      return "conflict";
    case 422:
      return "invalid";
    case 429:
      return "throttled";
    default:
      return status >= 500 ? "unavailable" : "unknown";
  }
}

/** An answer with its value changed. */
export function mapAnswer<A, B>(answer: Answer<A>, map: (value: A) => B): Answer<B> {
  return answer.ok ? { ...answer, value: map(answer.value) } : answer;
}

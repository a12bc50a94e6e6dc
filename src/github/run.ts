/** The workflow run as its environment and event tell it: which pull request, which commit, which repository. */
import { membersOf, type Reader, readCount, readNullable, readText, ShapeError } from "../core/shape.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface EventPull {
  readonly number: number;
  /** From another repository: its run has a token that can only read. */
  readonly isFork: boolean;
}

export interface GitHubRun {
  readonly owner: string;
  readonly repo: string;
  readonly apiUrl: string;
  readonly sha: string;
  readonly branch: string;
  readonly runId: number | null;
  /** 1, and one more each time that the run is run again. */
  readonly attempt: number;
  /** Null where the run is not about one. */
  readonly pull: EventPull | null;
}

export type RunRead = { readonly ok: true; readonly run: GitHubRun } | { readonly ok: false; readonly why: string };

/** `eventText` is the file at GITHUB_EVENT_PATH, or null; an event that cannot be read is no pull request. */
export function readRun(env: Env, eventText: string | null): RunRead {
  const [, owner, repo] = /^([\w-]+)\/(?!\.{1,2}$)([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? "") ?? [];
  if (owner === undefined || repo === undefined) {
    return { ok: false, why: "GITHUB_REPOSITORY has to name the repository, as owner/name." };
  }
  const apiUrl = env.GITHUB_API_URL || "https://api.github.com";
  if (!isHttpUrl(apiUrl))
    return { ok: false, why: "GITHUB_API_URL has to be an address, such as https://api.github.com." };
  const id = /^\d{1,15}$/.test(env.GITHUB_RUN_ID ?? "") ? Number(env.GITHUB_RUN_ID) : null;
  return {
    ok: true,
    run: {
      owner,
      repo,
      apiUrl,
      sha: env.GITHUB_SHA ?? "",
      branch: env.GITHUB_REF_NAME ?? "",
      runId: id,
      attempt: /^\d{1,6}$/.test(env.GITHUB_RUN_ATTEMPT ?? "") ? Number(env.GITHUB_RUN_ATTEMPT) : 1,
      pull: pullOf(eventText, `${owner}/${repo}`),
    },
  };
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function pullOf(eventText: string | null, repository: string): EventPull | null {
  if (eventText === null) return null;
  try {
    return membersOf(JSON.parse(eventText), "").maybe("pull_request", readPull(repository)) ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ShapeError) return null;
    throw error;
  }
}

function readPull(repository: string): Reader<EventPull> {
  return (value, at) => {
    const { get } = membersOf(value, at);
    const head = membersOf(
      get("head", (found) => found),
      `${at}.head`,
    );
    // The repository of a head that was deleted since is null.
    const from = head.get(
      "repo",
      readNullable((repo, place) => membersOf(repo, place).get("full_name", readText)),
    );
    return { number: get("number", readCount), isFork: from?.toLowerCase() !== repository.toLowerCase() };
  };
}

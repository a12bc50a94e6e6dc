/** Where a job of GitHub Actions runs, as far as its environment tells: what links in a plan point to. */
import type { Moment } from "../core/moment.ts";
import { membersOf, readText, ShapeError } from "../core/shape.ts";
import type { MarkdownOrigin } from "../render/markdown-options.ts";

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
type Env = Readonly<Record<string, string | undefined>>;

const REPOSITORY = /^[\w-]+\/(?!\.{1,2}$)[\w.-]+$/;
const COMMIT = /^[0-9a-f]{40,64}$/;
const SERVER = /^https?:\/\/[\w.-]+(?::\d+)?$/;

/** `eventText` is the file at GITHUB_EVENT_PATH, or null. Whatever has not the shape it should have is left out. */
export function originOf(env: Env, eventText: string | null, readAt: Moment): MarkdownOrigin {
  const server = env.GITHUB_SERVER_URL ?? "https://github.com";
  const isKnown = REPOSITORY.test(env.GITHUB_REPOSITORY ?? "") && SERVER.test(server);
  const repositoryUrl = isKnown ? `${server}/${env.GITHUB_REPOSITORY}` : null;
  const id = /^\d{1,15}$/.test(env.GITHUB_RUN_ID ?? "") ? Number(env.GITHUB_RUN_ID) : null;
  const run = repositoryUrl === null || id === null ? null : { id, url: `${repositoryUrl}/actions/runs/${id}` };
  return { commit: commitOf(env, eventText), repositoryUrl, run, readAt };
}

/** GITHUB_SHA of a pull request is a merge that nobody has seen; its head is what is reviewed. */
function commitOf({ GITHUB_SHA }: Env, eventText: string | null): string | null {
  const found = headOf(eventText) ?? GITHUB_SHA ?? "";
  return COMMIT.test(found) ? found : null;
}

function headOf(eventText: string | null): string | undefined {
  if (eventText === null) return undefined;
  try {
    const event = membersOf(JSON.parse(eventText), "");
    return event.maybe("pull_request", (value, at) =>
      membersOf(value, at).get("head", (head, place) => membersOf(head, place).get("sha", readText)),
    );
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof ShapeError) return undefined;
    throw error;
  }
}

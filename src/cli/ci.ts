/** The CI job that the command runs in, if it does: the environment as a port. */
import { appendFileSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import type { Ci } from "../commands/ci.ts";
import type { Moment } from "../core/moment.ts";
import { actionsJob } from "../github/actions.ts";
import { originOf } from "../github/origin.ts";
import type { Edge } from "./edge.ts";

/** True in a job of GitHub Actions, whose runner reads commands out of what is printed. */
export function isInActions({ env }: Pick<Edge, "env">): boolean {
  return env.GITHUB_ACTIONS === "true";
}

export function ciOf(edge: Edge, now: Moment): Ci | null {
  if (!isInActions(edge)) return null;
  const { env } = edge;
  const root = env.GITHUB_WORKSPACE ?? "";
  return actionsJob({
    origin: originOf(env, eventText(env.GITHUB_EVENT_PATH), now),
    // Not where results go: a result may be JSON.
    write: (line) => edge.stderr.write(line),
    appendSummary: appender(env.GITHUB_STEP_SUMMARY),
    appendOutput: appender(env.GITHUB_OUTPUT),
    pathInRepository: (file) => (root === "" ? file : relative(root, resolve(file))),
  });
}

/** The event of the run; a missing or unreadable file is no event. */
export function eventText(file: string | undefined): string | null {
  if (file === undefined || file === "") return null;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** What cannot be told must not stop the work: a full disk costs the summary, not the apply. */
function appender(file: string | undefined): ((text: string) => void) | null {
  if (file === undefined || file === "") return null;
  return (text) => {
    try {
      appendFileSync(file, text);
    } catch {
      // Told nowhere: the log has all of it.
    }
  };
}

/** Telling on GitHub is a courtesy: what cannot be told there goes to the job summary, and no exit code changes. */
import type { Answer, Fault } from "../core/fault.ts";
import type { GitHubContext } from "./github-context.ts";

/** A body in two lengths: the second for a server that takes less than GitHub says. */
export type Body = (maxBytes: number) => string;

/** Shows the text in the job summary, and says why it is there. */
export function fallBack(context: GitHubContext, body: string, why: string): void {
  context.ci?.summarise(body);
  const where = context.ci === null ? "" : " It is in the job summary.";
  context.notice(`The comment was not posted: ${why}${where}`, "notice");
}

/** The same after a fault; a token that may not write is what forks have, and no trouble. */
export function fallBackAfter(context: GitHubContext, body: string, fault: Fault): void {
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  const words = `${fault.operation}: ${fault.code === undefined ? "" : `${fault.code} `}${fault.message}${id}.`;
  const mend = fault.kind === "denied" ? " The token may not write there (pull-requests: write)." : "";
  if (fault.kind === "denied") {
    fallBack(context, body, `${words}${mend}`);
    return;
  }
  context.ci?.summarise(body);
  context.notice(
    `The comment was not posted: ${words}${context.ci === null ? "" : " It is in the job summary."}`,
    "warning",
  );
}

/** Sends a body, and a shorter one where it is refused for its length (422). */
export async function sendFitting(
  body: Body,
  maxBytes: number,
  send: (text: string) => Promise<Answer<void>>,
): Promise<Answer<void>> {
  const whole = await send(body(maxBytes));
  if (whole.ok || whole.fault.kind !== "invalid") return whole;
  return send(body(Math.floor(maxBytes / 4)));
}

/** Who this run is: only what it has written itself may be edited, whoever has copied its marker. */
import type { Answer } from "../core/fault.ts";
import type { GitHubClient } from "./client.ts";

/**
 * The login without `[bot]`. REST's `GET /user` refuses the token of a workflow, GraphQL's `viewer` does not
 * (github.com/marocchino/sticky-pull-request-comment, pull request 332); the two spell bots differently.
 */
export async function readViewer(client: GitHubClient): Promise<Answer<string>> {
  const answer = await client.send("GraphQL viewer", (octokit) =>
    octokit.graphql<{ viewer: { login: string } }>("query { viewer { login } }"),
  );
  return answer.ok ? { ...answer, value: plainLogin(answer.value.viewer.login) } : answer;
}

export function plainLogin(login: string | undefined): string {
  return (login ?? "").replace(/\[bot\]$/, "").toLowerCase();
}

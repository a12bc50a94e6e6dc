/** All of GitHub that commands need, behind one token. */
import type { GitHubPorts } from "../engine/github-ports.ts";
import { approvalGateway } from "./approvals.ts";
import { gitHubClient, type Patience } from "./client.ts";
import { commentGateway } from "./comments.ts";
import { issueGateway } from "./issues.ts";
import type { GitHubRun } from "./run.ts";

export interface GitHubAccess {
  readonly token: string;
  readonly userAgent: string;
  readonly patience?: Patience;
}

export function gitHubPorts(run: GitHubRun, access: GitHubAccess): GitHubPorts {
  const { owner, repo, apiUrl, sha, branch, runId, attempt } = run;
  const client = gitHubClient({ ...access, owner, repo, apiUrl });
  return {
    comments: commentGateway(client),
    issues: issueGateway(client),
    approvals: approvalGateway(client, { sha, branch, runId, attempt }),
  };
}

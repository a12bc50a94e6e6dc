/** Issues through GitHub's API. */
import type { Answer } from "../core/fault.ts";
import type { IssueGateway, PostedIssue } from "../engine/github-ports.ts";
import { type GitHubClient, mapAnswer } from "./client.ts";
import { plainLogin, readViewer } from "./viewer.ts";

const PAGE = 100;

export function issueGateway(client: GitHubClient): IssueGateway {
  const { at, send } = client;
  return {
    ownIssues: async (label, since) => {
      const viewer = await readViewer(client);
      if (!viewer.ok) return viewer;
      // Whatever was closed since was also updated since; what is open may be older.
      const answers = await Promise.all([
        send("GET issues", (octokit) =>
          octokit.paginate(octokit.rest.issues.listForRepo, { ...at, labels: label, state: "open", per_page: PAGE }),
        ),
        send("GET issues", (octokit) =>
          octokit.paginate(octokit.rest.issues.listForRepo, {
            ...at,
            labels: label,
            state: "closed",
            since,
            per_page: PAGE,
          }),
        ),
      ]);
      const failed = answers.find((answer) => !answer.ok);
      if (failed !== undefined) return failed as Answer<never>;
      const issues = answers.flatMap((answer) => (answer.ok ? answer.value : []));
      const own = issues
        .filter(({ user, pull_request }) => pull_request === undefined && plainLogin(user?.login) === viewer.value)
        .map((issue): PostedIssue => {
          const { number, body, state, closed_at } = issue;
          return { number, body: body ?? "", isOpen: state === "open", closedAt: closed_at };
        });
      return { ok: true, value: own.sort((a, b) => b.number - a.number), attempts: answers.length };
    },
    openIssue: async (label, title, body) => {
      await send("POST label", (octokit) =>
        // It is there already from the second issue on; without it the issue itself would make it, in grey.
        octokit.rest.issues.createLabel({
          ...at,
          name: label,
          color: "d93f0b",
          description: "AWS is not as profiles.yaml says",
        }),
      );
      const opened = await send("POST issue", (octokit) =>
        octokit.rest.issues.create({ ...at, title, body, labels: [label], request: { retries: 0 } }),
      );
      return mapAnswer(opened, ({ data }) => data.number);
    },
    editIssue: async (issue, edit) =>
      mapAnswer(
        await send("PATCH issue", (octokit) => octokit.rest.issues.update({ ...at, issue_number: issue, ...edit })),
        () => undefined,
      ),
    addComment: async (issue, body) =>
      mapAnswer(
        await send("POST issue comment", (octokit) =>
          octokit.rest.issues.createComment({ ...at, issue_number: issue, body, request: { retries: 0 } }),
        ),
        () => undefined,
      ),
  };
}

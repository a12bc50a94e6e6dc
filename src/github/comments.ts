/** Comments of a pull request through GitHub's API. */
import type { Answer } from "../core/fault.ts";
import type { CommentGateway, PostedComment } from "../engine/github-ports.ts";
import { type GitHubClient, mapAnswer } from "./client.ts";
import { plainLogin, readViewer } from "./viewer.ts";

const PAGE = 100;

export function commentGateway(client: GitHubClient): CommentGateway {
  const { at, send } = client;
  const gateway: CommentGateway = {
    ownComments: (pull) => ownComments(client, pull),
    addComment: (pull, body) => addOnce(client, pull, body, gateway),
    editComment: async (id, body) =>
      mapAnswer(
        await send("PATCH issue comment", (octokit) =>
          octokit.rest.issues.updateComment({ ...at, comment_id: id, body }),
        ),
        () => undefined,
      ),
    minimise: async (nodeId) =>
      mapAnswer(
        await send("GraphQL minimizeComment", (octokit) =>
          octokit.graphql(
            "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { clientMutationId } }",
            { id: nodeId },
          ),
        ),
        () => undefined,
      ),
    isReviewedSince: async (pull, moment) =>
      mapAnswer(
        await send("GET reviews", (octokit) =>
          octokit.paginate(octokit.rest.pulls.listReviews, { ...at, pull_number: pull, per_page: PAGE }),
        ),
        (reviews) => reviews.some(({ submitted_at }) => (submitted_at ?? "") > moment),
      ),
  };
  return gateway;
}

async function ownComments(client: GitHubClient, pull: number): Promise<Answer<readonly PostedComment[]>> {
  const viewer = await readViewer(client);
  if (!viewer.ok) return viewer;
  const listed = await client.send("GET issue comments", (octokit) =>
    octokit.paginate(octokit.rest.issues.listComments, { ...client.at, issue_number: pull, per_page: PAGE }),
  );
  return mapAnswer(listed, (comments) =>
    comments
      .filter(({ user }) => plainLogin(user?.login) === viewer.value)
      .map(({ id, node_id, body, created_at }) => ({ id, nodeId: node_id, body: body ?? "", createdAt: created_at })),
  );
}

/**
 * A comment whose reply was lost may have been posted: whether it was is looked up before anything is sent again, so
 * that nobody is told twice.
 */
async function addOnce(
  client: GitHubClient,
  pull: number,
  body: string,
  { ownComments: list }: CommentGateway,
): Promise<Answer<void>> {
  const post = () =>
    client.send("POST issue comment", (octokit) =>
      octokit.rest.issues.createComment({ ...client.at, issue_number: pull, body, request: { retries: 0 } }),
    );
  const first = await post();
  if (first.ok || first.fault.kind !== "unavailable") return mapAnswer(first, () => undefined);
  const listed = await list(pull);
  if (!listed.ok) return listed;
  // GitHub may change line ends and trailing space; the marker and the run in it tell ours apart.
  const firstLine = body.split("\n", 1)[0];
  if (listed.value.some((comment) => comment.body.split(/\r?\n/, 1)[0] === firstLine)) {
    return { ok: true, value: undefined, attempts: 1 };
  }
  return mapAnswer(await post(), () => undefined);
}

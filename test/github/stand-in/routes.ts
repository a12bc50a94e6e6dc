/** The operations of GitHub's API that Strata uses, on the stand-in's repository. */
import {
  ACTIONS,
  type Artifact,
  type Comment,
  type Issue,
  type Pull,
  REPOSITORY,
  type Repository,
  type WorkflowRun,
} from "./state.ts";

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Where this server is. */
  readonly base: string;
  /** Where artifacts are stored. */
  readonly storage: string;
}

interface Asked extends Request {
  readonly query: URLSearchParams;
  readonly parts: readonly string[];
}

type Handler = (repository: Repository, asked: Asked) => Reply;

const MOST_CHARACTERS = 65_536;

const ROUTES: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
  ["POST", /^\/graphql$/, graphql],
  ["GET", /^\/repos\/acme\/ai\/issues\/(\d+)\/comments$/, listComments],
  ["POST", /^\/repos\/acme\/ai\/issues\/(\d+)\/comments$/, addComment],
  ["PATCH", /^\/repos\/acme\/ai\/issues\/comments\/(\d+)$/, editComment],
  ["GET", /^\/repos\/acme\/ai\/pulls\/(\d+)$/, getPull],
  ["GET", /^\/repos\/acme\/ai\/pulls\/(\d+)\/reviews$/, listReviews],
  ["GET", /^\/repos\/acme\/ai\/branches\/main$/, getBranch],
  ["GET", /^\/repos\/acme\/ai\/issues$/, listIssues],
  ["POST", /^\/repos\/acme\/ai\/issues$/, openIssue],
  ["PATCH", /^\/repos\/acme\/ai\/issues\/(\d+)$/, editIssue],
  ["POST", /^\/repos\/acme\/ai\/labels$/, () => ({ status: 422, body: { message: "Validation Failed" } })],
  ["GET", /^\/repos\/acme\/ai\/commits\/([0-9a-f]+)\/pulls$/, pullsOfCommit],
  ["GET", /^\/repos\/acme\/ai\/compare\/([0-9a-f]+)\.\.\.([0-9a-f]+)$/, compare],
  ["GET", /^\/repos\/acme\/ai\/actions\/runs\/(\d+)$/, getRun],
  ["GET", /^\/repos\/acme\/ai\/actions\/workflows\/(\d+)\/runs$/, listRuns],
  ["GET", /^\/repos\/acme\/ai\/actions\/artifacts$/, listArtifacts],
  ["GET", /^\/repos\/acme\/ai\/actions\/artifacts\/(\d+)\/zip$/, redirectToZip],
];

export function route(repository: Repository, request: Request): Reply {
  const url = new URL(request.path, request.base);
  if (request.authorization !== "token ghs_secret") return { status: 401, body: { message: "Bad credentials" } };
  for (const [method, path, handler] of ROUTES) {
    const match = method === request.method ? path.exec(url.pathname) : null;
    if (match !== null) return handler(repository, { ...request, query: url.searchParams, parts: match.slice(1) });
  }
  return { status: 404, body: { message: "Not Found", documentation_url: "https://docs.github.com/rest" } };
}

/** One page, with the links to the others that Octokit follows. */
function paged<T>(
  { query, path, base }: Asked,
  items: readonly T[],
  wrap: (page: readonly T[]) => unknown = (page) => page,
): Reply {
  const size = Math.min(100, Number(query.get("per_page") ?? 30));
  const page = Number(query.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (number: number, rel: string): string => {
    const url = new URL(path, base);
    url.searchParams.set("page", String(number));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page < last ? [link(page + 1, "next"), link(last, "last")] : []),
    ...(page > 1 ? [link(page - 1, "prev")] : []),
  ];
  return {
    status: 200,
    body: wrap(items.slice((page - 1) * size, page * size)),
    ...(links.length === 0 ? {} : { headers: { link: links.join(", ") } }),
  };
}

function graphql(repository: Repository, { body }: Asked): Reply {
  const query = String(body.query);
  if (query.includes("viewer")) return { status: 200, body: { data: { viewer: { login: ACTIONS.login } } } };
  const { id } = body.variables as { id: string };
  const comment = repository.comments.find(({ node_id }) => node_id === id);
  if (!query.includes("minimizeComment") || comment === undefined) {
    return {
      status: 200,
      body: {
        data: null,
        errors: [{ type: "NOT_FOUND", message: `Could not resolve to a node with the global id of '${id}'` }],
      },
    };
  }
  comment.isMinimised = true;
  return { status: 200, body: { data: { minimizeComment: { clientMutationId: null } } } };
}

function tooLong(body: unknown): Reply | undefined {
  if (String(body).length <= MOST_CHARACTERS) return undefined;
  const errors = [
    {
      resource: "IssueComment",
      code: "unprocessable",
      field: "data",
      message: "Body is too long (maximum is 65536 characters)",
    },
  ];
  return { status: 422, body: { message: "Validation Failed", errors } };
}

const shownComment = ({ id, node_id, user, body, created_at }: Comment) => ({ id, node_id, user, body, created_at });

function listComments({ comments }: Repository, asked: Asked): Reply {
  return paged(asked, comments.filter(({ issue }) => issue === Number(asked.parts[0])).map(shownComment));
}

function addComment(repository: Repository, { parts, body }: Asked): Reply {
  return (
    tooLong(body.body) ?? {
      status: 201,
      body: shownComment(repository.addComment(Number(parts[0]), String(body.body))),
    }
  );
}

function editComment({ comments }: Repository, { parts, body }: Asked): Reply {
  const comment = comments.find(({ id }) => id === Number(parts[0]));
  if (comment === undefined) return { status: 404, body: { message: "Not Found" } };
  const refused = tooLong(body.body);
  if (refused !== undefined) return refused;
  comment.body = String(body.body);
  return { status: 200, body: shownComment(comment) };
}

function listReviews({ pulls }: Repository, asked: Asked): Reply {
  return paged(asked, pulls.find(({ number }) => number === Number(asked.parts[0]))?.reviews ?? []);
}

const shownIssue = ({ number, user, title, body, state, closed_at, labels }: Issue) => ({
  number,
  user,
  title,
  body,
  state,
  closed_at,
  labels,
});

function listIssues({ issues }: Repository, asked: Asked): Reply {
  const { query } = asked;
  const since = query.get("since") ?? "";
  const found = issues.filter(
    ({ state, updated_at, labels }) =>
      state === (query.get("state") ?? "open") && updated_at >= since && labels.includes(query.get("labels") ?? ""),
  );
  return paged(asked, found.map(shownIssue));
}

function openIssue(repository: Repository, { body }: Asked): Reply {
  const number = repository.nextId();
  const { title, body: text, labels } = body as { title: string; body: string; labels: string[] };
  const issue: Issue = {
    number,
    user: ACTIONS,
    title,
    body: text,
    state: "open",
    closed_at: null,
    updated_at: repository.now(),
    labels,
  };
  repository.issues.push(issue);
  return { status: 201, body: shownIssue(issue) };
}

function editIssue(repository: Repository, { parts, body }: Asked): Reply {
  const issue = repository.issues.find(({ number }) => number === Number(parts[0]));
  if (issue === undefined) return { status: 404, body: { message: "Not Found" } };
  Object.assign(issue, body, { updated_at: repository.now() });
  if (body.state === "closed") issue.closed_at = issue.updated_at;
  if (body.state === "open") issue.closed_at = null;
  return { status: 200, body: shownIssue(issue) };
}

const shownPull = ({ number, from, headSha, mergedAt }: Pull) => ({
  number,
  merged_at: mergedAt,
  head: { sha: headSha, repo: { full_name: from } },
  base: { ref: "main", repo: { full_name: REPOSITORY } },
});

function getPull({ pulls }: Repository, { parts }: Asked): Reply {
  const pull = pulls.find(({ number }) => number === Number(parts[0]));
  return pull === undefined ? { status: 404, body: { message: "Not Found" } } : { status: 200, body: shownPull(pull) };
}

function getBranch({ main }: Repository): Reply {
  return { status: 200, body: { name: "main", commit: { sha: main.at(-1) } } };
}

function pullsOfCommit({ pulls }: Repository, asked: Asked): Reply {
  return paged(asked, pulls.filter(({ commits }) => commits.includes(asked.parts[0] ?? "")).map(shownPull));
}

function compare({ main }: Repository, asked: Asked): Reply {
  const [base = "", head = ""] = asked.parts;
  const commits = main.slice(main.indexOf(base) + 1, main.indexOf(head) + 1).map((sha) => ({ sha }));
  return paged(asked, commits, (page) => ({ status: "ahead", total_commits: commits.length, commits: page }));
}

const shownRun = ({ head_repository, ...run }: WorkflowRun) => ({
  ...run,
  head_repository: { full_name: head_repository },
});

function getRun({ runs }: Repository, { parts }: Asked): Reply {
  const run = runs.find(({ id }) => id === Number(parts[0]));
  return run === undefined ? { status: 404, body: { message: "Not Found" } } : { status: 200, body: shownRun(run) };
}

function listRuns({ runs }: Repository, asked: Asked): Reply {
  const { query, parts } = asked;
  const found = runs.filter(
    (run) =>
      run.workflow_id === Number(parts[0]) &&
      run.head_branch === query.get("branch") &&
      run.conclusion === query.get("status"),
  );
  return paged(asked, found.reverse().map(shownRun), (workflow_runs) => ({ total_count: found.length, workflow_runs }));
}

function listArtifacts({ artifacts, runs }: Repository, asked: Asked): Reply {
  const found = artifacts.filter(({ name }) => name === asked.query.get("name"));
  const shown = ({ id, name, run, zip, expired }: Artifact) => {
    const head_sha = runs.find((one) => one.id === run)?.head_sha;
    return { id, name, size_in_bytes: zip.length, expired, workflow_run: { id: run, head_sha } };
  };
  return paged(asked, found.map(shown), (page) => ({ total_count: found.length, artifacts: page }));
}

/** As GitHub does: the file is elsewhere, and the address there needs no token. */
function redirectToZip(_: Repository, { parts, storage }: Asked): Reply {
  return { status: 302, headers: { location: `${storage}/zip/${parts[0]}` } };
}

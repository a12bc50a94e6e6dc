/** Names of role sessions and roles: what CloudTrail shows, and what a role ARN may be made of. */

type Env = Readonly<Record<string, string | undefined>>;

/** AWS takes 2 to 64 of these characters (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const NOT_ALLOWED = /[^\w+=,.@-]/g;
const LONGEST = 64;
const COMMIT_DIGITS = 7;

/** `strata-pr12-run1182-9f3c2ab` where the environment tells them, so that CloudTrail says which run did what. */
export function sessionName(env: Env): string {
  const parts = [
    "strata",
    ...(env.GITHUB_ACTIONS === "true" ? gitHubParts(env) : env.GITLAB_CI ? gitLabParts(env) : []),
  ];
  return parts
    .map((part) => part.replace(NOT_ALLOWED, ""))
    .filter((part) => part !== "")
    .join("-")
    .slice(0, LONGEST);
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
function gitHubParts({ GITHUB_REF, GITHUB_RUN_ID, GITHUB_SHA }: Env): string[] {
  const pullRequest = /^refs\/pull\/(\d+)\//.exec(GITHUB_REF ?? "")?.[1];
  return runParts(pullRequest, GITHUB_RUN_ID, GITHUB_SHA);
}

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
function gitLabParts({ CI_MERGE_REQUEST_IID, CI_PIPELINE_ID, CI_COMMIT_SHA }: Env): string[] {
  return runParts(CI_MERGE_REQUEST_IID, CI_PIPELINE_ID, CI_COMMIT_SHA);
}

function runParts(pullRequest: string | undefined, run: string | undefined, commit: string | undefined): string[] {
  return [
    ...(pullRequest ? [`pr${pullRequest}`] : []),
    ...(run ? [`run${run}`] : []),
    ...(commit ? [commit.slice(0, COMMIT_DIGITS)] : []),
  ];
}

/** Why a text cannot be the name of a role, with or without its path; undefined when it can. */
export function roleNameProblem(text: string): string | undefined {
  if (text.startsWith("arn:")) return "It takes the role's name alone: the account comes from the file.";
  const segments = text.split("/");
  if (segments.some((segment) => !/^[\w+=,.@-]+$/.test(segment) || segment === "..")) {
    return "A role name, or a path and a name, consists of letters, digits and +=,.@_- between slashes.";
  }
  return (segments.at(-1) ?? "").length > LONGEST ? "A role name has at most 64 characters." : undefined;
}

/** The same for an external id. */
export function externalIdProblem(text: string): string | undefined {
  const isRight = /^[\w+=,.@:/-]{2,1224}$/.test(text);
  return isRight ? undefined : "An external id has 2 to 1224 letters, digits or +=,.@:/_- characters.";
}

/** Trust policies: GitHub Actions by OpenID Connect, or a role that is entered first. */
import { documentOf, type TrustDocument } from "./iam-document.ts";
import type { IamPlace } from "./iam-place.ts";

const GITHUB = "token.actions.githubusercontent.com";

/** The roles that are entered by a workflow; `caller` is the application's own. */
export type WorkflowRole = "plan" | "apply" | "billing";

export interface GitHubTrust {
  readonly kind: "github";
  /** The `sub` claims; `*` in one stands for any text. */
  readonly subjects: readonly string[];
  /** The `job_workflow_ref` claim, where the workflow is pinned; `*` likewise. */
  readonly workflowRef: string | null;
}

/** A role or user that assumes this one, instead of GitHub. */
export interface PrincipalTrust {
  readonly kind: "principal";
  readonly arn: string;
  readonly externalId: string | null;
}

export type Trust = GitHubTrust | PrincipalTrust;

export interface SubjectParts {
  /** `repo:OWNER/NAME`, or the form with ids. */
  readonly prefix: string;
  readonly environment: string;
  /** The branch that is applied. */
  readonly branch: string;
}

/**
 * What writes is trusted in its environment alone, which GitHub opens for the applied branch only. What reads is asked
 * for by pull requests, by scheduled runs on the branch and by its merge queue.
 */
export function subjectsOf(role: WorkflowRole, { prefix, environment, branch }: SubjectParts): string[] {
  if (role !== "plan") return [`${prefix}:environment:${environment}`];
  return [
    `${prefix}:pull_request`,
    `${prefix}:ref:refs/heads/${branch}`,
    `${prefix}:ref:refs/heads/gh-readonly-queue/${branch}/*`,
  ];
}

const SUBJECT_PREFIX = /^repo:[\w.-]+(?:@\d+)?\/[\w.-]+(?:@\d+)?$/;

/** Why a text cannot be the beginning of a subject; undefined where it can. The same for the others below. */
export function subjectPrefixProblem(text: string): string | undefined {
  return SUBJECT_PREFIX.test(text)
    ? undefined
    : "A subject begins with repo:OWNER/NAME or repo:OWNER@ID/NAME@ID, and * would trust other repositories.";
}

export function subjectProblem(text: string): string | undefined {
  const [, prefix = "", rest = ""] = /^(repo:[^:]*):(.*)$/.exec(text) ?? [];
  if (subjectPrefixProblem(prefix) !== undefined || !/^[\w:./@=*+-]+$/.test(rest)) {
    return "A subject is written repo:OWNER/NAME:environment:NAME or the like; the part before the second : holds no *.";
  }
  return /^\*+$/.test(rest) ? "Any workflow of the repository on any branch would be trusted." : undefined;
}

export function workflowRefProblem(text: string): string | undefined {
  return /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w./-]+\.ya?ml@[\w./*-]*\w[\w./*-]*$/.test(text)
    ? undefined
    : "It is written OWNER/NAME/.github/workflows/FILE.yml@REF.";
}

export function environmentProblem(text: string): string | undefined {
  return /^[\w./-]{1,255}$/.test(text) ? undefined : "An environment's name has letters, digits and . _ / - here.";
}

export function principalProblem(text: string): string | undefined {
  return /^arn:aws[a-z-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/.test(text)
    ? undefined
    : "It takes the ARN of a role or user, arn:aws:iam::ACCOUNT:role/NAME.";
}

/** `account` is the one that the role is in: GitHub's identity provider is an object of that account. */
export function trustDocument(place: IamPlace, account: string, trust: Trust): TrustDocument {
  return trust.kind === "github" ? githubDocument(place, account, trust) : principalDocument(trust);
}

function githubDocument(
  { partition }: IamPlace,
  account: string,
  { subjects, workflowRef }: GitHubTrust,
): TrustDocument {
  const claims = [
    { key: `${GITHUB}:aud`, values: ["sts.amazonaws.com"] },
    { key: `${GITHUB}:sub`, values: subjects },
    ...(workflowRef === null ? [] : [{ key: `${GITHUB}:job_workflow_ref`, values: [workflowRef] }]),
  ];
  const isPattern = ({ values }: { readonly values: readonly string[] }): boolean =>
    values.some((value) => value.includes("*"));
  const toKeys = (list: typeof claims) => Object.fromEntries(list.map(({ key, values }) => [key, values]));
  const like = claims.filter(isPattern);
  return documentOf([
    {
      Sid: "TrustGitHubActions",
      Effect: "Allow",
      Principal: { Federated: `arn:${partition}:iam::${account}:oidc-provider/${GITHUB}` },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: {
        StringEquals: toKeys(claims.filter((claim) => !isPattern(claim))),
        ...(like.length === 0 ? {} : { StringLike: toKeys(like) }),
      },
    },
  ]);
}

function principalDocument({ arn, externalId }: PrincipalTrust): TrustDocument {
  return documentOf([
    {
      Sid: "TrustEntryRole",
      Effect: "Allow",
      Principal: { AWS: arn },
      Action: ["sts:AssumeRole"],
      ...(externalId === null ? {} : { Condition: { StringEquals: { "sts:ExternalId": [externalId] } } }),
    },
  ]);
}

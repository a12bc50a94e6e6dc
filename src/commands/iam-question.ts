/** What `strata iam` is asked for: its options checked against each other, against the file and against git. */

import { payerOf } from "../core/billing.ts";
import { bindCaller, type Desired } from "../core/desired.ts";
import type { IamOptions, IamRole } from "../core/iam-options.ts";
import { lacksAccount } from "../core/iam-policies.ts";
import { subjectsOf, type Trust } from "../core/iam-trust.ts";
import { isPlainBranch, repositoryOfRemote } from "../core/init-repository.ts";
import { CALLER } from "../core/profile.ts";
import { checkNameScope, nameFilter } from "../core/scope.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { CommandContext } from "./context.ts";
import type { GitPlace } from "./init-answers.ts";
import { narrow } from "./scope.ts";

export interface IamContext extends CommandContext {
  readonly git: () => Promise<GitPlace>;
}

export type IamForm = "json" | "cloudformation" | "terraform";

/** What the command line says; every value is checked. */
export interface IamFlags {
  readonly role: IamRole;
  readonly as: IamForm;
  readonly account?: string;
  readonly roleName?: string;
  readonly externalId?: string;
  readonly adopt: boolean;
  readonly anyModel: boolean;
  readonly entry: boolean;
  readonly trust: boolean;
  readonly repository?: string;
  readonly branch?: string;
  readonly environment: string;
  readonly subjectPrefix?: string;
  /** Whole subjects, instead of those that Strata's workflows have. */
  readonly subjects: readonly string[];
  readonly workflowRef?: string;
  /** A role to trust instead of GitHub. */
  readonly principal?: string;
}

interface Question {
  /** The whole file. */
  readonly declared: Desired;
  /** What of it the run is narrowed to. */
  readonly scoped: Desired;
  readonly options: IamOptions;
}

/** The question in the core's words, or why it cannot be answered. */
export type Asked = ({ readonly ok: true } & Question) | { readonly ok: false; readonly problem: Diagnostic };

export async function askedFor(context: IamContext, flags: IamFlags, file: Desired): Promise<Asked> {
  const contradiction = contradictionIn(context, flags, file);
  if (contradiction !== undefined) return refused(diagnostic("usage/contradiction", { detail: contradiction }));
  const { account, roleName, entry } = flags;
  if (entry && roleName === undefined) {
    return missing("--role-name is missing: --entry is the role that assumes the ones of that name.");
  }
  const declared = account === undefined ? file : bindCaller(file, account);
  const narrowed = narrow(declared, context.scope);
  if (!narrowed.ok) return refused(narrowed.problem);
  const nameless = flags.role === "caller" ? namesProblem(context, narrowed.desired) : undefined;
  if (nameless !== undefined) return refused(nameless);
  const scoped = inScope(context, narrowed.desired);
  return withTrust(context, flags, { declared, scoped, options: optionsOf(context, flags) });
}

function optionsOf({ scope }: IamContext, { role, adopt, anyModel, entry, roleName, account }: IamFlags): IamOptions {
  const assumed = entry ? (roleName ?? null) : null;
  return { role, adopt, anyModel, names: scope, entry: assumed, trust: null, account: account ?? null };
}

/** Adds whom the role trusts, where that is wanted. */
async function withTrust(context: IamContext, flags: IamFlags, question: Question): Promise<Asked> {
  if (!wantsTrust(flags)) return { ok: true, ...question };
  const { declared, scoped, options: untrusting } = question;
  if (flags.principal === undefined && lacksAccount(declared, scoped, untrusting)) {
    return missing(
      "--account is missing: the trust policy names GitHub's identity provider, an object of the role's own account.",
    );
  }
  const trust = await trustOf(context, flags);
  if (trust === undefined) {
    return missing("--repository is missing, and git knows no remote origin on GitHub: the trust policy names it.");
  }
  return { ok: true, declared, scoped, options: { ...untrusting, trust } };
}

function refused(problem: Diagnostic): Asked {
  return { ok: false, problem };
}

function missing(detail: string): Asked {
  return refused(diagnostic("usage/answer-missing", { detail }));
}

/** A role has a trust policy; the caller's role is the application's. */
function wantsTrust({ role, trust, as }: IamFlags): boolean {
  return role !== "caller" && (trust || as !== "json");
}

function contradictionIn({ format, scope }: IamContext, flags: IamFlags, file: Desired): string | undefined {
  const { role, as, account, principal, subjects, repository, subjectPrefix, workflowRef } = flags;
  if (format === "json" && as !== "json") return `--format json and --as ${as} ask for two different results.`;
  if (role !== "caller" && scope.only.length + scope.exclude.length > 0) {
    return `--only and --exclude say what an application may call; the role of ${role} serves the whole stack.`;
  }
  if (account !== undefined && !isAccountOpen(flags, file)) {
    return "--account is for files that do not tell it; this one names its accounts, and --target ACCOUNT/* narrows to one.";
  }
  const aboutGitHub = [repository, subjectPrefix, workflowRef, ...subjects];
  if (principal !== undefined && aboutGitHub.some((value) => value !== undefined)) {
    return "--principal trusts a role in AWS, the other options trust GitHub Actions.";
  }
  if (subjects.length > 0 && subjectPrefix !== undefined)
    return "--subject is a whole subject, and needs no --subject-prefix.";
  return undefined;
}

/** True where nothing in the file tells the account of the role. */
function isAccountOpen({ role, entry }: IamFlags, file: Desired): boolean {
  return entry || file.accounts.some(({ id }) => id === CALLER) || (role === "billing" && payerOf(file) === null);
}

/** Live profiles are not known here, so a pattern has to match an entry of the file. */
function namesProblem({ scope }: IamContext, desired: Desired): Diagnostic | undefined {
  const names = [...new Set(desired.profiles.map(({ key }) => key.name))];
  if (names.length === 0) {
    const detail = "The file has no profile in these targets, so there is nothing to call.";
    return diagnostic("usage/scope-empty", { detail });
  }
  const problem = checkNameScope(scope, names);
  if (problem === undefined) return undefined;
  const hint = problem.near === undefined ? {} : { hint: `Did you mean "${problem.near}"?` };
  return diagnostic("usage/scope-empty", { detail: problem.detail, ...hint });
}

function inScope({ scope }: IamContext, desired: Desired): Desired {
  const isNamed = nameFilter(scope);
  return { ...desired, profiles: desired.profiles.filter(({ key }) => isNamed(key.name)) };
}

const USUAL_BRANCH = "main";

/** Undefined where nothing tells the repository. */
async function trustOf({ git }: IamContext, flags: IamFlags): Promise<Trust | undefined> {
  const { role, principal, externalId, subjects, environment, workflowRef } = flags;
  if (principal !== undefined) return { kind: "principal", arn: principal, externalId: externalId ?? null };
  const pinned = { kind: "github", workflowRef: workflowRef ?? null } as const;
  if (subjects.length > 0) return { ...pinned, subjects };
  const place = await git();
  const repository = flags.repository ?? (place.remote === undefined ? undefined : repositoryOfRemote(place.remote));
  const prefix = flags.subjectPrefix ?? (repository === undefined ? undefined : `repo:${repository}`);
  if (prefix === undefined) return undefined;
  const told = flags.branch ?? place.branch;
  const branch = told !== undefined && isPlainBranch(told) ? told : USUAL_BRANCH;
  return { ...pinned, subjects: subjectsOf(role === "caller" ? "plan" : role, { prefix, environment, branch }) };
}

/** Finds out what `strata init` has to know: from flags, from git, and by asking. */
import {
  type InitAccount,
  type InitAnswers,
  regionProblem,
  repositoryProblem,
  splitRegions,
  stackProblem,
} from "../core/init-answers.ts";
import { isPlainBranch, repositoryOfRemote, stackOfRepository } from "../core/init-repository.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { View } from "../ui/view.ts";
import { EXIT } from "./exit-code.ts";
import type { OrExit } from "./look.ts";

/** What git knows about the folder; undefined where it knows nothing. */
export interface GitPlace {
  readonly remote: string | undefined;
  readonly branch: string | undefined;
}

/** What the command line says; every value is checked. */
export interface InitFlags {
  readonly stack?: string;
  readonly regions: readonly string[];
  readonly repository?: string;
  readonly accounts: readonly InitAccount[];
  readonly workflows: boolean;
  /** Take what is usual instead of asking. */
  readonly yes: boolean;
}

export interface AnswerPorts {
  readonly view: View;
  readonly git: () => Promise<GitPlace>;
  /** Null without a terminal; it answers null when the input ended. */
  readonly ask: ((question: string) => Promise<string | null>) | null;
  /** That of the environment, or the usual one. */
  readonly defaultRegion: string;
}

export interface InitFacts {
  readonly answers: InitAnswers;
  /** Null where neither flag nor remote nor answer tells one; then there are no workflows. */
  readonly repository: string | null;
  readonly branch: string;
}

interface Question {
  readonly flag: string;
  readonly text: string;
  readonly usual: string | undefined;
  readonly problemOf: (text: string) => string | undefined;
  /** Another way than to answer. */
  readonly instead?: string;
}

const USUAL_BRANCH = "main";

/** With a configuration that is there, its stack and regions are nobody's question. Says itself why it cannot go on. */
export async function findFacts(ports: AnswerPorts, flags: InitFlags, hasConfig: boolean): Promise<OrExit<InitFacts>> {
  const { remote, branch } = await ports.git();
  const repository = await findRepository(ports, flags, remote);
  if (!repository.ok) return repository;
  const usualStack = repository.value === null ? undefined : stackOfRepository(repository.value);
  const stack = await answer(ports, flags, flags.stack ?? (hasConfig ? "" : undefined), {
    flag: "--stack",
    text: "Stack, the owner id on every profile",
    usual: usualStack,
    problemOf: stackProblem,
  });
  if (!stack.ok) return stack;
  const given = flags.regions.length > 0 ? flags.regions.join(" ") : undefined;
  const regions = await answer(ports, flags, given ?? (hasConfig ? ports.defaultRegion : undefined), {
    flag: "--region",
    text: "Regions, with commas between them",
    usual: ports.defaultRegion,
    problemOf: regionsProblem,
  });
  if (!regions.ok) return regions;
  const answers = { stack: stack.value, regions: splitRegions(regions.value), accounts: flags.accounts };
  const isPlain = branch !== undefined && isPlainBranch(branch);
  return { ok: true, value: { answers, repository: repository.value, branch: isPlain ? branch : USUAL_BRANCH } };
}

async function findRepository(
  ports: AnswerPorts,
  flags: InitFlags,
  remote: string | undefined,
): Promise<OrExit<string | null>> {
  const known = flags.repository ?? (remote === undefined ? undefined : repositoryOfRemote(remote));
  if (known !== undefined) return { ok: true, value: known };
  if (!flags.workflows) return { ok: true, value: null };
  return answer(ports, flags, undefined, {
    flag: "--repository",
    instead: "--no-workflows to do without the workflows that need it",
    text: "Repository on GitHub, OWNER/NAME",
    usual: undefined,
    problemOf: repositoryProblem,
  });
}

function regionsProblem(text: string): string | undefined {
  const regions = splitRegions(text);
  if (regions.length === 0) return "Name at least one region.";
  return regions.map(regionProblem).find((problem) => problem !== undefined);
}

/** A known value, or the usual one with `--yes`, or what a person says; asked again until it can be used. */
async function answer(
  { view, ask }: AnswerPorts,
  { yes }: InitFlags,
  known: string | undefined,
  { flag, text, usual, problemOf, instead }: Question,
): Promise<OrExit<string>> {
  if (known !== undefined) return { ok: true, value: known };
  if (yes && usual !== undefined && problemOf(usual) === undefined) return { ok: true, value: usual };
  if (ask === null || yes) {
    const detail = `${flag} is missing, and there is ${yes ? "nothing usual to take" : "no terminal to ask on"}.`;
    const hint = `Give ${flag}${instead === undefined ? "" : `, or ${instead}`}.`;
    view.diagnostics([diagnostic("usage/answer-missing", { detail, hint })], new Map());
    return { ok: false, exit: EXIT.usage };
  }
  for (;;) {
    const said = await ask(`${text}${usual === undefined ? "" : ` [${usual}]`}: `);
    if (said === null) {
      view.note("Nothing was written.");
      return { ok: false, exit: EXIT.declined };
    }
    const value = said.trim() || (usual ?? "");
    const problem = problemOf(value);
    if (problem === undefined) return { ok: true, value };
    view.note(problem);
  }
}

/** `strata init`: the first files of a repository. Writes what is not there, and never over what is. */
import { isPlainPath } from "../core/init-repository.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import {
  CODEOWNERS_PLACES,
  codeownersLines,
  configFile,
  type TextFile,
  WORKFLOW_PLACES,
  type WorkflowPlace,
  workflowFiles,
} from "../render/init-files.ts";
import { type InitResult, initSteps, oidcNote, renderInitJson, renderInitText } from "../render/init-text.ts";
import type { Format } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type AnswerPorts, findFacts, type InitFacts, type InitFlags } from "./init-answers.ts";

/** Files below the folder that is set up. */
export interface NewFiles {
  isThere(path: string): boolean;
  /** Undefined where it is not there, or no file that can be read. */
  read(path: string): string | undefined;
  /** The first folder on the way to a file that is a link out of the folder that is set up, or to nothing; null without one. */
  linkOut(path: string): string | null;
  /** Writes a file with its folders; false, and nothing done, where something is there. */
  create(path: string, text: string): boolean;
}

export interface InitContext extends AnswerPorts {
  readonly format: Format;
  readonly files: NewFiles;
  /** Of this tool: workflows install exactly it. */
  readonly version: string;
}

export interface InitOptions extends InitFlags {
  readonly config: string;
  /** As the user gave it; `files` begins there. */
  readonly dir: string;
}

export async function initCommand(context: InitContext, options: InitOptions): Promise<ExitCode> {
  const { view, files, format } = context;
  const { config, workflows } = options;
  if (workflows && !isPlainPath(config)) {
    const detail = `The workflows name the configuration by its path from the repository root, and ${config} is none.`;
    view.diagnostics([diagnostic("usage/path-not-plain", { detail })], new Map());
    return EXIT.usage;
  }
  const problem = linkProblem(files, options);
  if (problem !== undefined) {
    view.diagnostics([problem], new Map());
    return EXIT.usage;
  }
  const hasConfig = files.isThere(config);
  const facts = await findFacts(context, options, hasConfig);
  if (!facts.ok) return facts.exit;
  const result = writeAll(context, options, firstFiles(context, options, facts.value));
  if (hasConfig) view.note(`${config} is there already: it was left as it is.`);
  view.result(format === "json" ? renderInitJson(result) : renderInitText(result));
  return EXIT.done;
}

interface FirstFiles {
  readonly texts: readonly TextFile[];
  readonly owners: Owners | null;
  readonly repository: string | null;
  readonly branch: string;
}

function firstFiles({ files, version }: InitContext, options: InitOptions, facts: InitFacts): FirstFiles {
  const { config, workflows } = options;
  const { answers, branch } = facts;
  const repository = workflows ? facts.repository : null;
  const region = answers.regions[0] ?? "";
  const place = repository === null ? null : { repository, branch, config, region, version };
  const texts = [configFile(config, answers, version), ...(place === null ? [] : workflowFiles(place))];
  const owners = place === null ? null : ownersOf(files, place);
  return { texts: owners?.kind === "new" ? [...texts, owners.file] : texts, owners, repository, branch };
}

/**
 * A link that a checkout brings along must not aim what is written at another place of the machine. Where files go is known
 * before anybody is asked what stands in them.
 */
function linkProblem(files: NewFiles, { config, workflows }: InitOptions): Diagnostic | undefined {
  const owners = ownersPlace(files) ?? CODEOWNERS_PLACES[0];
  const paths = workflows ? [config, ...Object.values(WORKFLOW_PLACES), owners] : [config];
  const link = paths.map((path) => (files.isThere(path) ? null : files.linkOut(path))).find((one) => one !== null);
  if (link === undefined) return undefined;
  const detail = `${link} is a link that leads out of the repository, or nowhere. Nothing was written.`;
  return diagnostic("usage/path-leads-out", { detail, hint: `Put a folder in the place of ${link}.` });
}

function writeAll({ files }: InitContext, { config, dir }: InitOptions, first: FirstFiles): InitResult {
  const { texts, owners, repository, branch } = first;
  const outcomes = texts.map(({ path, text }) => ({ path, isNew: files.create(path, text) }));
  return {
    written: outcomes.filter(({ isNew }) => isNew).map(({ path }) => path),
    kept: [
      ...outcomes.filter(({ isNew }) => !isNew).map(({ path }) => path),
      ...(owners?.kind === "there" ? [owners.path] : []),
    ],
    add: owners?.kind === "there" && owners.lines.length > 0 ? { file: owners.path, lines: owners.lines } : null,
    next: initSteps({ config, dir, repository, branch }),
    oidc: repository === null ? [] : oidcNote(repository, branch),
  };
}

type Owners =
  | { readonly kind: "new"; readonly file: TextFile }
  | { readonly kind: "there"; readonly path: string; readonly lines: readonly string[] };

function ownersPlace(files: NewFiles): string | undefined {
  return CODEOWNERS_PLACES.find((one) => files.isThere(one));
}

/** A second file would put the first one out of force. */
function ownersOf(files: NewFiles, place: WorkflowPlace): Owners {
  const lines = codeownersLines(place);
  const path = ownersPlace(files);
  if (path !== undefined) {
    const owned = new Set((files.read(path) ?? "").split("\n").map((line) => line.split(/\s/)[0]));
    const missing = lines.filter((line) => !line.startsWith("#") && !owned.has(line.split(/\s/)[0]));
    return { kind: "there", path, lines: missing };
  }
  return { kind: "new", file: { path: CODEOWNERS_PLACES[0], text: `${lines.join("\n")}\n` } };
}

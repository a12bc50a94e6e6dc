/** What an import stands on: the configuration that is there, or one begun with what the command line tells. */
import type { ConfigFiles } from "../config/config-files.ts";
import type { WrittenConfig } from "../config/generated/written-config.ts";
import { openFile } from "../config/open-file.ts";
import { type ShapedFile, shapeConfig } from "../config/schema.ts";
import { parseSource } from "../config/yaml-document.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type FileHead, headLines } from "../render/import-yaml.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { OrExit } from "./look.ts";

/** What the command line tells about a file that is not there yet. */
export interface FreshOptions {
  readonly stack?: string;
  readonly regions: readonly string[];
  readonly accounts: readonly { readonly name: string; readonly id: string }[];
}

export interface ImportBase {
  /** With files that hold a configuration, whether it is on the disk or not. */
  readonly context: CommandContext;
  /** The configuration that is there; null where one is begun. */
  readonly main: ShapedFile<WrittenConfig> | null;
  /** The keys of the file that is begun; null where there is one. */
  readonly head: FileHead | null;
}

/** What diagnostics call a configuration that nobody has written yet. */
const COMMAND_LINE = "command line";

/** `stateRegions`: where a Terraform state has profiles. Says itself why there is nothing to stand on. */
export async function openBase(
  context: CommandContext,
  fresh: FreshOptions,
  stateRegions: readonly string[] = [],
): Promise<OrExit<ImportBase>> {
  const { configFile, files } = context;
  const read = await files.read(configFile);
  const asksFresh = fresh.stack !== undefined || fresh.regions.length > 0 || fresh.accounts.length > 0;
  // `> profiles.yaml` makes the shell put an empty file there first.
  const isBlank = read.status === "read" && asksFresh && read.bytes.every((byte) => byte <= SPACE);
  if (read.status !== "missing" && !isBlank) {
    if (asksFresh) {
      const detail = `${configFile} is there, and names its stack, regions and accounts itself.`;
      return refuse(context, diagnostic("usage/contradiction", { detail, hint: FRESH_HINT }), EXIT.usage);
    }
    const { parsed } = openFile(configFile, read, parseSource);
    return { ok: true, value: { context, main: parsed === undefined ? null : shapeConfig(parsed), head: null } };
  }
  return begin(context, fresh, [...new Set([...fresh.regions, ...stateRegions])], asksFresh);
}

const SPACE = 0x20;
const FRESH_HINT = "Leave out --stack, --region and --account, or name a file that is not there yet with --config.";

function begin(
  context: CommandContext,
  { stack, accounts }: FreshOptions,
  regions: readonly string[],
  asksFresh: boolean,
): OrExit<ImportBase> {
  if (stack === undefined || regions.length === 0) {
    const lacks = stack === undefined ? "no --stack is given" : "no --region is given";
    const found = diagnostic("import/no-file", { detail: `There is no ${context.configFile}, and ${lacks}.` });
    return refuse(context, found, asksFresh ? EXIT.usage : EXIT.invalid);
  }
  const head: FileHead = { stack, regions, accounts };
  const files = filesOf(`${headLines(head).join("\n")}\n`);
  return { ok: true, value: { context: { ...context, configFile: COMMAND_LINE, files }, main: null, head } };
}

function filesOf(text: string): ConfigFiles {
  const bytes = new TextEncoder().encode(text);
  return {
    read: async () => ({ status: "read", bytes }),
    list: async () => ({ inside: [], outside: [] }),
  };
}

function refuse(context: CommandContext, found: Diagnostic, exit: ExitCode): { ok: false; exit: ExitCode } {
  context.view.diagnostics([found], new Map());
  return { ok: false, exit };
}

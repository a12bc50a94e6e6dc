/** What the help says of a command beside its options. A new command gets its page in one of the `pages-*.ts`. */
import type { HelpExample } from "../../render/help-text.ts";

/** Headings of `strata --help`, in this order. */
export const GROUPS = ["Start", "Every day", "Callers", "Money", "Continuous integration", "Reference"] as const;

export type CommandGroup = (typeof GROUPS)[number];

/**
 * The most that a command does to the world without further options. Only one that does nothing to it is ever
 * offered for a mistyped word.
 */
export type Effect = "nothing" | "writes files" | "writes AWS" | "writes GitHub" | "calls a model";

/** Global options by what they are about; `--color`, `--debug` and whatever is in none of these hold for all commands. */
export const GLOBAL_SETS = {
  file: ["--config"],
  scope: ["--target", "--only", "--exclude"],
  target: ["--target"],
  sandbox: ["--sandbox", "--sandbox-state", "--fault", "--behaviour"],
  faults: ["--fault", "--behaviour"],
  role: ["--role-name", "--external-id"],
  billing: ["--billing-role-name"],
  progress: ["--no-progress"],
  format: ["--format"],
} as const;

export type GlobalSet = Exclude<keyof typeof GLOBAL_SETS, "format">;

/** Whatever looks at profiles on AWS. */
export const READS_TARGETS: readonly GlobalSet[] = ["file", "scope", "sandbox", "role", "progress"];

export interface CommandPage {
  /** Commands below another one have none. */
  readonly group?: CommandGroup;
  readonly effect: Effect;
  /** Paragraphs: what it does, and what it does not do. */
  readonly about: readonly string[];
  /** Own options under headings of their own, by their long names; the others stand under "Options", which may be placed. */
  readonly options?: Readonly<Record<string, readonly string[]>>;
  readonly globals: readonly GlobalSet[];
  readonly examples: readonly HelpExample[];
  /** Only those that matter here, with what they mean here. */
  readonly exits: Readonly<Record<number, string>>;
  readonly docs: string;
}

export type CommandPages = Readonly<Record<string, CommandPage>>;

/** An example without a note, or with one. */
export function example(command: string, note?: string): HelpExample {
  return note === undefined ? { command } : { command, note };
}

/** What a shell may complete at each place of the command line: the program as a plain tree. */
import type { Argument, Command, Option } from "commander";
import { CODES } from "../../diagnostics/codes.ts";
import { wordsOf } from "../command-words.ts";
import { type AnyFormat, formatsOf } from "../formats.ts";
import { formatOption, globalsOf } from "../help/command-help.ts";

/** Values of an option or argument: these words, files, folders, or what no list can hold. */
export type Values =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "file" | "folder" | "free" };

export interface OptionShape {
  /** `--config`, and `-h` beside `--help`. */
  readonly flags: readonly string[];
  readonly text: string;
  /** Null for a switch. */
  readonly value: Values | null;
  /** May be given again. */
  readonly repeats: boolean;
}

export interface CommandShape {
  /** Without the program's name; empty for the program itself. */
  readonly words: string;
  readonly commands: readonly { readonly name: string; readonly text: string }[];
  /** Own ones, and the global ones that it heeds. */
  readonly options: readonly OptionShape[];
  /** Where it is a file, there may be several. */
  readonly operand: Values | null;
}

const HELP: OptionShape = { flags: ["-h", "--help"], text: "explain it", value: null, repeats: false };

export function commandShape(command: Command): CommandShape {
  const isRoot = command.parent === null;
  const formats = formatsOf(command);
  const options = isRoot ? command.options : [...command.options, ...heededBy(command)];
  const [first] = command.registeredArguments;
  return {
    words: wordsOf(command),
    commands: command.commands.map((one) => ({ name: one.name(), text: one.description() })),
    options: [...options.map((option) => optionShape(option, isRoot ? undefined : formats)), HELP],
    operand: first === undefined ? null : operandValues(first, command),
  };
}

function heededBy(command: Command): Option[] {
  const format = formatOption(command);
  return [...globalsOf(command), ...(format === undefined ? [] : [format])];
}

function optionShape(option: Option, formats: readonly AnyFormat[] | undefined): OptionShape {
  const { short, long, description: text, argChoices, flags } = option;
  const words = long === "--format" ? (formats ?? argChoices) : argChoices;
  const takesValue = option.required || option.optional;
  return {
    flags: [short, long].filter((flag) => flag !== undefined && flag !== null),
    text,
    value: takesValue ? valuesOf(flags, words) : null,
    repeats: option.variadic || Array.isArray(option.defaultValue),
  };
}

/** The name of a value says whether it is a file: `<plan.json>`, `<folder>`. */
function valuesOf(name: string, choices: readonly string[] | undefined): Values {
  if (choices !== undefined) return { kind: "words", words: choices };
  if (/folder/.test(name)) return { kind: "folder" };
  return { kind: /[<[][^>\]]*(?:file|\.jsonl?)/.test(name) ? "file" : "free" };
}

/** `help` takes what the program has, and `explain` more than can be listed: codes are what is typed there. */
function operandValues(argument: Argument, command: Command): Values {
  if (argument.argChoices !== undefined) return { kind: "words", words: argument.argChoices };
  if (command.name() === "explain") return { kind: "words", words: Object.keys(CODES).toSorted() };
  if (argument.name().endsWith(".json")) return { kind: "file" };
  if (command.name() !== "help") return { kind: "free" };
  return { kind: "words", words: (command.parent?.commands ?? []).map((one) => one.name()) };
}

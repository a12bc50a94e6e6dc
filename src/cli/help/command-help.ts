/** Puts together what is known about a command: its options as commander holds them, and its page. */
import type { Command, Option } from "commander";
import type { CommandHelp, HelpGroup, HelpRow } from "../../render/help-text.ts";
import { wordsOf } from "../command-words.ts";
import { formatsOf } from "../formats.ts";
import { type CommandPage, GLOBAL_SETS, GROUPS } from "./command-page.ts";
import { argumentText, optionText } from "./option-text.ts";
import { PAGES, pageOf } from "./pages.ts";

/** Heading of the options that have none of their own; last, unless the page places it. */
const REST = "Options";
const HELP_ROW: HelpRow = { term: "-h, --help", text: "the help: -h in short, --help all of it" };

export function commandHelp(command: Command): CommandHelp {
  const page = pageOf(command);
  const words = `${rootOf(command).name()} ${wordsOf(command)}`.trimEnd();
  const isRoot = command.parent === null;
  return {
    words,
    usage: `${words} ${usageOf(command)}`,
    summary: command.description(),
    about: page?.about ?? [command.description()],
    options: isRoot ? globalGroups(command) : [...argumentGroups(command), ...optionGroups(command, page)],
    commands: commandGroups(command),
    globals: isRoot ? [] : globalsOf(command).map(({ flags }) => flags),
    examples: page?.examples ?? [],
    exits: Object.entries(page?.exits ?? {}).map(([term, text]) => ({ term, text })),
    docs: page?.docs ?? "docs/cli.md",
  };
}

export function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** The global options that the command heeds; `--format` only where there is a choice. */
export function globalsOf(command: Command): Option[] {
  const sets = pageOf(command)?.globals ?? [];
  const heeded: readonly string[] = sets.flatMap((set) => GLOBAL_SETS[set]);
  const bound: readonly string[] = Object.values(GLOBAL_SETS).flat();
  return rootOf(command).options.filter(({ long }) => {
    if (long === "--version" || long === undefined || long === null) return false;
    return !bound.includes(long) || heeded.includes(long);
  });
}

export function formatOption(command: Command): Option | undefined {
  return formatsOf(command).length < 2 ? undefined : rootOf(command).options.find(({ long }) => long === "--format");
}

function usageOf(command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const text = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${text}>` : `[${text}]`;
  });
  return [...(command.commands.length > 0 ? ["[command]"] : []), ...names, "[options]"].join(" ");
}

function row(option: Option, command: Command): HelpRow {
  return { term: option.flags, text: optionText(option, formatsOf(command)) };
}

function argumentGroups(command: Command): HelpGroup[] {
  const rows = command.registeredArguments.map((argument) => ({ term: argument.name(), text: argumentText(argument) }));
  return rows.length === 0 ? [] : [{ title: "Arguments", rows }];
}

function optionGroups(command: Command, page: CommandPage | undefined): HelpGroup[] {
  const titles = Object.entries(page?.options ?? {});
  const placed = titles.flatMap(([, names]) => names);
  const own = command.options.filter(({ hidden }) => !hidden);
  const format = formatOption(command);
  const general = [
    ...own.filter(({ long }) => !placed.includes(long ?? "")).map((option) => row(option, command)),
    ...(format === undefined ? [] : [row(format, command)]),
    HELP_ROW,
  ];
  const isPlaced = titles.some(([title]) => title === REST);
  return [...titles, ...(isPlaced ? [] : [[REST, [] as string[]] as const])].map(([title, names]) => {
    const named = own.filter(({ long }) => names.includes(long ?? "")).map((option) => row(option, command));
    return { title, rows: title === REST ? [...named, ...general] : named };
  });
}

function globalGroups(root: Command): HelpGroup[] {
  const rows = root.options.map((option) =>
    option.long === "--format"
      ? { term: option.flags, text: "how the result is written; see each command" }
      : { term: option.flags, text: optionText(option) },
  );
  return [{ title: "Global options", rows: [HELP_ROW, ...rows] }];
}

/** In the order of the pages; commands without one, and those below another command, stand under "Commands". */
function commandGroups(command: Command): HelpGroup[] {
  const order = Object.keys(PAGES);
  const sorted = [...command.commands].sort((a, b) => placeOf(a, order) - placeOf(b, order));
  const groupOf = (one: Command): string => pageOf(one)?.group ?? "Commands";
  return [...GROUPS, "Commands"].flatMap((title) => {
    const rows = sorted
      .filter((one) => groupOf(one) === title)
      .map((one) => ({ term: one.name(), text: one.description() }));
    return rows.length === 0 ? [] : [{ title, rows }];
  });
}

function placeOf(command: Command, order: readonly string[]): number {
  const place = order.indexOf(wordsOf(command));
  return place === -1 ? order.length : place;
}

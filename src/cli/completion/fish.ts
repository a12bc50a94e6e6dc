/** Completion for fish. */
import type { CommandShape, OptionShape, Values } from "./shape.ts";

export function fishScript(name: string, shapes: readonly CommandShape[]): string {
  const parents = shapes.filter(({ commands }) => commands.length > 0);
  return `# fish completion for ${name}: ${name} completion fish | source
function __${name}_at
    set -l words (commandline -opc)
    set -l at ""
    set -l skip 0
    for word in $words[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch "$at $word"
${parents.map(stepCases).join("\n")}
        end
    end
    test "$at" = "$argv[1]"
end
complete -c ${name} -f
${shapes.flatMap((shape) => completions(name, shape)).join("\n")}
`;
}

/** How a word leads from a command to one below it; the value after an option is no command. */
function stepCases({ words, commands, options }: CommandShape): string {
  const skips = options.filter(({ value }) => value !== null).flatMap(({ flags }) => flags);
  return [
    ...(skips.length === 0
      ? []
      : [`            case ${skips.map((flag) => `"${words} ${flag}"`).join(" ")}`, "                set skip 1"]),
    ...commands.flatMap(({ name }) => [
      `            case "${words} ${name}"`,
      `                set at "${`${words} ${name}`.trimStart()}"`,
    ]),
  ].join("\n");
}

function completions(name: string, { words, commands, options, operand }: CommandShape): string[] {
  const here = `complete -c ${name} -n '__${name}_at "${words}"'`;
  const operands =
    operand?.kind === "words"
      ? [`${here} -a ${quoted(operand.words.join(" "))}`]
      : operand?.kind === "file"
        ? [`${here} -F`]
        : [];
  return [
    ...commands.map((one) => `${here} -a ${one.name} -d ${quoted(one.text)}`),
    ...operands,
    ...options.map((option) => `${here} ${optionPart(option)} -d ${quoted(option.text)}`),
  ];
}

function optionPart({ flags, value }: OptionShape): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return [...names, ...(value === null ? [] : [valuePart(value)])].join(" ");
}

function valuePart(value: Values): string {
  if (value.kind === "words") return `-x -a ${quoted(value.words.join(" "))}`;
  if (value.kind === "free") return "-x";
  return value.kind === "folder" ? "-x -a '(__fish_complete_directories)'" : "-r -F";
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

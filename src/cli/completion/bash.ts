/**
 * Completion for bash, 3.2 (macOS) and newer, without the package bash-completion. Where a value is free, bash 3.2 offers
 * files, since it cannot be told otherwise.
 */
import type { CommandShape, OptionShape, Values } from "./shape.ts";

export function bashScript(name: string, shapes: readonly CommandShape[]): string {
  return `# bash completion for ${name}: source <(${name} completion bash)
_${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at= i word
  COMPREPLY=()
  # Bash takes "=" for a word of its own: --format=json is three.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "$at $word" in
${indent(shapes.filter(({ commands }) => commands.length > 0).map(stepCases))}
    esac
  done
  case "$at $prev" in
${indent(shapes.map(valueCases))}
  esac
  case $at in
${indent(shapes.map(placeCase))}
  esac
}
_${name}_words() {
  compopt +o default 2>/dev/null
  local IFS=$' \\t\\n'
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}
complete -o default -F _${name} ${name}
`;
}

const indent = (blocks: readonly string[]): string => blocks.filter((block) => block !== "").join("\n");

/** How a word leads from a command to one below it; the value after an option is no command. */
function stepCases({ words, commands, options }: CommandShape): string {
  const skips = flagsWithValue(options).map((flag) => `"${words} ${flag}"`);
  return [
    ...(skips.length === 0 ? [] : [`      ${skips.join("|")}) [[ \${COMP_WORDS[i+1]} == = ]] && ((i++)); ((i++)) ;;`]),
    ...commands.map(({ name }) => `      "${words} ${name}") at="${`${words} ${name}`.trimStart()}" ;;`),
  ].join("\n");
}

function flagsWithValue(options: readonly OptionShape[]): string[] {
  return options.filter(({ value }) => value !== null).flatMap(({ flags }) => flags);
}

function valueCases({ words, options }: CommandShape): string {
  const byAction = new Map<string, string[]>();
  for (const { flags, value } of options) {
    if (value === null) continue;
    const action = actionOf(value);
    byAction.set(action, [...(byAction.get(action) ?? []), ...flags.map((flag) => `"${words} ${flag}"`)]);
  }
  return [...byAction].map(([action, places]) => `    ${places.join("|")}) ${action}; return ;;`).join("\n");
}

function placeCase({ words, commands, options, operand }: CommandShape): string {
  const flags = options.flatMap((option) => option.flags);
  const operands = operand?.kind === "words" ? operand.words : [];
  const others = [...commands.map(({ name }) => name), ...operands];
  const place = words === "" ? '""' : `"${words}"`;
  const rest = operand?.kind === "file" ? actionOf(operand) : `_strata_words "${others.join(" ")}"`;
  return `    ${place}) if [[ $cur == -* ]]; then _strata_words "${flags.join(" ")}"; else ${rest}; fi ;;`;
}

/** Files are bash's own business, which knows how to quote them. */
function actionOf(value: Values): string {
  if (value.kind === "words") return `_strata_words "${value.words.join(" ")}"`;
  if (value.kind === "free") return '_strata_words ""';
  return value.kind === "folder" ? "compopt -o dirnames 2>/dev/null" : ":";
}

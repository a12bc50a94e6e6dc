/** Completion for zsh: a file for $fpath, which can be sourced after `compinit` as well. */
import type { CommandShape, OptionShape, Values } from "./shape.ts";

export function zshScript(name: string, shapes: readonly CommandShape[]): string {
  return `#compdef ${name}
# zsh completion for ${name}: source <(${name} completion zsh), after compinit
${shapes.map((shape) => functionFor(name, shape, shapes)).join("\n")}
if [[ $funcstack[1] == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`;
}

function functionName(name: string, words: string): string {
  return `_${[name, ...words.split(" ").filter(Boolean)].join("_")}`;
}

function functionFor(name: string, shape: CommandShape, shapes: readonly CommandShape[]): string {
  const options = shape.options.map(optionSpec);
  const title = functionName(name, shape.words);
  if (shape.commands.length === 0) {
    const specs = [...options, ...operandSpec(shape.operand)];
    return `${title}() {\n  _arguments \\\n${specs.map((spec) => `    ${spec}`).join(" \\\n")}\n}`;
  }
  const below = shapes.filter(({ words }) => isBelow(words, shape.words));
  return `${title}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C -A '-*' \\
${options.map((spec) => `    ${spec}`).join(" \\\n")} \\
    '1: :->command' '*:: :->rest'
  case $state in
    command)
      local -a commands=(
${shape.commands.map((one) => `        ${quoted(`${one.name}:${one.text.replaceAll(":", "\\:")}`)}`).join("\n")}
      )
      _describe command commands ;;
    rest)
      case $words[1] in
${below.map(({ words }) => `        ${words.split(" ").at(-1)}) ${functionName(name, words)} ;;`).join("\n")}
      esac ;;
  esac
}`;
}

function isBelow(words: string, parent: string): boolean {
  const own = words.split(" ");
  return words !== "" && own.slice(0, -1).join(" ") === parent;
}

function optionSpec({ flags, text, value, repeats }: OptionShape): string {
  const [first = ""] = flags;
  const others = repeats ? "*" : flags.length > 1 ? `(${flags.join(" ")})` : "";
  const names = flags.length > 1 ? `{${flags.join(",")}}` : "";
  const says = `[${text.replace(/[[\]\\:]/g, "\\$&")}]${valueSpec(value)}`;
  if (names !== "") return `${quoted(others)}${names}${quoted(says)}`;
  return quoted(`${others}${first}${value === null ? "" : "="}${says}`);
}

function valueSpec(value: Values | null): string {
  if (value === null) return "";
  if (value.kind === "words") return `:value:(${value.words.join(" ")})`;
  if (value.kind === "free") return ":value: ";
  return value.kind === "folder" ? ":folder:_files -/" : ":file:_files";
}

function operandSpec(operand: Values | null): string[] {
  if (operand === null) return [];
  return [quoted(`${operand.kind === "file" ? "*" : "1"}${valueSpec(operand)}`)];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

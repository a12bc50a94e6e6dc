/** Text as YAML: never taken for anything but the text that it is, by a reader of any version of YAML. */

/** Begins with a letter, so it is no number and no date; no `: ` or ` #` inside, no space at an end. */
const PLAIN = /^[A-Za-z](?:[\w./@+=-]|:(?=[A-Za-z0-9]))*(?: [\w./@+=-]+)*$/;

/** What YAML 1.1 or 1.2 takes for a boolean or for nothing, in any case. */
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

/** A power of ten without a number before it: some readers of YAML 1.1 take it for one all the same. */
const POWER = /^e[+-]?\d+$/i;

/** Controls, format characters, lone surrogates, line separators: not to be seen, or not allowed as they are. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A scalar on one line; in quotes wherever there could be a doubt. */
export function yamlScalar(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) && !POWER.test(text) ? text : quoted(text);
}

/** A JSON string is a double-quoted YAML scalar, once everything invisible is escaped. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(HIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** `[a, b]`. */
export function yamlList(items: readonly string[]): string {
  return `[${items.map(yamlScalar).join(", ")}]`;
}

/** A key with a map of scalars: in braces where that fits into a line, else one below the other. */
export function yamlMap(
  key: string,
  map: Readonly<Record<string, string | null>>,
  indent: number,
  width: number,
): string[] {
  const margin = " ".repeat(indent);
  const pairs = Object.entries(map).map(
    ([name, value]) => `${yamlScalar(name)}: ${value === null ? "null" : yamlScalar(value)}`,
  );
  const inline = `${margin}${yamlScalar(key)}: { ${pairs.join(", ")} }`;
  if (pairs.length === 0) return [`${margin}${yamlScalar(key)}: {}`];
  if (inline.length <= width) return [inline];
  return [`${margin}${yamlScalar(key)}:`, ...pairs.map((pair) => `${margin}  ${pair}`)];
}

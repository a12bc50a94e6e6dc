/** What an include glob may be. */

/** The pattern without `./` before it and `//` or `/./` in it, which mean nothing. */
export function cleanPattern(pattern: string): string {
  return pattern.replaceAll(/\/(?:\.?\/)+/g, "/").replace(/^(?:\.\/)+/, "");
}

/** Why a pattern is refused; `undefined` when it is fine. */
export function includeProblem(pattern: string): string | undefined {
  if (pattern.includes("\\")) return "Folders are separated with `/`, also on Windows.";
  if (pattern.startsWith("/") || /^[a-zA-Z]:/.test(pattern)) return "It is an absolute path.";
  const segments = cleanPattern(pattern).split("/");
  if (segments.includes("..")) return "It goes up with `..`.";
  const last = segments.at(-1);
  if (last === "" || last === ".") return "It is a folder and no file.";
  return undefined;
}

/** Include globs: what they may be, and which paths they match. */
import picomatch from "picomatch";

/** `*` stays within a folder name and leaves hidden files alone; `**` crosses folders; nothing else is special. */
const OPTIONS = { nobrace: true, nobracket: true, noextglob: true, nonegate: true } as const;

/** The pattern without `./` before it, which means nothing. */
export function cleanPattern(pattern: string): string {
  return pattern.replace(/^(?:\.\/)+/, "");
}

/** Why a pattern is refused; `undefined` when it is fine. */
export function includeProblem(pattern: string): string | undefined {
  if (pattern.includes("\\")) return "Folders are separated with `/`, also on Windows.";
  if (pattern.startsWith("/") || /^[a-zA-Z]:/.test(pattern)) return "It is an absolute path.";
  const segments = cleanPattern(pattern).split("/");
  if (segments.includes("..")) return "It goes up with `..`.";
  if (segments.some((segment) => segment === "" || segment === ".")) return "It holds an empty or `.` folder name.";
  return undefined;
}

/** Tells whether a path (relative, with `/`) is included by a pattern. */
export function includeMatcher(pattern: string): (path: string) => boolean {
  const matches = picomatch(pattern, OPTIONS);
  // Only the path: a second argument, as that of `filter`, would make it answer an object, which is always true.
  return (path) => matches(path);
}

/** One matcher for each folder level, and one for the file; `"**"` stands for any number of levels. */
export function segmentMatchers(pattern: string): readonly (((name: string) => boolean) | "**")[] {
  return pattern.split("/").map((segment) => (segment === "**" ? segment : picomatch(segment, OPTIONS)));
}

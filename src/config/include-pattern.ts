/** Which paths an include glob matches. Apart from `include-path.ts`, so that a file without globs loads no matcher. */
import picomatch from "picomatch";

/** `*` stays within a folder name and leaves hidden files alone; `**` crosses folders; nothing else is special. */
const OPTIONS = { nobrace: true, nobracket: true, noextglob: true, nonegate: true } as const;

/** Tells whether a path (relative, with `/`) is included by a pattern. */
export function includeMatcher(pattern: string): (path: string) => boolean {
  const matches = picomatch(pattern, OPTIONS);
  // Only the path: a second argument, as that of `filter`, would make it answer an object, which is always true.
  return (path) => matches(path);
}

/**
 * One matcher for each folder level, and one for the file; `"**"` stands for any number of levels. At the end it means
 * all files below, as `includeMatcher` has it.
 */
export function segmentMatchers(pattern: string): readonly (((name: string) => boolean) | "**")[] {
  const segments = pattern.split("/");
  if (segments.at(-1) === "**") segments.push("*");
  return segments.map((segment) => (segment === "**" ? segment : picomatch(segment, OPTIONS)));
}

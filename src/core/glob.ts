/** Globs over names, model ids and tag keys: only `*` and `?` are special, and `*` crosses slashes, for none is a path. */

/** Compiles globs once into one predicate that is true when any of them matches the whole text. */
export function anyGlob(patterns: readonly string[]): (text: string) => boolean {
  const matchers = patterns.map(toRegExp);
  return (text) => matchers.some((matcher) => matcher.test(text));
}

/** The same answers, each found once: for texts that come again and again, such as the tag keys of a large estate. */
export function remembering(isMatch: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    const answer = known.get(text) ?? isMatch(text);
    known.set(text, answer);
    return answer;
  };
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}

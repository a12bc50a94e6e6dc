/** Globs over names, model ids and tag keys: only `*` and `?` are special, and `*` crosses slashes, for none is a path. */

/** Compiles globs once into one predicate that is true when any of them matches the whole text. */
export function anyGlob(patterns: readonly string[]): (text: string) => boolean {
  const matchers = patterns.map(toRegExp);
  return (text) => matchers.some((matcher) => matcher.test(text));
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}

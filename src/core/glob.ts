import picomatch from "picomatch";

/** Only `*` and `?` are special, and `*` crosses slashes: names, model ids and tag keys are not paths. */
const OPTIONS = { bash: true, dot: true, nobrace: true, nobracket: true, noextglob: true, nonegate: true } as const;

/** Compiles globs once into one predicate that is true when any of them matches the whole text. */
export function anyGlob(patterns: readonly string[]): (text: string) => boolean {
  if (patterns.length === 0) return () => false;
  const matchers = patterns.map((pattern) => picomatch(pattern, OPTIONS));
  return (text) => matchers.some((matches) => matches(text));
}

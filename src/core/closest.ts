import { distance } from "fastest-levenshtein";

/** The candidate that a mistyped word most likely meant, or undefined where none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates.map((candidate) => ({ candidate, far: distance(word, candidate) }));
  ranked.sort((a, b) => a.far - b.far);
  const [best] = ranked;
  // Of a short word two letters are most of it.
  const most = Math.min(Math.max(2, Math.floor(word.length / 3)), Math.floor(word.length / 2));
  return best !== undefined && best.far <= most ? best.candidate : undefined;
}

/** Pieces of sentences for diagnostics. */
import { distance } from "fastest-levenshtein";
import type { InstancePath } from "./instance-path.ts";

const MAX_SHOWN = 120;

/** Text of the user in backticks, cut where it is too long to read. */
export function inCode(text: string): string {
  return `\`${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text}\``;
}

/** `profiles.search.accounts[0]`, with quotes around keys that hold dots or spaces. */
export function placeOf(path: InstancePath): string {
  if (path.length === 0) return "the file";
  const parts = path.map((segment) => {
    if (/^[0-9]+$/.test(String(segment))) return `[${segment}]`;
    return /^[\w-]+$/.test(String(segment)) ? `.${segment}` : `.${JSON.stringify(segment)}`;
  });
  return inCode(parts.join("").replace(/^\./, ""));
}

/** `a`, `b` and `c`; the rest is counted. */
export function listed(items: Iterable<string>, most = 8): string {
  const all = [...items];
  const shown = all.slice(0, most).map(inCode);
  if (all.length > most) return `${shown.join(", ")} and ${all.length - most} more`;
  const last = shown.pop();
  return shown.length === 0 ? (last ?? "nothing") : `${shown.join(", ")} and ${last}`;
}

/** The candidate that was probably meant, if one is near enough. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length * 0.4)) + 1;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const found = distance(wanted, candidate.toLowerCase());
    if (found < bestDistance) {
      best = candidate;
      bestDistance = found;
    }
  }
  return best;
}

/** "Did you mean `tags`?", else what there is to choose from. */
export function suggestion(word: string, candidates: Iterable<string>, otherwise: string): string {
  const all = [...candidates];
  const near = nearest(word, all);
  if (near !== undefined) return `Did you mean ${inCode(near)}?`;
  return all.length === 0 ? otherwise : `${otherwise} Known: ${listed(all)}.`;
}

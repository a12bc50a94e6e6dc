/**
 * Are these two names of one model? Billing spells models in its own ways: a Marketplace service (`Claude 4.6 Sonnet`), a
 * usage type (`Nova2.0Lite`); CloudWatch has ids. They are compared as sets of words and versions, since the order differs.
 */
import { isSystemProfileId } from "./source-id.ts";

/** The foundation model behind a system profile id; any other id as it is. */
export function foundationOf(id: string): string {
  return isSystemProfileId(id) ? id.slice(id.indexOf(".") + 1) : id;
}

/** `provider.model…`, as ids of foundation models and of system profiles are built; no opaque id has a dot. */
const MODEL_ID = /^[a-z][a-z0-9-]*\.[a-z][a-zA-Z0-9-.]*(?::[0-9a-z]+)*$/;

export function isModelId(id: string): boolean {
  return MODEL_ID.test(id);
}

/** A day at the end of an id is its release, which no name tells. */
const RELEASE_DAY = /^20\d{6}$/;

/** Forms that billing abbreviates. */
const SAME_WORD: Readonly<Record<string, string>> = { embedding: "embed", embeddings: "embed" };

/**
 * What the names of one model have in common, for comparing alone: any key of one among the keys of the other means the same
 * words and versions. With capitals as the beginnings of words (`NovaLite`) and without (`DeepSeek`).
 */
export function nameKeys(name: string): string[] {
  const apart = name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/(\d)([A-Z][a-z])/g, "$1 $2");
  return [...new Set([keyOf(wordsOf(name)), keyOf(wordsOf(apart))])];
}

/** Keys of the names that a model id may go by: with its provider (`DeepSeek-R1`, `OpenAI GPT`) and without. */
export function idKeys(id: string): string[] {
  const plain = foundationOf(id);
  const provider = plain.slice(0, plain.indexOf("."));
  // The first version of a model is not told by its name; a later one is.
  const body = plain.slice(provider.length + 1).replace(/(?:-v?1)?(?::[0-9a-z]+)*$/, "");
  const words = wordsOf(body).filter((word) => !RELEASE_DAY.test(word));
  return [...new Set([keyOf(words), keyOf([...words, ...wordsOf(provider)])])];
}

function keyOf(words: readonly string[]): string {
  return [...new Set(words)].sort().join(" ");
}

/** `Nova 2.0 Lite` → nova, 2, lite; `claude-sonnet-4-5` → claude, sonnet, 45: a version without its dots. */
function wordsOf(text: string): string[] {
  const spaced = text
    .toLowerCase()
    .replaceAll("+", " plus ")
    .replace(/([a-z])(\d)/g, "$1 $2");
  const parts = spaced.match(/\d+b\b|\d+(?:[.-]\d{1,2}(?![\da-z]))*|[a-z]+/g) ?? [];
  return parts
    .filter((part) => part !== "v")
    .map((part) => (/^\d/.test(part) ? versionOf(part) : (SAME_WORD[part] ?? part)));
}

/** `2.0` is 2. */
function versionOf(text: string): string {
  return text.replace(/(?:\.0+)+$/, "").replace(/[.-]/g, "");
}

/** Texts that are YAML, nearly are, or only look so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

const WHOLE = readFileSync(join(import.meta.dirname, "../fixtures/valid/whole-format/profiles.yaml"), "utf8");

/** Pieces that YAML and the format care about. */
const PIECES = [
  "profiles",
  "regions",
  "tags",
  "model",
  "include",
  "accounts",
  "__proto__",
  "constructor",
  ": ",
  ":",
  "- ",
  "\n",
  "\n  ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a",
  "<<: ",
  "!!set ",
  "'",
  '"',
  "|\n",
  ">\n",
  "---\n",
  "...\n",
  "%YAML 1.1\n",
  "# ",
  "\t",
  "null",
  "~",
  "true",
  "012",
  "1e3",
  ".inf",
  "? ",
  ", ",
  "us-west-2",
  "a.b",
  "\u0000",
  "\uFEFF",
  "\uD800",
  "\u2028",
  "é",
  "\r\n",
];

export const pieceText = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(""));

/** A good file after some cutting and inserting. */
export const editedFile = fc
  .array(fc.tuple(fc.nat(WHOLE.length), fc.nat(12), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 })
  .map((edits) => edits.reduce((done, [at, cut, piece]) => done.slice(0, at) + piece + done.slice(at + cut), WHOLE));

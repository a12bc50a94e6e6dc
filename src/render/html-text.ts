/** Text from strangers on its way into HTML, and the hashes by which a page allows its own script and style alone. */
import { createHash } from "node:crypto";
import { escapeForTerminal } from "./terminal-text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and quoted attributes; characters that hide or reorder text are shown. */
export function escapeHtml(text: string): string {
  return escapeForTerminal(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A source of a content security policy: this very text and no other. */
export function cspHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

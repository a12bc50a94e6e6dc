// The text of a state file, and back. One profile a line, so that a person can read and compare it.
import { type ProfileRecord, toSummary } from "./profile-record.ts";
import { SandboxError } from "./sandbox-error.ts";
import { isNumber, isShape, isTags, isText, listOf, type Shape } from "./shapes.ts";
import type { StateSection } from "./state-section.ts";
import type { ProfileStore } from "./store.ts";

const FORMAT = "strata-sandbox";
/** Raised when an older sandbox could not read the file any more. */
const VERSION = 1;

/** Records are replaced when they change, so the text of one that did not is still good. */
const lines = new WeakMap<ProfileRecord, string>();

function lineOf(record: ProfileRecord): string {
  const known = lines.get(record);
  if (known !== undefined) return known;
  const { summary: _derived, ...kept } = record;
  const line = JSON.stringify(kept);
  lines.set(record, line);
  return line;
}

/** What a state file holds. */
export interface SandboxState {
  readonly store: ProfileStore;
  readonly sections: readonly StateSection[];
}

const listText = (name: string, entries: readonly string[]) => `"${name}":[\n${entries.join(",\n")}\n]`;

export function formatState({ store, sections }: SandboxState): string {
  const profiles = Array.from(store.records(), lineOf);
  const tokens = Array.from(store.tokens(), ([key, use]) => JSON.stringify([key, use.arn, use.at]));
  const others = sections.map((section) => [section.name, section.lines()] as const);
  const lists = [["profiles", profiles], ["tokens", tokens], ...others.filter(([, entries]) => entries.length > 0)] as [
    string,
    string[],
  ][];
  const body = lists.map(([name, entries]) => listText(name, entries)).join(",");
  return `{"format":"${FORMAT}","version":${VERSION},${body}}\n`;
}

const RECORD: Shape = {
  account: (value) => isText(value) && /^\d{12}$/.test(String(value)),
  region: isText,
  id: isText,
  arn: isText,
  name: isText,
  description: (value) => value === undefined || isText(value),
  source: isText,
  modelArns: listOf(isText),
  createdAt: isText,
  updatedAt: isText,
  order: isNumber,
  born: (value) => isShape(value, { at: isNumber, lag: isNumber }),
  tags: isTags,
  tagHistory: listOf((entry) => isShape(entry, { at: isNumber, lag: isNumber, tags: isTags })),
  deleted: (value) => value === undefined || isShape(value, { at: isNumber, listLag: isNumber, rgtLag: isNumber }),
};

function corrupt(path: string, why: string): SandboxError {
  const message = `The sandbox state file ${path} cannot be used: ${why}. It was left as it is; move or delete it to start afresh.`;
  return new SandboxError("state-corrupt", message);
}

function parse(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw corrupt(path, `it is not JSON (${(error as Error).message})`);
  }
  if (!isShape(value, { format: (format) => format === FORMAT })) throw corrupt(path, "it is no sandbox state");
  return value as Record<string, unknown>;
}

/**
 * Fills the state from the text of its file.
 * @throws SandboxError `state-corrupt` or `state-version`; the file is never changed by this.
 */
export function restoreState(text: string, path: string, { store, sections }: SandboxState): void {
  const { version, profiles, tokens, ...others } = parse(text, path);
  if (version !== VERSION) {
    const message = `The sandbox state file ${path} has version ${JSON.stringify(version)}; this sandbox reads version ${VERSION}. It was left as it is.`;
    throw new SandboxError("state-version", message);
  }
  if (!Array.isArray(profiles) || !Array.isArray(tokens)) throw corrupt(path, "it has no lists of profiles and tokens");
  for (const [index, record] of profiles.entries()) {
    if (!isShape(record, RECORD)) throw corrupt(path, `profile ${index + 1} is malformed`);
    store.insert({ ...(record as ProfileRecord), summary: toSummary(record as ProfileRecord) });
  }
  for (const [index, entry] of tokens.entries()) {
    if (!Array.isArray(entry) || !isText(entry[0]) || !isText(entry[1]) || !isNumber(entry[2])) {
      throw corrupt(path, `token ${index + 1} is malformed`);
    }
    store.restoreToken(String(entry[0]), { arn: String(entry[1]), at: Number(entry[2]) });
  }
  for (const section of sections) restoreSection(section, others[section.name] ?? [], path);
}

function restoreSection(section: StateSection, entries: unknown, path: string): void {
  if (!Array.isArray(entries)) throw corrupt(path, `${section.name} is no list`);
  for (const [index, entry] of entries.entries()) {
    if (!section.restore(entry)) throw corrupt(path, `entry ${index + 1} of ${section.name} is malformed`);
  }
}

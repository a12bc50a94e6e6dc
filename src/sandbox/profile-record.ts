// One application inference profile as the sandbox keeps it, and what of it each API sees at a given moment.

/** Switches that the visibility of a record depends on (behaviour.ts). All in ms. */
export interface Lags {
  readonly listLagMs: number;
  readonly tagLagMs: number;
  readonly rgtReturnsDeletedMs: number;
}

/** One state of the tags, as the tagging API will see it from `at` + `lag` on. Times in ms since 1970. */
export interface TagsSince {
  readonly at: number;
  readonly lag: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Whatever GetResources may return: profiles and parameters alike. */
interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
  /** Newest last. Empty for what never had a tag: GetResources does not return it (AWS.md 5). */
  readonly tagHistory: readonly TagsSince[];
  readonly deleted?: { readonly at: number; readonly rgtLag: number };
}

export interface ProfileRecord extends Tagged {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly description?: string;
  /** What was sent as `copyFrom`. Never returned by the API (AWS.md 1.3). */
  readonly source: string;
  readonly modelArns: readonly string[];
  /** ISO 8601 with microseconds. Tagging does not move `updatedAt` (AWS.md 1.3), so both stay what they were. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Place in listings; grows with each create. */
  readonly order: number;
  /** When it was created, and the list lag of that moment. */
  readonly born: { readonly at: number; readonly lag: number };
  readonly deleted?: { readonly at: number; readonly listLag: number; readonly rgtLag: number };
  /** The JSON that Get and List answer with; made once, because nothing in it can change. */
  readonly summary: string;
}

/** The members in the order of the recorded responses; `copyFrom` and tags are not among them. */
export function toSummary(record: Omit<ProfileRecord, "summary">): string {
  return JSON.stringify({
    inferenceProfileName: record.name,
    description: record.description,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    inferenceProfileArn: record.arn,
    models: record.modelArns.map((modelArn) => ({ modelArn })),
    inferenceProfileId: record.id,
    status: "ACTIVE",
    type: "APPLICATION",
  });
}

/**
 * A lag counts as the smaller of what it was when the write happened and what it is now: raising a switch does not hide
 * what was visible, and lowering it shows everything at once.
 */
function isOver(at: number, lagThen: number, lagNow: number, now: number): boolean {
  return at + Math.min(lagThen, lagNow) <= now;
}

export function isListed(record: ProfileRecord, lags: Lags, now: number): boolean {
  const { born, deleted } = record;
  if (deleted !== undefined && isOver(deleted.at, deleted.listLag, lags.listLagMs, now)) return false;
  return isOver(born.at, born.lag, lags.listLagMs, now);
}

/** The tags that GetResources returns now; undefined when it does not return the resource at all. */
export function tagsSeenByRgt(record: Tagged, lags: Lags, now: number): Readonly<Record<string, string>> | undefined {
  const { deleted } = record;
  if (deleted !== undefined && isOver(deleted.at, deleted.rgtLag, lags.rgtReturnsDeletedMs, now)) return undefined;
  return record.tagHistory.findLast((entry) => isOver(entry.at, entry.lag, lags.tagLagMs, now))?.tags;
}

/** The record with other tags, as of `now`; states that no reader can see any more are forgotten. */
export function withTags<T extends Tagged>(
  record: T,
  tags: Readonly<Record<string, string>>,
  lags: Lags,
  now: number,
): T {
  if (record.tagHistory.length === 0 && Object.keys(tags).length === 0) return record;
  const visible = record.tagHistory.findLastIndex((entry) => entry.at + entry.lag <= now);
  const entry = { at: now, lag: lags.tagLagMs, tags };
  const kept = lags.tagLagMs === 0 ? [] : record.tagHistory.slice(Math.max(0, visible));
  return { ...record, tags, tagHistory: [...kept, entry] };
}

/** When the last trace of a deleted profile goes, in ms since 1970; undefined while it lives. */
export function forgottenAt(record: ProfileRecord): number | undefined {
  return record.deleted && record.deleted.at + Math.max(record.deleted.listLag, record.deleted.rgtLag);
}

/** `2026-07-21T19:13:39.417684+00:00`: the form of AWS.md 1.2. `micros` is 0–999, below the clock's milliseconds. */
export function toTimestamp(moment: Date, micros: number): string {
  return `${moment.toISOString().slice(0, -1)}${String(micros).padStart(3, "0")}+00:00`;
}

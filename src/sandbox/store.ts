// Everything that lives in the sandbox, in memory: profiles by account and region, and the client request tokens seen.
// Knows nothing of HTTP, of error shapes, or of files.
import type { Behaviour } from "./behaviour.ts";
import {
  forgottenAt,
  isListed,
  type ProfileRecord,
  tagsSeenByRgt,
  toSummary,
  toTimestamp,
  withTags,
} from "./profile-record.ts";

/** What a create decides; the store adds id, ARN, times and place. */
export interface NewProfile {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly name: string;
  readonly description?: string;
  readonly source: string;
  readonly modelArns: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

export interface TokenUse {
  readonly arn: string;
  /** ms since 1970. */
  readonly at: number;
}

interface RegionState {
  /** By id, in order of creation; deleted ones stay until nobody can see them any more. */
  readonly profiles: Map<string, ProfileRecord>;
  /** How many live profiles bear a name. */
  readonly names: Map<string, number>;
  readonly deleted: Set<string>;
}

const ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 12;

export interface StoreOptions {
  readonly behaviour: Behaviour;
  readonly now: () => Date;
  readonly random: () => number;
}

export class ProfileStore {
  readonly #options: StoreOptions;
  readonly #regions = new Map<string, RegionState>();
  readonly #tokens = new Map<string, TokenUse>();
  #order = 0;
  #revision = 0;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** Grows with each change; the state file is up to date when it has this revision. */
  get revision(): number {
    return this.#revision;
  }

  /** Says that state beside the profiles has changed, so that it is written too. */
  touch(): void {
    this.#revision += 1;
  }

  /** A live profile by id. */
  find(account: string, region: string, id: string): ProfileRecord | undefined {
    const record = this.#region(account, region).profiles.get(id);
    return record?.deleted === undefined ? record : undefined;
  }

  hasName(account: string, region: string, name: string): boolean {
    return (this.#region(account, region).names.get(name) ?? 0) > 0;
  }

  /** How many live application profiles an account has in a region: what the quota counts. */
  count(account: string, region: string): number {
    const state = this.#region(account, region);
    return state.profiles.size - state.deleted.size;
  }

  /** What ListInferenceProfiles sees, in order of creation. */
  listed(account: string, region: string): ProfileRecord[] {
    const now = this.#forget(account, region);
    return [...this.#region(account, region).profiles.values()].filter((record) =>
      isListed(record, this.#options.behaviour, now),
    );
  }

  /** What GetResources sees, with the tags as it sees them. */
  tagged(
    account: string,
    region: string,
  ): { readonly record: ProfileRecord; readonly tags: Readonly<Record<string, string>> }[] {
    const now = this.#forget(account, region);
    return [...this.#region(account, region).profiles.values()].flatMap((record) => {
      const tags = tagsSeenByRgt(record, this.#options.behaviour, now);
      return tags === undefined ? [] : [{ record, tags }];
    });
  }

  /** The place in listings of the next profile put in. */
  nextOrder(): number {
    return this.#order + 1;
  }

  create(profile: NewProfile): ProfileRecord {
    const { behaviour, now, random } = this.#options;
    const { partition, tags, ...rest } = profile;
    const moment = now();
    const id = this.freshId(profile.account, profile.region);
    const createdAt = toTimestamp(moment, Math.floor(random() * 1000));
    const record = {
      ...rest,
      id,
      arn: `arn:${partition}:bedrock:${profile.region}:${profile.account}:application-inference-profile/${id}`,
      createdAt,
      updatedAt: createdAt,
      order: this.nextOrder(),
      born: { at: moment.getTime(), lag: behaviour.listLagMs },
      tags: {},
      tagHistory: [],
    };
    return this.insert(withTags({ ...record, summary: toSummary(record) }, tags, behaviour, moment.getTime()));
  }

  /** Puts a complete record in: from a create, from the state file, or from a test. Replaces one of the same id. */
  insert(record: ProfileRecord): ProfileRecord {
    const state = this.#region(record.account, record.region);
    this.#drop(state, record.id);
    state.profiles.set(record.id, record);
    if (record.deleted === undefined) state.names.set(record.name, (state.names.get(record.name) ?? 0) + 1);
    else state.deleted.add(record.id);
    this.#order = Math.max(this.#order, record.order);
    this.#revision += 1;
    return record;
  }

  /** Replaces the tags of a live profile. */
  setTags(record: ProfileRecord, tags: Readonly<Record<string, string>>): ProfileRecord {
    const changed = withTags(record, tags, this.#options.behaviour, this.#options.now().getTime());
    this.#region(record.account, record.region).profiles.set(record.id, changed);
    this.#revision += 1;
    return changed;
  }

  /** Deletes a live profile; List and GetResources may go on showing it for their lag. */
  delete(record: ProfileRecord): void {
    const { behaviour, now } = this.#options;
    const state = this.#region(record.account, record.region);
    const deleted = { at: now().getTime(), listLag: behaviour.listLagMs, rgtLag: behaviour.rgtReturnsDeletedMs };
    this.#drop(state, record.id, { ...record, deleted });
    this.#revision += 1;
    this.#forget(record.account, record.region);
  }

  /** The earlier use of a client request token; undefined when there is none, or it is too old. */
  tokenUse(account: string, region: string, token: string): TokenUse | undefined {
    const oldest = this.#options.now().getTime() - this.#options.behaviour.tokenLifetimeMs;
    for (const [key, use] of this.#tokens) {
      if (use.at > oldest) break;
      this.#tokens.delete(key);
    }
    return this.#tokens.get(`${account}/${region}/${token}`);
  }

  rememberToken(account: string, region: string, token: string, arn: string): void {
    this.restoreToken(`${account}/${region}/${token}`, { arn, at: this.#options.now().getTime() });
  }

  restoreToken(key: string, use: TokenUse): void {
    this.#tokens.delete(key); // so that the map stays in order of time
    this.#tokens.set(key, use);
    this.#revision += 1;
  }

  tokens(): IterableIterator<[string, TokenUse]> {
    return this.#tokens.entries();
  }

  /** Every record of every account and region, deleted ones that are still visible somewhere included. */
  *records(): Generator<ProfileRecord> {
    for (const state of this.#regions.values()) yield* state.profiles.values();
  }

  #region(account: string, region: string): RegionState {
    const key = `${account}/${region}`;
    const known = this.#regions.get(key);
    if (known !== undefined) return known;
    const fresh: RegionState = { profiles: new Map(), names: new Map(), deleted: new Set() };
    this.#regions.set(key, fresh);
    return fresh;
  }

  /** Takes a record out of the indexes; with `tombstone`, keeps that in its place. */
  #drop(state: RegionState, id: string, tombstone?: ProfileRecord): void {
    const record = state.profiles.get(id);
    if (record === undefined) return;
    if (record.deleted === undefined) {
      const left = (state.names.get(record.name) ?? 1) - 1;
      if (left > 0) state.names.set(record.name, left);
      else state.names.delete(record.name);
    }
    state.deleted.delete(id);
    if (tombstone === undefined) state.profiles.delete(id);
    else {
      state.profiles.set(id, tombstone);
      state.deleted.add(id);
    }
  }

  /** Forgets deleted profiles that no reader can see any more; returns the time in ms. */
  #forget(account: string, region: string): number {
    const now = this.#options.now().getTime();
    const state = this.#region(account, region);
    for (const id of state.deleted) {
      const record = state.profiles.get(id);
      if (record === undefined || (forgottenAt(record) ?? 0) <= now) this.#drop(state, id);
    }
    return now;
  }

  /** 12 characters `[a-z0-9]`, free in the region (AWS.md 1.2). */
  freshId(account: string, region: string): string {
    const { profiles } = this.#region(account, region);
    for (let attempt = 0; ; attempt += 1) {
      const drawn = Array.from(
        { length: ID_LENGTH },
        () => ID_ALPHABET[Math.floor(this.#options.random() * 36)] ?? "0",
      );
      const id = attempt < 9 ? drawn.join("") : (profiles.size + attempt).toString(36).padStart(ID_LENGTH, "0");
      if (!profiles.has(id)) return id;
    }
  }
}

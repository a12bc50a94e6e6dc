// What Parameter Store keeps: parameters by account, region and name, with every version that is still there.
import type { Behaviour } from "./behaviour.ts";
import { type TagsSince, tagsSeenByRgt, withTags } from "./profile-record.ts";
import { isNumber, isShape, isTags, isText, listOf, type Shape } from "./shapes.ts";
import type { StateSection } from "./state-section.ts";

export type ParameterType = "String" | "StringList";

export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  /** ms since 1970. */
  readonly at: number;
}

export interface ParameterRecord {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly type: ParameterType;
  readonly description?: string;
  /** Oldest first, never empty. */
  readonly versions: readonly ParameterVersion[];
  readonly tags: Readonly<Record<string, string>>;
  /** For GetResources, as of a profile. */
  readonly tagHistory: readonly TagsSince[];
  readonly deleted?: { readonly at: number; readonly rgtLag: number };
}

/** Versions that are kept; the oldest goes when another comes (documented). */
const MAX_VERSIONS = 100;
/** Parameters come behind all profiles in GetResources; the numbers of the latter never get so high. */
const FIRST_ORDER = 1e12;

const RECORD: Shape = {
  account: isText,
  region: isText,
  name: isText,
  arn: isText,
  type: (value) => value === "String" || value === "StringList",
  description: (value) => value === undefined || isText(value),
  versions: listOf((entry) => isShape(entry, { version: isNumber, value: isText, at: isNumber })),
  tags: isTags,
  tagHistory: listOf((entry) => isShape(entry, { at: isNumber, lag: isNumber, tags: isTags })),
  deleted: (value) => value === undefined || isShape(value, { at: isNumber, rgtLag: isNumber }),
};

interface StoreOptions {
  readonly behaviour: Behaviour;
  readonly now: () => Date;
  readonly onChange: () => void;
}

export class ParameterStore implements StateSection {
  readonly name = "parameters";
  readonly #records = new Map<string, ParameterRecord>();
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  find(account: string, region: string, name: string): ParameterRecord | undefined {
    const record = this.#records.get(keyOf(account, region, name));
    return record?.deleted === undefined ? record : undefined;
  }

  /** Every parameter of a place, by name. */
  list(account: string, region: string): ParameterRecord[] {
    const here = [...this.#records.values()].filter(
      (record) => record.deleted === undefined && record.account === account && record.region === region,
    );
    return here.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** What GetResources sees, with the tags as it sees them. */
  tagged(account: string, region: string) {
    const { behaviour, now } = this.#options;
    const here = [...this.#records.values()].filter((one) => one.account === account && one.region === region);
    return here.flatMap((record, index) => {
      const tags = tagsSeenByRgt(record, behaviour, now().getTime());
      return tags === undefined ? [] : [{ order: FIRST_ORDER + index, arn: record.arn, tags }];
    });
  }

  /** A new parameter, or a new version of one that is there. Answers the number of the version. */
  put(fresh: Omit<ParameterRecord, "versions" | "tagHistory" | "deleted">, value: string): number {
    const { behaviour, now } = this.#options;
    const at = now().getTime();
    const known = this.find(fresh.account, fresh.region, fresh.name);
    const version = (known?.versions.at(-1)?.version ?? 0) + 1;
    const versions = [...(known?.versions ?? []), { version, value, at }].slice(-MAX_VERSIONS);
    const untagged = { ...fresh, tags: {}, tagHistory: [], versions };
    this.#set(known === undefined ? withTags(untagged, fresh.tags, behaviour, at) : { ...known, ...fresh, versions });
    return version;
  }

  setTags(record: ParameterRecord, tags: Readonly<Record<string, string>>): void {
    this.#set(withTags(record, tags, this.#options.behaviour, this.#options.now().getTime()));
  }

  delete(record: ParameterRecord): void {
    const { behaviour, now } = this.#options;
    const { account, region, name } = record;
    if (behaviour.rgtReturnsDeletedMs > 0) {
      this.#set({ ...record, deleted: { at: now().getTime(), rgtLag: behaviour.rgtReturnsDeletedMs } });
      return;
    }
    this.#records.delete(keyOf(account, region, name));
    this.#options.onChange();
  }

  lines(): readonly string[] {
    return Array.from(this.#records.values(), (record) => JSON.stringify(record));
  }

  restore(entry: unknown): boolean {
    if (!isShape(entry, RECORD) || (entry as ParameterRecord).versions.length === 0) return false;
    const record = entry as ParameterRecord;
    this.#records.set(keyOf(record.account, record.region, record.name), record);
    return true;
  }

  #set(record: ParameterRecord): void {
    this.#records.set(keyOf(record.account, record.region, record.name), record);
    this.#options.onChange();
  }
}

function keyOf(account: string, region: string, name: string): string {
  return `${account}/${region} ${name}`;
}

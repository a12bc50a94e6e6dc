// What billing knows of tag keys: which it has seen on billed uses, which are active, and the backfills (AWS.md 6).
import type { Behaviour } from "./behaviour.ts";
import type { Ledger } from "./ledger.ts";
import { isNumber, isShape, isText, type Shape, type ShapeCheck } from "./shapes.ts";
import type { StateSection } from "./state-section.ts";

export type CostTagStatus = "Active" | "Inactive";

export interface CostTag {
  readonly key: string;
  readonly status: CostTagStatus;
  /** ms since 1970 of the last activation or deactivation; absent for a key that never had one. */
  readonly updatedAt?: number;
  /** ms since 1970 of the last use that billing knows of; absent where only the state file knows the key. */
  readonly usedAt?: number;
}

export interface Backfill {
  /** ms since 1970: the first of a month. */
  readonly from: number;
  readonly requestedAt: number;
  readonly completedAt: number;
}

interface TagEntry {
  readonly payer: string;
  readonly key: string;
  readonly status: CostTagStatus;
  readonly updatedAt: number;
}

interface BackfillEntry extends Backfill {
  readonly payer: string;
}

const TAG: Shape = {
  payer: isText,
  key: isText,
  status: (value) => value === "Active" || value === "Inactive",
  updatedAt: isNumber,
};

const BACKFILL: Shape = { payer: isText, from: isNumber, requestedAt: isNumber, completedAt: isNumber };
const isBackfill: ShapeCheck = (value) => isShape(value, BACKFILL);

/** A backfill is in work for this part of `billingDelayMs`: an hour of a day. */
const BACKFILL_SHARE = 24;

export interface CostTagOptions {
  readonly behaviour: Behaviour;
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly onChange: () => void;
}

export class CostTags implements StateSection {
  readonly name = "costTags";
  readonly #options: CostTagOptions;
  readonly #tags = new Map<string, TagEntry>();
  readonly #backfills: BackfillEntry[] = [];

  constructor(options: CostTagOptions) {
    this.#options = options;
  }

  /** Every user-defined key that billing knows, by key; made-up traffic makes none known. */
  known(payer: string): CostTag[] {
    const used = this.#used();
    const touched = [...this.#tags.values()].filter((tag) => tag.payer === payer).map(({ key }) => key);
    return [...new Set([...used.keys(), ...touched])].sort().map((key) => this.#toTag(payer, key, used.get(key)));
  }

  /** Sets the status of a known key; the same status again changes nothing. */
  setStatus(payer: string, key: string, status: CostTagStatus): void {
    const known = this.#tags.get(idOf(payer, key));
    if ((known?.status ?? "Inactive") === status) return;
    this.#put({ payer, key, status, updatedAt: this.#nowMs() });
    this.#options.onChange();
  }

  startBackfill(payer: string, from: number): Backfill {
    const requestedAt = this.#nowMs();
    const completedAt = requestedAt + Math.floor(this.#options.behaviour.billingDelayMs / BACKFILL_SHARE);
    const backfill = { payer, from, requestedAt, completedAt };
    this.#backfills.push(backfill);
    this.#options.onChange();
    return backfill;
  }

  /** The newest first. */
  backfills(payer: string): Backfill[] {
    return this.#backfills.filter((backfill) => backfill.payer === payer).reverse();
  }

  /**
   * ms since 1970 from which costs carry the values of a key: its activation, or the beginning of a backfill that was
   * asked for since and is done. Undefined while it is not active.
   */
  appliesFrom(payer: string, key: string): number | undefined {
    const tag = this.#tags.get(idOf(payer, key));
    if (tag?.status !== "Active") return undefined;
    const now = this.#nowMs();
    const reached = this.#backfills.filter(
      (one) => one.payer === payer && one.requestedAt >= tag.updatedAt && one.completedAt <= now,
    );
    return Math.min(tag.updatedAt, ...reached.map(({ from }) => from));
  }

  lines(): readonly string[] {
    return [...this.#tags.values(), ...this.#backfills].map((entry) => JSON.stringify(entry));
  }

  restore(entry: unknown): boolean {
    if (isShape(entry, TAG)) this.#put(entry as TagEntry);
    else if (isBackfill(entry)) this.#backfills.push(entry as BackfillEntry);
    else return false;
    return true;
  }

  #nowMs(): number {
    return this.#options.now().getTime();
  }

  #put(tag: TagEntry): void {
    this.#tags.set(idOf(tag.payer, tag.key), tag);
  }

  /** Keys of uses that billing has learnt of by now, each with the last one: uses of all accounts reach the one payer. */
  #used(): Map<string, number> {
    const { ledger, behaviour } = this.#options;
    const seenUpTo = this.#nowMs() - behaviour.billingDelayMs;
    const used = new Map<string, number>();
    for (const { minute, tags } of ledger.uses()) {
      if (minute > seenUpTo) continue;
      for (const key of Object.keys(tags)) used.set(key, Math.max(minute, used.get(key) ?? 0));
    }
    return used;
  }

  #toTag(payer: string, key: string, usedAt: number | undefined): CostTag {
    const tag = this.#tags.get(idOf(payer, key));
    return {
      key,
      status: tag?.status ?? "Inactive",
      ...(tag === undefined ? {} : { updatedAt: tag.updatedAt }),
      ...(usedAt === undefined ? {} : { usedAt }),
    };
  }
}

function idOf(payer: string, key: string): string {
  return JSON.stringify([payer, key]);
}

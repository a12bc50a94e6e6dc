/** A row of the budget table: how it is measured, and how its figures are told. */
import type { Measured, Run } from "./results.ts";

/** What a row may know of the run it is part of. */
export interface Bench {
  readonly quick: boolean;
  /** Seconds that one piece of work may take. */
  readonly limit: number;
  /** What was asked for, or the row's own number, or its number of quick runs. */
  readonly runs: (own: number, quick?: number) => number;
  readonly say: (text: string) => void;
  /** A new folder, gone when the run ends. */
  readonly folder: () => string;
}

export interface Budget {
  readonly what: string;
  readonly limit: string;
  readonly measured: string;
  readonly isMet: boolean;
  /** What is told of it where it is not met. */
  readonly floor?: string;
}

export interface Told {
  readonly budgets: readonly Budget[];
  /** Lines of Markdown. */
  readonly lines: readonly string[];
}

export interface Row {
  /** For `--only`. */
  readonly id: string;
  readonly title: string;
  readonly measure: (bench: Bench) => Promise<readonly Measured[]>;
  /** Pure: from the figures alone. */
  readonly tell: (measured: readonly Measured[]) => Told;
}

type Case = Omit<Measured, "runs" | "notRun">;

/** Gathers runs, whatever the order in which they come. */
export class Sheet {
  readonly #cases = new Map<string, Measured>();

  add(what: Case, run: Run): void {
    const id = idOf(what);
    this.#cases.set(id, { ...what, runs: [...(this.#cases.get(id)?.runs ?? []), run] });
  }

  leaveOut(what: Case, notRun: NonNullable<Measured["notRun"]>): void {
    this.#cases.set(idOf(what), { ...what, runs: [], notRun });
  }

  get measured(): readonly Measured[] {
    return [...this.#cases.values()];
  }
}

function idOf({ tool, work, n, latencyMs, rate }: Case): string {
  return JSON.stringify([tool, work, n, latencyMs, rate]);
}

/** The cases that agree with `what` in all its members. */
export function casesOf(measured: readonly Measured[], what: Partial<Case>): Measured[] {
  return measured.filter((one) => Object.entries(what).every(([key, value]) => one[key as keyof Case] === value));
}

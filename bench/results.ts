/** What a bench run leaves behind (`bench/results.json`): raw figures alone, from which every table and plot is drawn. */

/** One run of one piece of work. Absent members were not measured. */
export interface Run {
  /** Wall clock from the start of the process to its end; of a piece inside a process, that piece alone. */
  readonly seconds: number;
  /** See `process.ts` for what it counts. */
  readonly peakBytes?: number;
  /** Requests by API operation, refused ones (status 400 and above) as `Operation 429`. */
  readonly calls?: Readonly<Record<string, number>>;
  /** Heap that the result of a pure function holds. */
  readonly heapBytes?: number;
  /** Of a piece inside a process: in which it stood still for the garbage collector. */
  readonly gcSeconds?: number;
  /** Size of a text that was made. */
  readonly textBytes?: number;
  /** Of a text: how many of `toName` it names. */
  readonly named?: number;
  readonly toName?: number;
}

/** One piece of work by one tool, at one size, in one surrounding. */
export interface Measured {
  readonly tool: string;
  readonly work: string;
  /** How many profiles (or changes) it is about. */
  readonly n: number;
  /** Added to every answer of the server. */
  readonly latencyMs?: number;
  /** Calls a second that the server allows. */
  readonly rate?: number;
  /** Empty where it was not run. */
  readonly runs: readonly Run[];
  /** Why there are no runs: it would take so long, as told from those with `from` profiles. */
  readonly notRun?: { readonly seconds: number; readonly from: readonly number[] };
}

export interface RowResult {
  readonly id: string;
  /** ISO 8601, when it was done. */
  readonly at: string;
  /** Of Strata; ends in `+` where files differed from the commit. */
  readonly commit: string;
  readonly quick: boolean;
  /** Processes that wanted a core in the minute before, 1 for one busy core. */
  readonly load: number;
  readonly measured: readonly Measured[];
}

/** Where it was measured and with what. Figures of two of them are never mixed. */
export interface Surroundings {
  readonly machine: Readonly<Record<string, string>>;
  /** By program; a program that is not installed is absent. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Results extends Surroundings {
  readonly formatVersion: 1;
  readonly rows: readonly RowResult[];
}

/** The new rows in the place of older ones; rows from other surroundings are dropped. */
export function mergeResults(before: Results | undefined, now: Surroundings, rows: readonly RowResult[]): Results {
  const isSame = before !== undefined && isSameSurroundings(before, now);
  const kept = isSame ? before.rows.filter(({ id }) => !rows.some((row) => row.id === id)) : [];
  return { formatVersion: 1, machine: now.machine, versions: now.versions, rows: [...kept, ...rows] };
}

export function isSameSurroundings(one: Surroundings, other: Surroundings): boolean {
  const text = ({ machine, versions }: Surroundings): string =>
    JSON.stringify([machine, versions].map((part) => Object.entries(part).sort()));
  return text(one) === text(other);
}

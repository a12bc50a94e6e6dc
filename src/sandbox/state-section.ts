// The seam for state besides profiles: each section is a list of its own in the state file, one entry a line.

export interface StateSection {
  /** The member of the state file that holds the section; absent from the file while the section is empty. */
  readonly name: string;
  /** Each entry as one line of JSON. */
  readonly lines: () => readonly string[];
  /** Puts one entry back; false for one that is malformed. */
  readonly restore: (entry: unknown) => boolean;
}

/** A file in the repository whose content is computed from others. */
export interface GeneratedFile {
  /** Path from the repository root. */
  readonly path: string;
  readonly content: () => string | Promise<string>;
}

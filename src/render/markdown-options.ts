/** What a Markdown text knows of the place it is written for. */
import type { Moment } from "../core/moment.ts";

/** GitHub refuses comments of more than 65,536 characters; job summaries may be sixteen times as long. */
export const COMMENT_BYTES = 60_000;

/** A job summary holds 1 MiB a step (docs.github.com, workflow commands); the rest of it is for other texts. */
export const JOB_SUMMARY_BYTES = 900_000;

/** Where a plan comes from, and where it can be seen; null wherever that is not known. */
export interface MarkdownOrigin {
  /** The commit that the configuration was read at. */
  readonly commit: string | null;
  /** The repository in the browser, `https://github.com/acme/ai`; files are linked at `commit`. */
  readonly repositoryUrl: string | null;
  /** The workflow run. */
  readonly run: { readonly id: number; readonly url: string } | null;
  readonly readAt: Moment | null;
}

export const NO_ORIGIN: MarkdownOrigin = { commit: null, repositoryUrl: null, run: null, readAt: null };

export interface MarkdownOptions {
  /** What is less important is left out until the text has at most so many bytes. */
  readonly maxBytes: number;
  readonly origin: MarkdownOrigin;
  /** Begin with the hidden line by which a comment is found again. */
  readonly hasMarker: boolean;
}

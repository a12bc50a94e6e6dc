/** What an example of a code holds. */
import type { DiagnosticCode } from "./codes.ts";

/** Two pieces of `profiles.yaml`; a comment such as `# teams/ads.yaml` begins another file. */
export interface FileExample {
  readonly wrong: string;
  readonly right: string;
}

/** What no text of a file shows: a situation, and the words that are printed in it. */
export interface SceneExample {
  /** One to three sentences; commands and what stands in files are in backticks. */
  readonly situation: string;
  /** `detail` and `hint` of the diagnostic that is told. */
  readonly detail: string;
  readonly hint?: string;
}

export type Example = FileExample | SceneExample;

export type FileExamples = Readonly<Partial<Record<DiagnosticCode, FileExample>>>;
export type SceneExamples = Readonly<Partial<Record<DiagnosticCode, SceneExample>>>;

export function isScene(example: Example): example is SceneExample {
  return "situation" in example;
}

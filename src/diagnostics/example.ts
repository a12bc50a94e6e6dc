/** What an example of a code holds. */
import type { DiagnosticCode } from "./codes.ts";

/** Two pieces of `profiles.yaml`; a comment such as `# teams/ads.yaml` begins another file. */
export interface Example {
  readonly wrong: string;
  readonly right: string;
}

export type Examples = Readonly<Partial<Record<DiagnosticCode, Example>>>;

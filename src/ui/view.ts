/** The port to a person: commands hand over values, a view shows them. Chosen once, by format. */

import type { ActivationOutcome } from "../core/activation-outcome.ts";
import type { Fault } from "../core/fault.ts";
import type { ObservedTarget } from "../core/observation.ts";
import type { AnyOutcome } from "../core/parameter-outcome.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Lane } from "../engine/ports.ts";

export type Sources = ReadonlyMap<string, string>;

/** What happens while a command runs; told on stderr. */
export type ProgressEvent =
  /** A request that has got no usable answer for a while, and is being tried again. */
  | {
      readonly type: "waiting";
      readonly lane: Lane;
      readonly waitedMs: number;
      readonly attempts: number;
      /** What the last try brought; null while there is no answer at all. */
      readonly fault: Fault | null;
    }
  | { readonly type: "target-read"; readonly target: ObservedTarget }
  | { readonly type: "activation"; readonly outcome: ActivationOutcome; readonly done: number; readonly total: number }
  | { readonly type: "outcome"; readonly outcome: AnyOutcome; readonly done: number; readonly total: number };

export interface View {
  /** The result of the command, on stdout (or in the `--out` file). */
  result(text: string): void;
  /** Writes a text to a file that the user named, whole or not at all. */
  save(file: string, text: string): void;
  /** A line beside the result, on stderr. */
  note(text: string): void;
  diagnostics(diagnostics: readonly Diagnostic[], sources: Sources): void;
  progress(event: ProgressEvent): void;
}

/** How text is laid out for the terminal (or pipe) it goes to. */
export interface TextStyle {
  readonly width: number;
  readonly color: boolean;
}

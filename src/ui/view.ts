/** The port to a person: commands hand over values, a view shows them. Chosen once, by format. */

import type { ActivationOutcome } from "../core/activation-outcome.ts";
import type { Activation } from "../core/billing.ts";
import type { NamedTarget } from "../core/desired.ts";
import type { ObservedTarget } from "../core/observation.ts";
import type { PlannedParameter } from "../core/parameter-change.ts";
import type { AnyOutcome } from "../core/parameter-outcome.ts";
import type { PlannedChange } from "../core/plan.ts";
import type { Target } from "../core/profile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { LaneSpeed, Waiting } from "../engine/ports.ts";

export type Sources = ReadonlyMap<string, string>;

/** Whatever an apply does: it begins, and ends in one outcome. */
export type Work = PlannedChange | PlannedParameter | Activation;

/** What happens while a command runs; told on stderr. */
export type ProgressEvent =
  /** A request that has got no usable answer for a while, and is being tried again. */
  | (Waiting & { readonly type: "waiting" })
  /** Reads begin: of these targets, each in its turn. */
  | { readonly type: "reading"; readonly targets: readonly NamedTarget[] }
  | { readonly type: "target-begun"; readonly target: Target }
  | { readonly type: "target-read"; readonly target: ObservedTarget }
  /** An apply begins: all that it is to do, and the names of accounts by id. */
  | {
      readonly type: "applying";
      readonly work: readonly Work[];
      readonly accountNames: ReadonlyMap<string, string>;
    }
  | { readonly type: "begun"; readonly work: readonly Work[] }
  | { readonly type: "activation"; readonly outcome: ActivationOutcome; readonly done: number; readonly total: number }
  | { readonly type: "outcome"; readonly outcome: AnyOutcome; readonly done: number; readonly total: number }
  /** How fast requests go and which of them wait, several times a second. */
  | { readonly type: "lanes"; readonly lanes: readonly LaneSpeed[]; readonly waiting: readonly Waiting[] }
  /** The user has asked to stop: what is in flight ends. */
  | { readonly type: "stopping" }
  /** Nothing goes on any more: a question is asked, or the run ends. */
  | { readonly type: "idle" };

export interface View {
  /** The result of the command, on stdout (or in the `--out` file). */
  result(text: string): void;
  /** Writes a text to a file that the user named, whole or not at all. */
  save(file: string, text: string): void;
  /** A line beside the result, on stderr; what it quotes from strangers is made harmless here. */
  note(text: string): void;
  /** Text that was rendered for a terminal already, beside the result on stderr. */
  told(rendered: string): void;
  diagnostics(diagnostics: readonly Diagnostic[], sources: Sources): void;
  progress(event: ProgressEvent): void;
}

/** How text is laid out for the terminal (or pipe) it goes to. */
export interface TextStyle {
  readonly width: number;
  readonly color: boolean;
}

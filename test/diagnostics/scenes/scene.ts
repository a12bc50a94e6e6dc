/** What a scene is: the situation of an example as values, up to what is told there. */
import type { DiagnosticCode } from "../../../src/diagnostics/codes.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";

/** All that is told in it; the example shows the first of its code. */
export type MakeScene = () => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;

export type Scenes = Readonly<Partial<Record<DiagnosticCode, MakeScene>>>;

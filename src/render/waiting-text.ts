/** A line that says what a run is waiting for: silence would look like a hang. */
import type { Fault } from "../core/fault.ts";
import { renderLines, span, type TextStyle } from "./text-layout.ts";

export interface Waiting {
  readonly lane: { readonly target: string; readonly operation: string };
  readonly waitedMs: number;
  /** Requests sent so far. */
  readonly attempts: number;
  readonly fault: Fault | null;
}

/** One line without its break. */
export function renderWaitingLine({ lane, waitedMs, attempts, fault }: Waiting, style: TextStyle): string {
  const why = fault === null ? "no answer yet" : `${fault.code ?? fault.kind}, trying again`;
  const seconds = Math.round(waitedMs / 1000);
  const text = `still waiting for ${lane.operation} in ${lane.target}: ${seconds} s, request ${attempts}, ${why}`;
  return renderLines([[span(text, "dim")]], style).trimEnd();
}

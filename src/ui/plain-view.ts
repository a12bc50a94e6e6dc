/** The view for pipes, CI and plain terminals: whole lines, results on stdout, all else on stderr. */
import picocolors from "picocolors";
import { renderActivationLine } from "../render/activation-text.ts";
import { renderDiagnostics } from "../render/diagnostics-text.ts";
import { renderOutcomeLine } from "../render/outcome-text.ts";
import { escapeForTerminal } from "../render/terminal-text.ts";
import { renderWaitingLine } from "../render/waiting-text.ts";
import type { ProgressEvent, TextStyle, View } from "./view.ts";

export interface PlainViewPorts {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly save: (file: string, text: string) => void;
  /** Where results go instead of stdout (`--out`). */
  readonly out?: string;
  readonly errorStyle: TextStyle;
  /** A person reads stderr on a terminal, and is told once how to learn more about a code. */
  readonly isWatched?: boolean;
}

export function plainView(ports: PlainViewPorts): View {
  const { stdout, stderr, save, out, errorStyle } = ports;
  const colors = picocolors.createColors(errorStyle.color);
  let explains = ports.isWatched === true;
  return {
    result: (text) => (out === undefined ? stdout(text) : save(out, text)),
    save,
    note: (text) => stderr(`${escapeForTerminal(text)}\n`),
    told: (rendered) => stderr(`${rendered}\n`),
    diagnostics: (diagnostics, sources) => {
      if (diagnostics.length === 0) return;
      stderr(renderDiagnostics(diagnostics, sources, { color: colors, width: errorStyle.width, explains }));
      explains = false;
    },
    progress: (event) => {
      const line = progressLine(event, errorStyle);
      if (line !== null) stderr(`${line}\n`);
    },
  };
}

/** Reads are quick and end in the plan; only outcomes are worth a line each, and waits that are not. */
function progressLine(event: ProgressEvent, style: TextStyle): string | null {
  switch (event.type) {
    case "outcome":
      return renderOutcomeLine(event.outcome, { ...style, done: event.done, total: event.total });
    case "activation":
      return renderActivationLine(event.outcome, { ...style, done: event.done, total: event.total });
    case "waiting":
      return renderWaitingLine(event, style);
    case "stopping":
      return "Stopping: what is in flight ends, nothing new starts. Press Ctrl-C again to stop at once.";
    default:
      return null;
  }
}

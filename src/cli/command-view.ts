/** Chooses the view of a command: moving progress for a person at a terminal, lines for everybody else. */
import type { FrameTerminal } from "../ui/frame-terminal.ts";
import { liveView } from "../ui/live-view.ts";
import type { View } from "../ui/view.ts";
import type { Cleanup } from "./cleanup.ts";
import { makeView, styleFor } from "./deps.ts";
import type { Edge, OutputStream } from "./edge.ts";
import type { GlobalOptions } from "./global-options.ts";

export type ViewOptions = Pick<GlobalOptions, "color" | "out" | "format" | "progress">;

export function commandView(edge: Edge, options: ViewOptions, cleanup: Cleanup): View {
  const plain = makeView(edge, options);
  const terminal = frameTerminal(edge);
  if (terminal === null || !isLive(edge, options)) return plain;
  const view = liveView(plain, {
    terminal,
    elapsedMs: () => edge.elapsedMs(),
    every: (ms, call) => edge.every(ms, call),
  });
  const end = (): void => view.progress({ type: "idle" });
  cleanup.add(async () => end());
  edge.onCrash(end);
  return view;
}

/** What says whether anybody looks. */
export type LiveEdge = Pick<Edge, "env"> & {
  readonly stdout: Pick<OutputStream, "isTTY">;
  readonly stderr: OutputStream;
};

/** Whoever wants no colours, reads with a machine or listens wants lines too. */
export function isLive(edge: LiveEdge, { color, format, progress }: ViewOptions): boolean {
  const isHeard = edge.env.INK_SCREEN_READER === "true";
  const isSeen = edge.stdout.isTTY && edge.stderr.isTTY && styleFor(edge.stderr, edge, color).color;
  return progress && format === "text" && isSeen && !isHeard && !isDumb(edge) && !isInCi(edge);
}

/** Also where `--color always` asks for colours. */
function isDumb({ env }: Pick<Edge, "env">): boolean {
  return env.TERM === "dumb" || (env.NO_COLOR ?? "") !== "";
}

/** As Ink sees it. */
function isInCi({ env }: Pick<Edge, "env">): boolean {
  if (env.CI === "0" || env.CI === "false") return false;
  return Object.keys(env).some((name) => name === "CI" || name === "CONTINUOUS_INTEGRATION" || name.startsWith("CI_"));
}

function frameTerminal(edge: Edge): FrameTerminal | null {
  if (edge.terminal === null) return null;
  return { ...edge.terminal, write: (text) => edge.stderr.write(text), cursorDrifts: isXtermJs(edge) };
}

/** Programs whose terminal is xterm.js, as `TERM_PROGRAM` tells, and variables of what may stand in between. */
const XTERM_JS = ["vscode", "Hyper", "Tabby"];
const IN_BETWEEN = ["TMUX", "STY", "ZELLIJ", "WSL_DISTRO_NAME", "WINDIR"];

/** Where in doubt not: pieces of a frame may stay then, rather than that lines above it go. */
export function isXtermJs({ env }: Pick<Edge, "env">): boolean {
  return XTERM_JS.includes(env.TERM_PROGRAM ?? "") && IN_BETWEEN.every((name) => (env[name] ?? "") === "");
}

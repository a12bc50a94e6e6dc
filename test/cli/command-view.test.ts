/** Who sees progress move, and who gets lines. */
import { expect, test } from "vitest";
import { isLive, isXtermJs, type LiveEdge, type ViewOptions } from "../../src/cli/command-view.ts";

const TERMINAL = { isTTY: true, columns: 80, rows: 24, write: () => undefined, onGone: () => undefined };
const PIPE = { ...TERMINAL, isTTY: false };
const EDGE: LiveEdge = { env: { TERM: "xterm-256color" }, stdout: TERMINAL, stderr: TERMINAL };
const OPTIONS: ViewOptions = { color: "auto", format: "text", progress: true };

test("a person at a terminal sees it move", () => expect(isLive(EDGE, OPTIONS)).toBe(true));

test.each([
  ["CI is set", { env: { ...EDGE.env, CI: "true" } }, {}],
  ["CI is set to nothing, which Ink takes for CI too", { env: { ...EDGE.env, CI: "" } }, {}],
  ["a CI system tells of itself", { env: { ...EDGE.env, CI_NAME: "x" } }, {}],
  ["the terminal is dumb", { env: { TERM: "dumb" } }, {}],
  ["the terminal is dumb, whatever --color says", { env: { TERM: "dumb" } }, { color: "always" }],
  ["NO_COLOR is set", { env: { ...EDGE.env, NO_COLOR: "1" } }, {}],
  ["--color never", {}, { color: "never" }],
  ["--no-progress", {}, { progress: false }],
  ["a screen reader reads", { env: { ...EDGE.env, INK_SCREEN_READER: "true" } }, {}],
  ["stdout is a pipe", { stdout: PIPE }, {}],
  ["stderr is a pipe", { stderr: PIPE }, { color: "always" }],
  ["the result is JSON", {}, { format: "json" }],
] as const)("lines: %s", (_, edge, options) => {
  expect(isLive({ ...EDGE, ...edge }, { ...OPTIONS, ...options })).toBe(false);
});

test("CI=false is no CI", () => expect(isLive({ ...EDGE, env: { ...EDGE.env, CI: "false" } }, OPTIONS)).toBe(true));

test.each([
  ["VS Code", { TERM_PROGRAM: "vscode" }, true],
  ["tmux in VS Code", { TERM_PROGRAM: "vscode", TMUX: "/tmp/tmux-0/default,1,0" }, false],
  ["Windows", { TERM_PROGRAM: "vscode", WINDIR: "C:\\WINDOWS" }, false],
  ["another terminal", { TERM_PROGRAM: "iTerm.app" }, false],
])("whose cursor drifts when it gets narrower: %s", (_, env, is) => expect(isXtermJs({ env })).toBe(is));

/**
 * Shows a frame with Ink, and takes it away without a trace. Ink alone would clear the scrollback where a window gets lower
 * than the frame, and leave pieces of it behind where one gets narrower; so it never learns of a resize: whoever opened
 * the frame closes it, and opens another one of the new size.
 */
import { PassThrough, Writable } from "node:stream";
import { render } from "ink";
import { type Line, lineWidth } from "../../render/text-layout.ts";
import type { FrameTerminal, OpenFrame } from "../frame-terminal.ts";
import { Frame } from "./frame.tsx";

/** More rows than any frame has: a frame as tall as its window makes Ink clear the whole screen. */
const UNLIMITED = 10_000;

/** The terminal as Ink is to see it. */
class FrameStream extends Writable {
  readonly isTTY = true;
  readonly rows = UNLIMITED;
  readonly columns: number;
  readonly #terminal: FrameTerminal;

  constructor(terminal: FrameTerminal) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.columns = terminal.size().columns;
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.#terminal.write(chunk);
    done();
  }
}

export function openFrame(terminal: FrameTerminal, first: readonly Line[]): OpenFrame {
  let drawn = first;
  const onGone = (): void => terminal.write(eraseRows(rowsOf(drawn, terminal)));
  const stream = new FrameStream(terminal) as unknown as NodeJS.WriteStream;
  const { rerender, unmount } = render(<Frame lines={drawn} onGone={onGone} />, {
    stdout: stream,
    stderr: stream,
    // Keys belong to whoever asks a question, and Ctrl-C to the command.
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    exitOnCtrlC: false,
    patchConsole: false,
    // Whoever draws keeps the time.
    maxFps: 1_000,
    isScreenReaderEnabled: false,
  });
  return {
    draw: (lines) => {
      drawn = lines;
      rerender(<Frame lines={drawn} onGone={onGone} />);
    },
    // Ink draws what is still to be drawn, shows the cursor, and only then are the rows taken away.
    close: () => unmount(),
  };
}

/** Rows that the lines take by now, where a narrower window may have broken them. */
function rowsOf(lines: readonly Line[], terminal: FrameTerminal): number {
  const { columns } = terminal.size();
  if (!terminal.breaksLines) return lines.length;
  return lines.reduce((sum, spans) => sum + Math.max(1, Math.ceil(lineWidth(spans) / columns)), 0);
}

/** Clears the row of the cursor and those above it, and leaves the cursor at the first of them. */
function eraseRows(above: number): string {
  return `\u001B[2K${"\u001B[1A\u001B[2K".repeat(above)}\r`;
}

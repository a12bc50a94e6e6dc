/**
 * Draws a frame with Ink. Left to itself, Ink would clear the scrollback where a window gets lower than the frame, and leave
 * pieces of it behind where one gets narrower; so it only makes the text of each frame, and `FramePlace` shows it.
 */
import { PassThrough, Writable } from "node:stream";
import { render } from "ink";
import type { Line } from "../../render/text-layout.ts";
import { FramePlace } from "../frame-place.ts";
import type { FrameTerminal, OpenFrame } from "../frame-terminal.ts";
import { Frame } from "./frame.tsx";

/** The terminal as Ink is to see it: each text it writes is a whole frame. */
class FrameStream extends Writable {
  isOpen = true;
  readonly #terminal: FrameTerminal;
  readonly #place: FramePlace;

  constructor(terminal: FrameTerminal, place: FramePlace) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#place = place;
  }

  get columns(): number {
    return this.#terminal.size().columns;
  }

  override _write(text: string, _encoding: BufferEncoding, done: () => void): void {
    if (this.isOpen) this.#place.show(text.split("\n"));
    done();
  }
}

export function openFrame(terminal: FrameTerminal, first: readonly Line[]): OpenFrame {
  const place = new FramePlace(terminal);
  const onGone = (): void => place.clear();
  const frame = new FrameStream(terminal, place);
  const stream = frame as unknown as NodeJS.WriteStream;
  const { rerender, unmount } = render(<Frame lines={first} onGone={onGone} />, {
    stdout: stream,
    stderr: stream,
    // Keys belong to whoever asks a question, and Ctrl-C to the command.
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    exitOnCtrlC: false,
    patchConsole: false,
    // Each update is written whole, and nothing is erased.
    debug: true,
    isScreenReaderEnabled: false,
  });
  return {
    draw: (lines) => rerender(<Frame lines={lines} onGone={onGone} />),
    close: () => {
      // Ink would draw once more.
      frame.isOpen = false;
      unmount();
    },
  };
}

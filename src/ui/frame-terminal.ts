/** What a frame is shown on, and what it can do; Ink is behind it. */
import type { Line } from "../render/text-layout.ts";
import type { WindowSize } from "./progress-room.ts";

export interface FrameTerminal {
  write(text: string): void;
  /** As it is at this moment. */
  size(): WindowSize;
  /** Calls back whenever the window has got another size. */
  onResize(callback: () => void): void;
  /** Calls back before the terminal goes back to the shell until somebody fetches the program again (Ctrl-Z, `fg`). */
  onSuspend(callback: () => void): void;
  /** True where a window that gets narrower moves the cursor down by the rows that it adds, even by those below it. */
  readonly cursorDrifts: boolean;
}

export interface OpenFrame {
  draw(lines: readonly Line[]): void;
  /** Takes it off the screen, and leaves the cursor where its first line was. */
  close(): void;
}

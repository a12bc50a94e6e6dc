/** A terminal in memory: that of VS Code, which breaks lines anew when it gets narrower, and keeps what scrolls away. */
import xterm from "@xterm/headless";
import type { WindowSize } from "../../src/ui/progress-room.ts";

const SCROLLBACK = 1_000;

export class Screen {
  /** All that was ever written to it. */
  written = "";
  readonly #terminal: xterm.Terminal;

  constructor({ columns, rows }: WindowSize) {
    const given = { cols: columns, rows, scrollback: SCROLLBACK, convertEol: true, allowProposedApi: true };
    this.#terminal = new xterm.Terminal(given);
  }

  write(text: string): void {
    this.written += text;
    this.#terminal.write(text);
  }

  /** Once everything written before has been shown. */
  async resize({ columns, rows }: WindowSize): Promise<void> {
    await this.#shown();
    this.#terminal.resize(columns, rows);
  }

  /** What is seen and what one can scroll back to, lines whole again; without the rows after it that hold nothing. */
  async text(): Promise<string> {
    await this.#shown();
    const { active } = this.#terminal.buffer;
    let text = "";
    for (let row = 0; row < active.length; row++) {
      const one = active.getLine(row);
      text += `${one?.isWrapped === true || row === 0 ? "" : "\n"}${one?.translateToString(true) ?? ""}`;
    }
    return text.trimEnd();
  }

  isCursorShown(): boolean {
    return this.written.lastIndexOf("\u001B[?25h") >= this.written.lastIndexOf("\u001B[?25l");
  }

  #shown(): Promise<void> {
    return new Promise((resolve) => this.#terminal.write("", resolve));
  }
}

/** As much of a terminal as a frame needs: lines, the cursor's row, and the erasing of lines. */
export class Screen {
  written = "";
  isCursorShown = true;
  #lines: string[] = [""];
  #row = 0;

  write(text: string): void {
    this.written += text;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal is told by
    for (const [piece] of text.matchAll(/\u001B\[\??[\d;]*[A-Za-z]|\n|\r|[^\u001B\n\r]+/g)) this.#take(piece);
  }

  text(): string {
    return this.#lines.join("\n").trimEnd();
  }

  #take(piece: string): void {
    if (piece === "\n") {
      this.#row += 1;
      this.#lines[this.#row] ??= "";
    } else if (piece === "\u001B[1A") this.#row = Math.max(0, this.#row - 1);
    else if (piece === "\u001B[2K") this.#lines[this.#row] = "";
    else if (piece === "\u001B[?25h") this.isCursorShown = true;
    else if (piece === "\u001B[?25l") this.isCursorShown = false;
    else if (!piece.startsWith("\u001B") && piece !== "\r") this.#lines[this.#row] += piece;
  }
}

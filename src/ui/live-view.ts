/**
 * The view for a person at a terminal: what goes on moves at the bottom of the screen, everything else is plain lines
 * above it. What cannot be shown must not stop the work: where a frame fails, the run goes on with lines.
 */
import type { FrameTerminal, OpenFrame } from "./frame-terminal.ts";
import { progressLines } from "./progress-lines.ts";
import { type ProgressState, progressState } from "./progress-state.ts";
import type { ProgressEvent, View } from "./view.ts";

export interface LivePorts {
  readonly terminal: FrameTerminal;
  /** Milliseconds on a clock that only goes forward. */
  elapsedMs(): number;
  /** Calls back again and again until what it answers is called; it must not keep the process alive. */
  every(ms: number, callback: () => void): () => void;
}

/** What ends sooner (ms) is not worth a frame: most reads. Ink is not even loaded then. */
const SHOWN_AFTER = 250;
const DRAWN_EVERY = 200;

/** So long (ms) a window has to keep its size: while it is dragged, tmux tells of it every quarter of a second only. */
const SETTLED_AFTER = 300;

type FrameOpener = typeof import("./ink/open-frame.tsx").openFrame;

export function liveView(plain: View, ports: LivePorts): View {
  const live = new LiveProgress(plain, ports);
  return {
    result: (text) => {
      live.end();
      plain.result(text);
    },
    save: (file, text) => plain.save(file, text),
    note: (text) => live.above(() => plain.note(text)),
    told: (rendered) => live.above(() => plain.told(rendered)),
    diagnostics: (diagnostics, sources) => live.above(() => plain.diagnostics(diagnostics, sources)),
    progress: (event) => live.take(event),
  };
}

class LiveProgress {
  readonly #plain: View;
  readonly #ports: LivePorts;
  #state: ProgressState = null;
  #opener: FrameOpener | null = null;
  #isLoading = false;
  #isBroken = false;
  #frame: OpenFrame | null = null;
  #resizedAt = Number.NEGATIVE_INFINITY;
  #stopTicking: (() => void) | null = null;

  constructor(plain: View, ports: LivePorts) {
    this.#plain = plain;
    this.#ports = ports;
    ports.terminal.onResize(() => {
      this.#close();
      this.#resizedAt = ports.elapsedMs();
    });
    // The first tick afterwards opens another frame, wherever the cursor is then.
    ports.terminal.onSuspend(() => this.#close());
  }

  take(event: ProgressEvent): void {
    this.#state = this.#isBroken ? null : progressState(this.#state, event, this.#ports.elapsedMs());
    if (this.#state === null) {
      this.end();
      this.#plain.progress(event);
      return;
    }
    this.#stopTicking ??= this.#ports.every(DRAWN_EVERY, () => this.#tick());
    if (event.type === "stopping" && this.#frame !== null) this.#tick();
  }

  /** Nothing moves any more until the next reads or the next apply. */
  end(): void {
    this.#state = null;
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.#close();
  }

  /** Lines that stay; the frame comes back under them with the next tick. */
  above(write: () => void): void {
    this.#close();
    write();
  }

  #tick(): void {
    const { since } = this.#state ?? { since: Number.POSITIVE_INFINITY };
    if (this.#opener !== null) this.#draw(this.#opener);
    else if (!this.#isLoading && this.#ports.elapsedMs() - since >= SHOWN_AFTER) void this.#load();
  }

  async #load(): Promise<void> {
    this.#isLoading = true;
    try {
      this.#opener = (await import("./ink/open-frame.tsx")).openFrame;
      this.#tick();
    } catch {
      this.#isBroken = true;
    }
  }

  #draw(openFrame: FrameOpener): void {
    const { terminal } = this.#ports;
    const now = this.#ports.elapsedMs();
    if (this.#state === null || now - this.#resizedAt < SETTLED_AFTER) return;
    try {
      const lines = progressLines(this.#state, now, terminal.size());
      if (this.#frame === null) this.#frame = openFrame(terminal, lines);
      else this.#frame.draw(lines);
    } catch {
      this.#isBroken = true;
      this.end();
    }
  }

  #close(): void {
    const frame = this.#frame;
    this.#frame = null;
    try {
      frame?.close();
    } catch {
      this.#isBroken = true;
    }
  }
}

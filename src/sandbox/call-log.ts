/** One request served, for tests that count API calls. */
export interface SandboxCall {
  /** The API name, or `unknown`. */
  readonly operation: string;
  /** The signing name: `bedrock`, `tagging`, `sts`; "" for an unsigned request. */
  readonly service: string;
  readonly account: string;
  readonly region: string;
  /** The HTTP status; 0 when there was no answer (reset or hang). */
  readonly status: number;
  readonly requestId: string;
}

/** The newest calls are kept, at least this many. */
const KEPT = 50_000;

export class CallLog {
  readonly #calls: SandboxCall[] = [];

  get calls(): readonly SandboxCall[] {
    return this.#calls;
  }

  add(call: SandboxCall): void {
    if (this.#calls.length >= 2 * KEPT) this.#calls.splice(0, KEPT);
    this.#calls.push(call);
  }

  clear(): void {
    this.#calls.length = 0;
  }
}

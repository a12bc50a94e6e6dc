/** What a model answered, besides its text. Values only. */

/** As Bedrock counts them (the `usage` of Converse); cached ones are not among the input. */
export interface TokenCounts {
  readonly input: number;
  readonly output: number;
  readonly total: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export interface ModelAnswer {
  /** Bedrock's own word, e.g. `end_turn` or `max_tokens`. */
  readonly stopReason: string;
  readonly tokens: TokenCounts;
  /** Milliseconds, as Bedrock measured them; null where it does not say. */
  readonly latencyMs: number | null;
}

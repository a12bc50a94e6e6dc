// What a model of the sandbox says: made from the prompt and the model alone, so that every run says the same.
import { fraction } from "./traffic.ts";

export interface Question {
  /** Everything that the model is given to read. */
  readonly input: string;
  /** The last thing the user said. */
  readonly prompt: string;
  readonly maxTokens: number;
  readonly stopSequences: readonly string[];
}

export interface SyntheticAnswer {
  /** In the pieces in which it is streamed. */
  readonly pieces: readonly string[];
  readonly stopReason: "end_turn" | "max_tokens" | "stop_sequence";
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** ms; a figure, nobody waits for it. */
  readonly latencyMs: number;
}

/** A rule of thumb for English; real tokenizers differ by model. */
const CHARACTERS_A_TOKEN = 4;
const PIECE_TOKENS = 3;
/** How much of a prompt comes back. In characters. */
const ECHO = 200;

const REMARKS = [
  "Nothing was sent to AWS.",
  "The same prompt always gets this very answer.",
  "The call was counted: usage and costs tell of it.",
  "A real model would have more to say.",
];

export function tokensOf(text: string): number {
  return Math.ceil([...text].length / CHARACTERS_A_TOKEN);
}

function fullText(name: string, prompt: string): string {
  const characters = [...prompt];
  const echo = characters.slice(0, ECHO).join("") + (characters.length > ECHO ? "…" : "");
  const first = Math.floor(fraction(`${name} ${prompt}`) * REMARKS.length);
  return `The sandbox answers in place of ${name}. You wrote: “${echo}”. ${REMARKS[first]} ${REMARKS[(first + 1) % REMARKS.length]}`;
}

function cut(
  text: string,
  { maxTokens, stopSequences }: Question,
): Pick<SyntheticAnswer, "stopReason"> & { text: string } {
  const ends = stopSequences.map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0);
  const stopped = ends.length === 0 ? text : text.slice(0, Math.min(...ends));
  const characters = [...stopped];
  const room = maxTokens * CHARACTERS_A_TOKEN;
  if (characters.length > room) return { text: characters.slice(0, room).join(""), stopReason: "max_tokens" };
  return { text: stopped, stopReason: ends.length === 0 ? "end_turn" : "stop_sequence" };
}

/** `name` is the model's, as people call it. */
export function answerTo(name: string, question: Question): SyntheticAnswer {
  const { text, stopReason } = cut(fullText(name, question.prompt), question);
  const characters = [...text];
  const size = PIECE_TOKENS * CHARACTERS_A_TOKEN;
  const pieces = Array.from({ length: Math.ceil(characters.length / size) }, (_, index) =>
    characters.slice(index * size, (index + 1) * size).join(""),
  );
  const inputTokens = Math.max(1, tokensOf(question.input));
  const outputTokens = tokensOf(text);
  const latencyMs = 180 + 9 * outputTokens + Math.round(240 * fraction(`${name} ${question.input} latency`));
  return { pieces, stopReason, inputTokens, outputTokens, latencyMs };
}

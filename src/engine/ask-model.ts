/** Asks a model through a profile: once, or again where that is safe and nothing has been shown yet. */
import PQueue from "p-queue";
import type { Answer, Fault } from "../core/fault.ts";
import type { ModelAnswer } from "../core/model-answer.ts";
import type { Patience, Question, RuntimeGateway } from "./ports/runtime.ts";
import type { Clock } from "./ports.ts";

/** For a person who waits: some models think for minutes before the first word. */
const INVOKE_PATIENCE: Patience = { firstMs: 5 * 60_000, silenceMs: 2 * 60_000 };
/** For a question that wants one token. */
const PROBE_PATIENCE: Patience = { firstMs: 60_000, silenceMs: 30_000 };

/** Pauses before the second and the third request, in milliseconds. */
const PAUSES: readonly number[] = [500, 2_000];

/** Refusals that did no work, so that asking again does not pay twice. */
const REFUSED: ReadonlySet<string> = new Set(["ServiceUnavailableException", "ModelNotReadyException"]);

export interface AskPorts {
  readonly clock: Pick<Clock, "elapsedMs" | "sleep">;
  readonly signal: AbortSignal;
}

export interface Asked {
  readonly answer: Answer<ModelAnswer>;
  /** Milliseconds from the last request to its first text, as measured here; null where none came. */
  readonly firstTextMs: number | null;
}

/** Asks, and again up to twice: never once text has come, nor where the work may have been done. */
export async function askModel(
  runtime: RuntimeGateway,
  question: Question,
  ports: AskPorts,
  onText: (text: string) => void,
): Promise<Asked> {
  for (let requests = 1; ; requests += 1) {
    const asked = await askOnce(runtime, question, ports, { patience: INVOKE_PATIENCE, onText });
    const { answer, firstTextMs } = asked;
    const pause = PAUSES[requests - 1];
    const isOver = answer.ok || firstTextMs !== null || !didNothing(answer.fault);
    if (isOver || pause === undefined || ports.signal.aborted) {
      return { ...asked, answer: { ...answer, attempts: requests } };
    }
    await ports.clock.sleep(pause);
  }
}

async function askOnce(
  runtime: RuntimeGateway,
  question: Question,
  { clock, signal }: AskPorts,
  { patience, onText }: { readonly patience: Patience; readonly onText: (text: string) => void },
): Promise<Asked> {
  const since = clock.elapsedMs();
  let firstTextMs: number | null = null;
  const answer = await runtime.ask(question, {
    patience,
    signal,
    onText: (text) => {
      firstTextMs ??= clock.elapsedMs() - since;
      onText(text);
    },
  });
  return { answer, firstTextMs };
}

function didNothing({ retryable, ambiguous, kind, code = "" }: Fault): boolean {
  return retryable && (kind === "throttled" || ambiguous !== true || REFUSED.has(code));
}

/** Profiles that are asked at the same time: more would be throttled by models with low limits. */
const AT_ONCE = 8;

/** One question each, asked once; null for what was not asked because the user had enough, or had not ended by then. */
export async function askEach(
  asks: readonly { readonly runtime: RuntimeGateway; readonly question: Question }[],
  ports: AskPorts,
): Promise<(Asked | null)[]> {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const onText = (): void => undefined;
  const probe = async ({ runtime, question }: (typeof asks)[number]): Promise<Asked | null> => {
    if (ports.signal.aborted) return null;
    const asked = await askOnce(runtime, question, ports, { patience: PROBE_PATIENCE, onText });
    return !asked.answer.ok && ports.signal.aborted ? null : asked;
  };
  return Promise.all(asks.map((one) => queue.add(() => probe(one))));
}

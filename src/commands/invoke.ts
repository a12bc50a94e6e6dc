/** `strata invoke NAME [PROMPT]`: does this profile answer, and how? The one command that calls models. */
import { cutOffBy, troubleOf } from "../core/invoke-trouble.ts";
import { type ProfileRow, toRows } from "../core/listing.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { type Asked, askModel } from "../engine/ask-model.ts";
import type { Question, RuntimePorts } from "../engine/ports/runtime.ts";
import { answerEscape } from "../render/answer-escape.ts";
import { faultText } from "../render/fault-text.ts";
import { renderAnswerJson } from "../render/invoke-json.ts";
import { renderFigures } from "../render/invoke-text.ts";
import type { CommandContext, Connect } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type Found, findProfile } from "./find-profile.ts";
import { lookThrough, type OrExit, type Seen } from "./look.ts";

/** What only `invoke` is handed: nothing else can call a model. */
export interface InvokeContext extends CommandContext {
  readonly runtimePorts: Connect<RuntimePorts>;
  /** Aborted by the first Ctrl-C, and once nobody reads the answer any more: a call that goes on is paid for. */
  readonly signal: AbortSignal;
  /** True once whoever read standard output has gone away: the end that was asked for, not an interruption. */
  readonly isUnread: () => boolean;
  /** All of standard input; null where it is a terminal and nobody was asked to type, or the user had enough. */
  readonly readInput: (mayType: boolean) => Promise<string | null>;
  /** Where text goes as it comes; null where the answer is written whole, at its end. */
  readonly stream: ((text: string) => void) | null;
}

export interface InvokeOptions {
  readonly name: string;
  /** Absent or `-`: standard input. */
  readonly prompt?: string;
  readonly system?: string;
  readonly maxTokens?: number;
  readonly temperature?: number;
}

export async function invokeCommand(context: InvokeContext, options: InvokeOptions): Promise<ExitCode> {
  const prompt = await promptOf(context, options);
  if (context.signal.aborted) return EXIT.interrupted;
  if (prompt === null) return refuse(context, noPrompt(), new Map());
  const seen = await lookThrough(context, context.runtimePorts);
  if (!seen.ok) return seen.exit;
  const { ports, sources } = seen.value;
  const found = rowOf(context, seen.value, options.name);
  if (!found.ok) return found.exit;
  const row = found.value;
  const { system = null, maxTokens = null, temperature = null } = options;
  const question: Question = { arn: row.arn, prompt, system, maxTokens, temperature };
  const heard = await listen(context, ports, row, question);
  const isStopped = context.signal.aborted;
  if (isStopped && context.isUnread()) return EXIT.done;
  tellAnswer(context, row, heard, isStopped);
  if (isStopped) return EXIT.interrupted;
  return heard.asked.answer.ok ? EXIT.done : refuse(context, problemOf(row, heard.asked), sources);
}

async function promptOf(context: InvokeContext, { prompt }: InvokeOptions): Promise<string | null> {
  const isInput = prompt === undefined || prompt === "-";
  const text = isInput ? await context.readInput(prompt === "-") : prompt;
  // The line break that ends a file or a typed line is not part of the question.
  const trimmed = isInput ? (text?.replace(/\r?\n$/, "") ?? "") : (text ?? "");
  return trimmed.trim() === "" ? null : trimmed;
}

function noPrompt(): Diagnostic {
  return diagnostic("invoke/no-prompt", {
    detail: "The prompt is empty or missing.",
    hint: 'strata invoke NAME "…", or echo "…" | strata invoke NAME, or strata invoke NAME - to type it.',
  });
}

function refuse(context: InvokeContext, problem: Diagnostic, sources: Seen["sources"]): ExitCode {
  context.view.diagnostics([problem], sources);
  return problem.code === "invoke/no-prompt" ? EXIT.usage : EXIT.internal;
}

/** Only profiles of this stack are called: a call is paid for, and billed to whoever's tags are on the profile. */
function rowOf(context: InvokeContext, seen: Seen, name: string): OrExit<ProfileRow> {
  const rows = toRows(seen.desired, seen.observation);
  const ours = rows.filter(({ ownership }) => ownership === "ours");
  const found = findProfile(ours, name, context.scope.targets);
  if (found.ok) return { ok: true, value: found.row };
  const isPartial = seen.observation.targets.some(({ status }) => status === "unreadable");
  context.view.diagnostics(
    [found.isMissing ? withOwner(found, rows, name) : found.problem, ...seen.readDiagnostics],
    seen.sources,
  );
  return { ok: false, exit: found.isMissing && isPartial ? EXIT.unreadable : EXIT.usage };
}

function withOwner({ problem }: Extract<Found, { ok: false }>, rows: readonly ProfileRow[], name: string): Diagnostic {
  const other = findProfile(rows, name, []);
  if (!other.ok) return problem;
  const { stack, arn } = other.row;
  const owner = stack === null ? "no stack" : `the stack ${stack}`;
  return { ...problem, detail: `"${name}" belongs to ${owner} (${arn}): only profiles of this stack are called.` };
}

interface Heard {
  readonly asked: Asked;
  readonly text: string;
}

async function listen(
  context: InvokeContext,
  ports: RuntimePorts,
  row: ProfileRow,
  question: Question,
): Promise<Heard> {
  const { clock, signal, stream } = context;
  const escaping = answerEscape();
  let text = "";
  const asked = await askModel(ports.runtime(row), question, { clock, signal }, (piece) => {
    text += piece;
    stream?.(escaping.take(piece));
  });
  stream?.(escaping.end());
  if (stream !== null && text !== "" && !text.endsWith("\n")) stream("\n");
  return { asked, text };
}

/** Of an answer that broke off or was stopped, what had come by then: it is paid for. Of a refusal, nothing. */
function tellAnswer(context: InvokeContext, row: ProfileRow, { asked, text }: Heard, isStopped: boolean): void {
  const { answer, firstTextMs } = asked;
  if (!answer.ok && firstTextMs === null) return;
  if (context.format === "json") {
    context.view.result(renderAnswerJson(row, { ...asked, isStopped }, text));
    return;
  }
  if (context.stream === null) {
    const escaping = answerEscape();
    const whole = escaping.take(text) + escaping.end();
    context.view.result(whole.endsWith("\n") ? whole : `${whole}\n`);
  }
  if (answer.ok) context.view.told(renderFigures(answer.value, { firstTextMs, requests: answer.attempts }));
}

/** Why there is no whole answer, in AWS's words, and what to do about it. */
export function problemOf(row: ProfileRow, { answer, firstTextMs }: Asked): Diagnostic {
  if (answer.ok) throw new Error("an answer is no problem");
  const { fault } = answer;
  const { code, mend } = firstTextMs === null ? troubleOf(fault) : cutOffBy(fault);
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  const times = answer.attempts === 1 ? "" : ` Asked ${answer.attempts} times.`;
  const words = faultText(fault).replace(/\.$/, "");
  return diagnostic(code, {
    detail: `${words}${id}.${times}`,
    hint: mend,
    target: { account: row.account, region: row.region, name: row.name },
  });
}

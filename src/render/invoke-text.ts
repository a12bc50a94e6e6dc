/** `strata invoke`: the figures of one answer, and the table of `--all`. */
import type { AnswerStatus } from "../core/invoke-trouble.ts";
import { modelIdsOf, type UnreadRow } from "../core/listing.ts";
import type { ModelAnswer, TokenCounts } from "../core/model-answer.ts";
import type { Probe } from "../core/probe.ts";
import { faultText } from "./fault-text.ts";
import { unreadLines } from "./list-text.ts";
import { countOf, placeOf } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { joinParts, type Line, paragraph, renderLines, span, type TextStyle, type Tone } from "./text-layout.ts";

/** What the figures say besides the answer's own. */
export interface Measured {
  /** Milliseconds until the first text, as measured here; null where none came. */
  readonly firstTextMs: number | null;
  /** Requests that it took. */
  readonly requests: number;
}

/** One line without its break: tokens, latency, and how the answer ended where that is not the usual way. */
export function renderFigures(
  { tokens, latencyMs, stopReason }: ModelAnswer,
  { firstTextMs, requests }: Measured,
): string {
  const parts = [
    `Tokens: ${tokensText(tokens)}.`,
    ...(latencyMs === null ? [] : [`Latency: ${latencyMs} ms${firstTextText(firstTextMs)}.`]),
    ...(requests > 1 ? [`${requests} requests: the first ${requests === 2 ? "was" : "were"} refused.`] : []),
    ...stopText(stopReason),
  ];
  return span(parts.join(" ")).text;
}

function tokensText({ input, output, total, cacheRead, cacheWrite }: TokenCounts): string {
  const cached = [
    ...(cacheRead === 0 ? [] : [`${cacheRead} read from the cache`]),
    ...(cacheWrite === 0 ? [] : [`${cacheWrite} written to the cache`]),
  ];
  return [`${input} input`, `${output} output`, ...cached, `${total} in all`].join(", ");
}

function firstTextText(ms: number | null): string {
  return ms === null ? "" : `, first text after ${Math.round(ms)} ms`;
}

const STOPS: Readonly<Record<string, string>> = {
  max_tokens: "Cut off: the most tokens were reached (--max-tokens).",
  model_context_window_exceeded: "Cut off: the model's context is full.",
  guardrail_intervened: "A guardrail has stepped in.",
  content_filtered: "The content filter has stepped in.",
};

function stopText(reason: string): string[] {
  if (reason === "end_turn" || reason === "stop_sequence") return [];
  return [Object.hasOwn(STOPS, reason) ? (STOPS[reason] ?? "") : `Ended by: ${reason}.`];
}

const WORDS: Readonly<Record<AnswerStatus, string>> = {
  "not-found": "NOT FOUND",
  "not-authorised": "NOT AUTHORISED",
  "denied-by-organisation": "DENIED BY ORGANISATION",
  "no-model-access": "MODEL ACCESS MISSING",
  "model-ended": "MODEL ENDED",
  "region-closed": "REGION CLOSED",
  credentials: "CREDENTIALS REFUSED",
  refused: "REQUEST REFUSED",
  unavailable: "NO ANSWER",
  throttled: "THROTTLED",
  "not-asked": "not asked",
  answers: "answers",
};

function toneOf({ status }: Probe): Tone {
  if (status === "answers") return "good";
  return status === "throttled" || status === "not-asked" ? "change" : "ends";
}

const accountText = ({ row }: Probe): string => row.accountName ?? row.account;

const ACCOUNT: Column<Probe> = { title: "ACCOUNT", cell: accountText, least: 8 };
const OTHERS: readonly Column<Probe>[] = [
  { title: "REGION", cell: ({ row }) => row.region, least: 9 },
  { title: "NAME", cell: ({ row }) => row.name, least: 16 },
  { title: "ANSWER", cell: ({ status }) => WORDS[status], tone: toneOf, least: 22 },
  { title: "LATENCY", cell: ({ answer }) => (answer?.latencyMs == null ? "" : `${answer.latencyMs} ms`), least: 7 },
  { title: "TOKENS", cell: ({ answer }) => (answer === null ? "" : String(answer.tokens.total)), least: 6, drop: 2 },
  { title: "MODEL", cell: ({ row }) => modelIdsOf(row.modelArns).join(", "), least: 18, cut: "start", drop: 1 },
];

/** The account is a column only where it tells rows apart. */
function columnsFor(probes: readonly Probe[]): Column<Probe>[] {
  return [...(new Set(probes.map(accountText)).size > 1 ? [ACCOUNT] : []), ...OTHERS];
}

/** `probes` come sorted, the worst first. */
export function renderProbesText(probes: readonly Probe[], unread: readonly UnreadRow[], style: TextStyle): string {
  const table = probes.length === 0 ? [] : tableLines(probes, columnsFor(probes), style);
  const missing = unread.flatMap((row) => unreadLines(row, style));
  return renderLines(joinParts([table, ...troubleParts(probes, style), footLines(probes, style), missing]), style);
}

/**
 * Profiles with one cause, one mend and one error of AWS share a paragraph, which shows AWS's words about one of them: about
 * the others they differ in ARN and request id at most, and JSON has them all.
 */
function troubleParts(probes: readonly Probe[], style: TextStyle): Line[][] {
  const groups = new Map<string, Probe[]>();
  for (const probe of probes) {
    if (probe.trouble === null) continue;
    const key = [probe.status, probe.fault?.code ?? "", probe.trouble.mend].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), probe]);
  }
  return [...groups.values()].map((group) => groupLines(group, style));
}

function groupLines(group: readonly Probe[], style: TextStyle): Line[] {
  const [first] = group;
  if (first?.fault == null || first.trouble === null) return [];
  const { account, accountName, region, name } = first.row;
  const others = group.length === 1 ? "" : ` and ${group.length - 1} more`;
  const whose = group.length === 1 ? "" : `For example, of ${name} in ${placeOf(accountName, account, region)}: `;
  const id = first.fault.requestId === undefined ? "" : ` (request id ${first.fault.requestId})`;
  return [
    ...paragraph(`${WORDS[first.status]}: ${name}${others} [${first.trouble.code}]`, 0, style, "strong"),
    ...paragraph(`${whose}${faultText(first.fault)}${id}`, 2, style, "dim"),
    ...paragraph(`-> ${first.trouble.mend}`, 2, style),
  ];
}

function footLines(probes: readonly Probe[], style: TextStyle): Line[] {
  if (probes.length === 0) return paragraph("No live profiles of this stack: nothing was asked.", 0, style);
  const answering = probes.filter(({ status }) => status === "answers").length;
  const counts = `${countOf(probes.length, "profile", "profiles")}: ${answering} answer${answering === 1 ? "s" : ""}, ${probes.length - answering} not.`;
  return paragraph(counts, 0, style, "strong");
}

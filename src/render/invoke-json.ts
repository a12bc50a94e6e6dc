/** `strata invoke` as JSON (schema/invoke.schema.json, schema/invoke-all.schema.json). */
import type { Answer } from "../core/fault.ts";
import { cutOffBy } from "../core/invoke-trouble.ts";
import { modelIdsOf, type ProfileRow, type UnreadRow } from "../core/listing.ts";
import type { ModelAnswer } from "../core/model-answer.ts";
import { toFileFault } from "../core/plan-file.ts";
import type { Probe } from "../core/probe.ts";
import { CODES } from "../diagnostics/codes.ts";
import { jsonText } from "./json-text.ts";
import { toJsonUnread } from "./list-json.ts";

interface Heard {
  readonly answer: Answer<ModelAnswer>;
  /** Milliseconds until the first text; null where none came. */
  readonly firstTextMs: number | null;
  /** By the user: whatever fault that made says nothing. */
  readonly isStopped: boolean;
}

/** What Bedrock tells at the end of an answer, and so not of one that broke off. */
const NO_FIGURES = { stopReason: null, tokens: null, latencyMs: null };

/** The text exactly as the model said it, or what had come of it by the time it broke off. */
export function renderAnswerJson(row: ProfileRow, { answer, firstTextMs, isStopped }: Heard, text: string): string {
  return stringify({
    formatVersion: "1.0",
    profile: toJsonProfile(row),
    text,
    ...(answer.ok ? figuresOf(answer.value) : NO_FIGURES),
    firstTextMs: firstTextMs === null ? null : Math.round(firstTextMs),
    requests: answer.attempts,
    error: answer.ok ? null : isStopped ? STOPPED : { ...cutOffBy(answer.fault), fault: toFileFault(answer.fault) },
  });
}

const STOPPED = { code: "invoke/cut-off", mend: CODES["invoke/cut-off"].mend, fault: null };

function figuresOf({ stopReason, tokens, latencyMs }: ModelAnswer) {
  return { stopReason, tokens, latencyMs };
}

export function renderProbesJson(probes: readonly Probe[], unread: readonly UnreadRow[]): string {
  const asked = probes.filter(({ status }) => status !== "not-asked").length;
  const answering = probes.filter(({ status }) => status === "answers").length;
  return stringify({
    formatVersion: "1.0",
    profiles: probes.map(toJsonProbe),
    summary: { profiles: probes.length, asked, answering },
    unread: unread.map(toJsonUnread),
  });
}

function toJsonProbe({ row, status, answer, fault, trouble }: Probe) {
  return {
    ...toJsonProfile(row),
    status,
    latencyMs: answer?.latencyMs ?? null,
    tokens: answer?.tokens ?? null,
    code: trouble?.code ?? null,
    mend: trouble?.mend ?? null,
    fault: fault === null ? null : toFileFault(fault),
  };
}

function toJsonProfile({ account, accountName, region, name, id, arn, source, modelArns }: ProfileRow) {
  return { account, accountName, region, name, id, arn, source, models: modelIdsOf(modelArns) };
}

function stringify(value: unknown): string {
  return jsonText(value);
}

/** `strata invoke` as JSON (schema/invoke.schema.json, schema/invoke-all.schema.json). */
import { modelIdsOf, type ProfileRow, type UnreadRow } from "../core/listing.ts";
import type { ModelAnswer } from "../core/model-answer.ts";
import { toFileFault } from "../core/plan-file.ts";
import type { Probe } from "../core/probe.ts";
import type { Measured } from "./invoke-text.ts";
import { toJsonUnread } from "./list-json.ts";

/** The text exactly as the model said it. */
export function renderAnswerJson(row: ProfileRow, answer: ModelAnswer, text: string, measured: Measured): string {
  const { stopReason, tokens, latencyMs } = answer;
  const firstTextMs = measured.firstTextMs === null ? null : Math.round(measured.firstTextMs);
  const figures = { stopReason, tokens, latencyMs, firstTextMs, requests: measured.requests };
  return stringify({ formatVersion: "1.0", profile: toJsonProfile(row), text, ...figures });
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
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** `import` and `import --verify` as JSON (schema/import.schema.json). */
import type { ImportEntry } from "../core/import-entry.ts";
import type { Handover } from "../core/import-handover.ts";
import type { Candidate, Skipped } from "../core/import-select.ts";
import type { VerifiedArn } from "../core/import-verify.ts";
import { toUnreadRows } from "../core/listing.ts";
import type { Observation } from "../core/observation.ts";
import { toFileFault } from "../core/plan-file.ts";
import { jsonText } from "./json-text.ts";

export interface ImportResult {
  readonly entries: readonly ImportEntry[];
  readonly skipped: readonly Skipped[];
  readonly handovers: readonly Handover[];
  readonly observation: Observation;
  /** The file that the text format writes. */
  readonly yaml: string;
}

export function renderImportJson({ entries, skipped, handovers, observation, yaml }: ImportResult): string {
  return stringify({
    formatVersion: "1.0",
    profiles: entries.flatMap((entry) => entry.members.map((member) => toRow(entry, member))),
    skipped: skipped.map(toSkippedRow),
    handover: handovers.map(({ file, tool, removed, mixed, instances }) => ({ file, tool, removed, mixed, instances })),
    unread: toUnread(observation),
    yaml,
  });
}

function toRow({ key }: ImportEntry, { live, accountName, source }: Candidate) {
  const { account, region } = live.target;
  return { account, accountName: accountName ?? null, region, name: key, awsName: live.awsName, arn: live.arn, source };
}

function toSkippedRow({ live, reason, detail }: Skipped) {
  const { account, region } = live.target;
  return { account, region, awsName: live.awsName, arn: live.arn, reason, detail };
}

function toUnread(observation: Observation) {
  return toUnreadRows(observation).map(({ account, accountName, region, status, fault }) => ({
    account,
    accountName,
    region,
    status,
    fault: fault === null ? null : toFileFault(fault),
  }));
}

export function renderVerifyJson(rows: readonly VerifiedArn[]): string {
  const arns = rows.map(({ account, region, name, arn, verdict }) => ({ account, region, name, arn, verdict }));
  return stringify({
    formatVersion: "1.0",
    verified: arns,
    same: rows.filter(({ verdict }) => verdict === "same").length,
  });
}

function stringify(value: unknown): string {
  return jsonText(value);
}

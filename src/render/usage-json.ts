/** `strata usage` as JSON (schema/usage.schema.json). */
import { toFileFault } from "../core/plan-file.ts";
import type { UseCounts, UseReport, UseRow } from "../core/use-report.ts";
import { jsonText } from "./json-text.ts";

export function renderUsageJson({ time, rows, totals, unread }: UseReport): string {
  const { since, until, periodSeconds, periods } = time;
  const value = {
    formatVersion: "1.0",
    since,
    until,
    periodSeconds,
    periods,
    profiles: rows.map(toJsonRow),
    totals: toJsonCounts(totals),
    unread: unread.map(({ account, accountName, region, status, fault }) => ({
      ...{ account, accountName, region, status },
      fault: fault === null ? null : toFileFault(fault),
    })),
  };
  return jsonText(value);
}

function toJsonRow({
  account,
  accountName,
  region,
  name,
  id,
  arn,
  retireAfter,
  counts,
  lastCall,
  series,
  tokenSeries,
}: UseRow) {
  const profile = { account, accountName, region, name, id, arn, retireAfter };
  return { ...profile, ...toJsonCounts(counts), lastCall, series, tokenSeries };
}

function toJsonCounts({ invocations, inputTokens, outputTokens, clientErrors, serverErrors, throttles }: UseCounts) {
  return { invocations, inputTokens, outputTokens, clientErrors, serverErrors, throttles };
}

/** `strata costs` as JSON (schema/costs.schema.json): amounts as decimal texts, to the last digit. */
import { exactMoney, shareOf } from "../core/money.ts";
import type { Coverage, Spend, SpendPrice, SpendRow } from "../core/spend.ts";
import { type ProjectColumn, projectFields } from "./costs-projects.ts";
import { priceText } from "./costs-words.ts";
import { jsonText } from "./json-text.ts";

export function renderCostsJson(spend: Spend, price: SpendPrice): string {
  const { payer, isLinked, by, period, granularity, metric, currency, services, spans, rows, total, series, coverage } =
    spend;
  const fields = projectFields(spend);
  const result = {
    formatVersion: "1.0",
    payer,
    linked: isLinked,
    period: { start: period.start, end: period.end, granularity },
    metric,
    currency,
    by: by.map(({ kind, name }) => ({ kind, name })),
    services,
    spans: spans.map(({ start, end, estimated }) => ({ start, end, estimated })),
    rows: rows.map((row) => toJsonRow(row, fields, spend)),
    merged: spend.projects?.merged ?? [],
    total: exactMoney(total),
    series: series.map(exactMoney),
    coverage: coverage.map(toJsonCoverage),
    asked: { requests: price.requests, kept: price.kept, priceUsd: priceText(price.requests) },
  };
  return jsonText(result);
}

function toJsonRow(row: SpendRow, fields: readonly ProjectColumn[], spend: Spend) {
  const { values, total, series } = row;
  return {
    values,
    ...Object.fromEntries(fields.map(({ key, of }) => [key, of(row)])),
    total: exactMoney(total),
    share: shareOf(total, spend.total),
    series: series.map(exactMoney),
  };
}

function toJsonCoverage({ key, status, covered, uncovered, share, isKnown, partialFrom }: Coverage) {
  return {
    key,
    status: status.status,
    since: status.since,
    countsFrom: status.countsFrom,
    partial: partialFrom !== null,
    share,
    covered: isKnown ? exactMoney(covered) : null,
    uncovered: isKnown ? exactMoney(uncovered) : null,
  };
}

/** `strata usage --format csv`: one line a profile, with whole numbers and UTC times; last the calls of each period. */
import { USE_METRICS, type UseReport } from "../core/use-report.ts";
import { csvText } from "./csv-text.ts";

const TITLES = [
  "account",
  "accountName",
  "region",
  "name",
  "id",
  "arn",
  "retireAfter",
  "since",
  "until",
  ...USE_METRICS,
  "lastCall",
];

export function renderUsageCsv({ rows, time }: UseReport): string {
  const lines = rows.map((row) => [
    row.account,
    row.accountName ?? "",
    row.region,
    row.name,
    row.id,
    row.arn,
    row.retireAfter ?? "",
    time.since,
    time.until,
    ...USE_METRICS.map((metric) => String(row.counts[metric])),
    row.lastCall ?? "",
    ...row.series.map(String),
  ]);
  return csvText([[...TITLES, ...time.periods], ...lines]);
}

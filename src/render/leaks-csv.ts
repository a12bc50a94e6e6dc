/** `strata leaks --format csv`: one line for each ModelId in each account and region; docs/leaks.md lists the columns. */
import type { LeakReport } from "../core/leaks.ts";
import { MODEL_METRICS } from "../core/model-use.ts";
import { exactMoney } from "../core/money.ts";
import { csvText } from "./csv-text.ts";
import { calledText, currencyOf } from "./leaks-words.ts";

const TITLES = [
  "account",
  "accountName",
  "region",
  "modelId",
  "called",
  "verdict",
  "way",
  "model",
  "since",
  "until",
  ...MODEL_METRICS,
  "estimatedCost",
  "currency",
  "insteadKind",
  "instead",
];

export function renderLeaksCsv(report: LeakReport): string {
  const { rows, time } = report;
  const lines = rows.map((row) => [
    row.account,
    row.accountName ?? "",
    row.region,
    row.modelId,
    calledText(row),
    row.verdict,
    row.way.kind,
    row.model ?? "",
    time.since,
    time.until,
    ...MODEL_METRICS.map((metric) => String(row.use[metric])),
    row.money === null ? "" : exactMoney(row.money),
    row.money === null ? "" : currencyOf(report),
    row.mend.kind,
    insteadOf(row.mend),
  ]);
  return csvText([TITLES, ...lines]);
}

/** Names, or what an entry has as its model; several with a space between. */
function insteadOf(mend: LeakReport["rows"][number]["mend"]): string {
  switch (mend.kind) {
    case "use":
      return mend.names.join(" ");
    case "add":
      return mend.model;
    case "tag":
      return mend.name;
    case "none":
      return "";
  }
}

/** `strata assess --format csv`: one line for each finding and profile; spend has a line without a profile. */
import type { Finding, FoundCase } from "../core/assess-findings.ts";
import type { Assessment } from "../core/assess-report.ts";
import { exactMoney } from "../core/money.ts";
import { bestText, evidenceText, mendText } from "./assess-words.ts";
import { csvText } from "./csv-text.ts";

const TITLES = [
  "finding",
  "account",
  "accountName",
  "region",
  "name",
  "id",
  "arn",
  "detail",
  "managedBy",
  "calls30d",
  "amount",
  "currency",
  "mend",
];

export function renderAssessCsv({ findings }: Assessment): string {
  return csvText([
    TITLES,
    ...findings.flatMap((finding) => [...spendLine(finding), ...finding.cases.map((one) => lineOf(one, finding))]),
  ]);
}

function lineOf(one: FoundCase, finding: Finding): string[] {
  const { account, accountName, region, name, id, arn, manager, calls } = one.profile;
  const place = [account, accountName ?? "", region, name, id, arn];
  const detail = evidenceText(one, (text) => text);
  return [finding.kind, ...place, detail, manager, calls === null ? "" : String(calls), "", "", mendText(finding)];
}

function spendLine(finding: Finding): string[][] {
  const { kind, spend } = finding;
  if (spend === null) return [];
  const { key, amount, currency } = spend;
  const detail = key === null ? "billing follows no tag key" : `carries no ${key}${bestText(spend)}`;
  return [[kind, "", "", "", "", "", "", detail, "", "", exactMoney(amount), currency ?? "", mendText(finding)]];
}

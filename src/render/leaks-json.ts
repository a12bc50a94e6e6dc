/** `strata leaks` as JSON (schema/leaks.schema.json). Amounts are estimates, as decimal texts. */
import type { LeakReport, LeakRow } from "../core/leaks.ts";
import { type ModelUse, tokensOf } from "../core/model-use.ts";
import { exactMoney } from "../core/money.ts";
import { toFileFault } from "../core/plan-file.ts";
import type { SpendPrice } from "../core/spend.ts";
import { toFileCoverage } from "../core/token-coverage.ts";
import { priceText } from "./costs-words.ts";
import { jsonText } from "./json-text.ts";

export function renderLeaksJson(report: LeakReport, price: SpendPrice): string {
  const { stack, time, tagKeys, rows, totals, coverage, source, unread } = report;
  const { all, covered, elsewhere, leaked, money, unpriced } = totals;
  const value = {
    formatVersion: "1.0",
    stack,
    since: time.since,
    until: time.until,
    days: time.days,
    costAllocationTags: tagKeys,
    tokenCoverage: toFileCoverage(coverage),
    totals: {
      all: toJsonUse(all),
      covered: toJsonUse(covered),
      elsewhere: toJsonUse(elsewhere),
      leaked: toJsonUse(leaked),
      estimatedCost: money === null ? null : exactMoney(money),
      withoutEstimate: unpriced,
    },
    estimate:
      source.status === "none"
        ? {
            currency: null,
            payer: null,
            period: null,
            why: [source.why.text, source.why.answer].filter((part) => part !== null).join(" "),
          }
        : { currency: source.rates.currency, payer: source.payer, period: source.period, why: null },
    rows: rows.map((row) => toJsonRow(row, tokensOf(all))),
    unread: unread.map(({ account, accountName, region, status, fault }) => ({
      ...{ account, accountName, region, status },
      fault: fault === null ? null : toFileFault(fault),
    })),
    asked: { requests: price.requests, kept: price.kept, priceUsd: priceText(price.requests) },
  };
  return jsonText(value);
}

function toJsonRow(
  { account, accountName, region, modelId, way, verdict, model, use, money, mend }: LeakRow,
  all: number,
) {
  return {
    ...{ account, accountName, region, modelId, verdict, way: way.kind, model },
    profile: way.kind === "ours" || way.kind === "not-ours" ? toJsonProfile(way) : null,
    ...toJsonUse(use),
    share: all === 0 ? null : Math.round((tokensOf(use) / all) * 10_000) / 10_000,
    estimatedCost: money === null ? null : exactMoney(money),
    instead: mend,
  };
}

function toJsonProfile({ profile, missing }: Extract<LeakRow["way"], { readonly kind: "ours" | "not-ours" }>) {
  const { name, arn, ownership, stack } = profile;
  return { name, arn, ownership, stack, missingTags: missing };
}

function toJsonUse(use: ModelUse) {
  const { invocations, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = use;
  return { invocations, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens };
}

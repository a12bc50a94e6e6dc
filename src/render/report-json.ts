/** `strata report` as JSON (schema/close.schema.json): to be kept, and to be compared with the same month later. */
import { exactMoney, type Money } from "../core/money.ts";
import type { Close } from "../core/report.ts";
import { closeFigures, closeHash } from "../core/report-figures.ts";
import { isChanged, type Restated, type Restatement } from "../core/report-restate.ts";
import type { SpendPrice } from "../core/spend.ts";
import { priceText } from "./costs-words.ts";
import { jsonText } from "./json-text.ts";

export function renderReportJson(close: Close, restatement: Restatement | null, price: SpendPrice): string {
  const figures = closeFigures(close);
  return jsonText({
    formatVersion: "1.0",
    hash: closeHash(figures),
    ...figures,
    restated: restatement === null ? null : toRestated(restatement),
    asked: { requests: price.requests, kept: price.kept, priceUsd: priceText(price.requests) },
  });
}

function toRestated({ since, isChanged: changed, projects, charges, total }: Restatement) {
  return {
    since,
    changed,
    projects: projects.map(({ project, ...one }) => ({ project, ...toAmounts(one) })),
    charges: charges.map(({ recordType, service, ...one }) => ({ recordType, service, ...toAmounts(one) })),
    total: { old: exactMoney(total.old), new: exactMoney(total.new), difference: exactMoney(total.new - total.old) },
  };
}

function toAmounts(one: Restated) {
  const orNull = (amount: Money | null): string | null => (amount === null ? null : exactMoney(amount));
  return {
    old: orNull(one.old),
    new: orNull(one.new),
    difference: exactMoney((one.new ?? 0n) - (one.old ?? 0n)),
    changed: isChanged(one),
  };
}

/** Cost allocation tags in the terminal plan: what will be activated, what waits, what nobody has asked billing about. */
import type { BillingChange } from "../core/billing.ts";
import type { Plan } from "../core/plan.ts";
import { detail } from "./detail-row.ts";
import { headLines } from "./head-line.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { BILLING_MARKER } from "./plan-words.ts";
import { type Line, line, span, wrapPieces } from "./text-layout.ts";

export function billingLines({ billing }: Plan, options: PlanTextOptions): Line[] {
  if (billing.length === 0) return [];
  const asked = billing.filter(({ action }) => action !== "unchecked");
  const payer = billing.find(({ account }) => account !== undefined)?.account;
  const unchecked = billing.filter(({ action }) => action === "unchecked").map(({ key }) => key);
  return [
    line(payer === undefined ? "billing" : `billing, account ${payer}`, "strong"),
    ...asked.flatMap((tag) => askedLines(tag, options)),
    ...uncheckedLines(unchecked, options),
  ];
}

function askedLines({ action, key, from }: BillingChange, options: PlanTextOptions): Line[] {
  const state = from ?? "unknown to billing";
  const head = { marker: BILLING_MARKER, name: key, tone: "change" as const, declaredAt: null };
  if (action === "activate-tag") {
    return [
      ...headLines({ ...head, phrase: `${state} -> Active` }, options),
      ...detail("", "in Cost Explorer up to 24 h later; it does not reach back", options, "dim"),
    ];
  }
  return [
    ...headLines({ ...head, phrase: `waiting: ${state}` }, options),
    ...detail("", "it learns a key up to 24 h after the first call through a profile that carries it", options, "dim"),
  ];
}

function uncheckedLines(keys: readonly string[], options: PlanTextOptions): Line[] {
  if (keys.length === 0) return [];
  const pieces = keys.map((key, index) => span(index === keys.length - 1 ? key : `${key},`).text);
  const rows = wrapPieces([...pieces, "", "not checked"], options.width - 4);
  return rows.map((row, index) => [span(index === 0 ? `  ${BILLING_MARKER} ` : "    ", "change"), span(row)]);
}

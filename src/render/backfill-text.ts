/** A backfill: what it would do, said before it is used, and that it was started. */
import { type CostTag, isActive } from "../core/billing.ts";
import type { Moment } from "../core/moment.ts";
import type { Backfill } from "../core/tag-clocks.ts";
import { jsonText } from "./json-text.ts";
import { countOf } from "./plan-words.ts";
import type { Question } from "./question.ts";
import { toJsonBackfill } from "./tags-json.ts";
import { lastBackfill } from "./tags-table-text.ts";
import { type Line, paragraph, renderLines, type TextStyle } from "./text-layout.ts";

export interface BackfillPlan {
  /** The first of a month. */
  readonly from: Moment;
  /** The payer's account; null where it is not known. */
  readonly account: string | null;
  readonly declared: readonly string[];
  /** Every user-defined key that billing knows. */
  readonly tags: readonly CostTag[];
  readonly last: Backfill | null;
}

/** Keys that a sentence names before it only counts. */
const NAMED = 20;

export function renderBackfillPlan({ from, account, declared, tags, last }: BackfillPlan, style: TextStyle): string {
  const active = tags.filter(isActive).map(({ key }) => key);
  const inactive = tags.filter((tag) => !isActive(tag)).map(({ key }) => key);
  const missing = declared.filter((key) => !active.includes(key));
  const payer = account === null ? "the account of the credentials" : `account ${account}`;
  const lines: Line[] = [
    ...paragraph(`Backfill of the costs of ${payer} from ${from.slice(0, 10)} until now.`, 0, style, "strong"),
    ...paragraph(
      "It writes the present status of all keys into these months, not only of those of the file:",
      0,
      style,
    ),
    ...paragraph(`active, their values appear: ${naming(active)}`, 2, style),
    ...paragraph(`inactive, their values disappear where they were: ${naming(inactive)}`, 2, style, "warn"),
    ...paragraph("AWS takes one in 24 hours, and it can take hours to be done.", 0, style),
    ...(missing.length === 0
      ? []
      : paragraph(
          `Not active, so this backfill does not bring them, and the next can only be asked for a day later: ${naming(missing)}.`,
          0,
          style,
          "ends",
        )),
    ...(last === null ? [] : paragraph(lastBackfill(last), 0, style)),
  ];
  return renderLines(lines, style);
}

function naming(keys: readonly string[]): string {
  if (keys.length === 0) return "none";
  const more = keys.length - NAMED;
  return `${keys.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

export function backfillQuestion({ from, tags }: BackfillPlan): Question {
  const active = tags.filter(isActive).length;
  const counts = `${countOf(active, "active key", "active keys")}, ${tags.length - active} inactive`;
  const asked = `Backfill from ${from.slice(0, 10)} with the present status of all keys (${counts})?`;
  return {
    consent: "yes",
    text: (style) => renderLines(paragraph(`${asked} Only "yes" goes on:`, 0, style), style).trimEnd(),
  };
}

export function renderBackfillText(_: BackfillPlan, started: Backfill, style: TextStyle): string {
  const text = `The backfill from ${started.from.slice(0, 10)} is asked for. strata tags tells when it is done.`;
  return renderLines(paragraph(text, 0, style, "good"), style);
}

/** schema/backfill.schema.json. */
export function renderBackfillJson({ account }: BackfillPlan, started: Backfill): string {
  return jsonText({ formatVersion: "1.0", payer: account, backfill: toJsonBackfill(started) });
}

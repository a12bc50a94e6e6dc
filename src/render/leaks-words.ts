/** Words that the formats of `leaks` share. */

import type { LeakReport, LeakRow, Why } from "../core/leaks.ts";
import { tokensOf } from "../core/model-use.ts";
import { moneyText, shareText } from "../core/money.ts";
import { countOf } from "./plan-words.ts";
import { compact } from "./usage-words.ts";

export const TITLE = "Bedrock use that goes through no tagged profile";

/** Said wherever an estimate stands. */
export const ABOUT = "≈";

/** What was called: an id, or a profile by its name. */
export function calledText({ way, modelId }: Pick<LeakRow, "way" | "modelId">): string {
  switch (way.kind) {
    case "direct":
      return way.source;
    case "unknown":
      return modelId.slice(modelId.lastIndexOf("/") + 1);
    default:
      return way.profile.name;
  }
}

/** Which way that is. */
/** Empty for what is called directly, as most is. */
export function wayText({ way, verdict }: Pick<LeakRow, "way" | "verdict">): string {
  switch (way.kind) {
    case "direct":
      return "";
    case "unknown":
      return way.what === null ? "unknown id" : way.what.replaceAll("-", " ");
    default: {
      const { ownership, stack } = way.profile;
      const owner = ownership === "ours" ? "ours" : ownership === "foreign" ? `stack ${stack}` : "unmanaged";
      const lack = way.missing.length === 0 ? "" : `, no ${way.missing.join(", ")}`;
      return verdict === "elsewhere" ? `${owner}, tagged` : `${owner}${lack}`;
    }
  }
}

/** Names that are shown; the others are counted. */
const NAMED = 2;

/** What would have taken the calls. */
export function mendText({ mend, way }: Pick<LeakRow, "mend" | "way">): string {
  switch (mend.kind) {
    case "use": {
      const more = mend.names.length - NAMED;
      const names = `${mend.names.slice(0, NAMED).join(", ")}${more > 0 ? ` +${more}` : ""}`;
      return mend.sameRouting ? names : `${names} (other routing)`;
    }
    case "add": {
      if (way.kind === "direct" && way.source === mend.model) return "none: add an entry";
      return `none: add an entry, model: ${mend.model}${mend.routing === null ? "" : `, routing: ${mend.routing}`}`;
    }
    case "tag":
      return `give ${mend.name} the ${mend.keys.length === 1 ? "tag" : "tags"} ${mend.keys.join(", ")}`;
    case "none":
      return "";
  }
}

export function tokenShare(row: LeakRow, report: LeakReport): string {
  return shareText(BigInt(tokensOf(row.use)), BigInt(tokensOf(report.totals.all)));
}

export function rowMoney({ money }: Pick<LeakRow, "money">): string {
  return money === null ? "" : `${ABOUT} ${moneyText(money)}`;
}

export function currencyOf({ source }: LeakReport): string {
  return source.status === "known" ? (source.rates.currency ?? "") : "";
}

/** The finding in a sentence. */
export function findingText(report: LeakReport): string {
  const { rows, totals, time, tagKeys, coverage } = report;
  const span = time.days === 1 ? "day" : `${time.days} days`;
  const unread = coverage.unread === 0 ? null : `${countOf(coverage.unread, "target", "targets")} could not be read`;
  if (tokensOf(totals.all) === 0 && totals.all.invocations === 0) {
    return unread === null
      ? `Nothing was called in the last ${span}.`
      : `What was called in the last ${span} is not known: ${unread}.`;
  }
  const leaked = rows.filter(({ verdict }) => verdict === "leaked");
  const whose = tagKeys.length === 0 ? "profiles of ours" : "profiles of ours, or others with the tags";
  if (leaked.length === 0) {
    const what = unread === null ? "that was called in" : "that could be read of";
    return `Everything ${what} the last ${span} went through ${whose}${unread === null ? "" : `; ${unread}`}.`;
  }
  const tokens = tokensOf(totals.leaked);
  const share = shareText(BigInt(tokens), BigInt(tokensOf(totals.all)));
  const part = share === "" ? "" : `, ${share} of all`;
  return `${countOf(leaked.length, "leak", "leaks")} in the last ${span}: ${compact(tokens)} tokens${part}${moneyPart(report)}.`;
}

function moneyPart(report: LeakReport): string {
  const { money, unpriced } = report.totals;
  if (money === null) return "";
  const rest = unpriced === 0 ? "" : `, without ${countOf(unpriced, "row", "rows")} that the bill tells no rate of`;
  return `; ${ABOUT} ${moneyText(money)} ${currencyOf(report)}${rest}`;
}

/** What the figures are, a sentence each. `shown` makes others' text harmless, where it needs that. */
export function notesText(report: LeakReport, shown: (text: string) => string = (text) => text): string[] {
  const { rows, source, tagKeys, time } = report;
  const keys = tagKeys.length === 0 ? "" : ` that carry ${tagKeys.map(shown).join(", ")}`;
  const elsewhere = rows.some(({ verdict }) => verdict === "elsewhere")
    ? ["Profiles that are not ours but carry the tags are no leak of money: their costs are told apart."]
    : [];
  const compared =
    time.beforeSince === null
      ? ["Not compared with the span before: CloudWatch lists what was called for two weeks."]
      : [];
  const isMissing = rows.some(({ mend }) => mend.kind === "add");
  return [
    `Counted by CloudWatch since ${time.since.slice(0, 16).replace("T", " ")} UTC; covered is what goes through profiles of stack ${shown(report.stack)}${keys}.`,
    ...compared,
    ...elsewhere,
    ...(isMissing
      ? [
          "None: the file declares no profile there that offers the model. An entry has as its model what was called, unless another is named.",
        ]
      : []),
    source.status === "none"
      ? noEstimate(source.why, shown)
      : `${ABOUT} is an estimate: tokens at the effective rates of the bill of account ${source.payer}, ${source.period.start} to ${source.period.end} (exclusive), by model and kind of token.`,
  ];
}

function noEstimate({ text, answer }: Why, shown: (text: string) => string): string {
  return `No estimate: ${text}${answer === null ? "" : ` ${shown(answer)}`}`;
}

/** Words that every format of `costs` shares. */
import { addDays, daysBetween } from "../core/calendar.ts";
import { moneyText, shareText } from "../core/money.ts";
import type { Coverage, Spend, SpendBy, SpendPrice, SpendValue } from "../core/spend.ts";

/** Both bear brackets, which no tag value on Bedrock can (AWS.md section 1.2). */
const UNTAGGED = "(untagged)";
const NOT_KNOWN = "(not known)";

/** What stands for a value; "untagged" only where billing follows the key at all. */
export function valueText(value: SpendValue, by: SpendBy | undefined, { coverage }: Spend): string {
  if (value !== null) return value;
  const one = coverage.find(({ key }) => key === by?.name);
  return one === undefined || one.isKnown ? UNTAGGED : NOT_KNOWN;
}

export function valueTexts(values: readonly SpendValue[], spend: Spend): string[] {
  return values.map((value, at) => valueText(value, spend.by[at], spend));
}

export function byText({ by }: Spend): string {
  return by.map(({ name }) => name).join(" and ");
}

/** Both days inclusive, as people count. */
export function periodText({ period: { start, end } }: Spend): string {
  const days = daysBetween(start, end);
  return days === 1 ? start : `${start} to ${addDays(end, -1)} (${days} days)`;
}

/** Whose figures these are; `account` is its number as the format writes it. */
export function payerText({ payer, isLinked }: Spend, account = payer): string {
  return isLinked ? `account ${account} (linked: its own costs only)` : `payer ${account}`;
}

/** The figure that is asked for first; `key` is the tag key as the format writes it. */
export function coverageText(one: Coverage, spend: Spend, key: string): string {
  const caveat = caveatText(one);
  return `${shareWords(one, spend, key)}${caveat === null ? "" : `; ${caveat}`}`;
}

function shareWords(one: Coverage, spend: Spend, key: string): string {
  const { status, covered, uncovered, share, isKnown } = one;
  if (status.status === "inactive") return `${key} not known: billing does not follow the key`;
  if (status.status === "unseen") return `${key} not known: billing has met no charge with the key yet`;
  if (status.status === "late")
    return `${key} not known: billing follows the key only since ${status.countsFrom?.slice(0, 10)}`;
  if (isNothing(spend)) return `${key}: nothing was spent`;
  if (!isKnown) return `${key} not known: no spend carries it, or billing does not follow the key`;
  if (share === null) return `${key}: no share, since amounts are below 0; ${splitText(one, spend)}`;
  const part = shareText(covered, covered + uncovered);
  if (uncovered === 0n) return `${key} ${part}, all of it`;
  return `${key} ${part} (${uncoveredShare(one, spend)}, carries no ${key})`;
}

/** What a figure of coverage leaves out; it stands beside it. */
export function caveatText({ partialFrom }: Coverage): string | null {
  return partialFrom === null ? null : `costs carry its values only from ${partialFrom} on, within the period`;
}

/** The figure of a coverage, or what stands in its place. */
export function shareFigure({ covered, uncovered, share, isKnown }: Coverage, spend: Spend): string {
  if (share !== null) return shareText(covered, covered + uncovered);
  return isNothing(spend) || isKnown ? "no share" : "not known";
}

/** The same without the figure that stands beside it already. */
export function uncoveredText(one: Coverage, spend: Spend): string {
  if (one.share === null) return shareWords(one, spend, one.key);
  return one.uncovered === 0n ? "All spend carries it" : `${uncoveredShare(one, spend)}, carries none`;
}

function uncoveredShare({ covered, uncovered }: Coverage, { currency }: Spend): string {
  return `${shareText(uncovered, covered + uncovered)} of spend, ${moneyText(uncovered)} ${currency ?? ""}`;
}

function splitText({ covered, uncovered }: Coverage, { currency }: Spend): string {
  const unit = currency ?? "";
  return `${moneyText(covered)} ${unit} carry it, ${moneyText(uncovered)} ${unit} carry none`;
}

/** Amounts that cancel each other out are not nothing. */
function isNothing({ rows }: Spend): boolean {
  return rows.every(({ total }) => total === 0n);
}

export function basisText({ metric, spans, granularity }: Spend): string {
  const estimated = spans.filter((span) => span.estimated).length;
  const unit = `${granularity === "daily" ? "day" : "month"}${spans.length === 1 ? "" : "s"}`;
  const state = estimated === 0 ? "The bill is final." : `Estimated: ${estimated} of ${spans.length} ${unit}.`;
  return `Usage alone, without credits and tax; ${metric} cost; days are UTC. ${state}`;
}

export function servicesText({ services }: Spend): string {
  return `${services.length === 1 ? "Service" : `${services.length} services`}: ${services.join(", ")}`;
}

/** What asking cost: 0.01 USD a request (AWS.md section 6). `again` says how it is asked anew, where it can be. */
export function askedText({ requests, kept }: SpendPrice, again = " (--refresh asks again)"): string {
  const keptText = kept === 0 ? "" : `; ${kept} ${kept === 1 ? "answer was" : "answers were"} kept from before${again}`;
  if (requests === 0) return `Cost Explorer was not asked${keptText}.`;
  return `Cost Explorer was asked ${requests === 1 ? "once" : `${requests} times`}: ${priceText(requests)} USD${keptText}.`;
}

export function priceText(requests: number): string {
  return (requests / 100).toFixed(2);
}

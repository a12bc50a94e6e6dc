/** Words that every format of `costs` shares. */
import { addDays, daysBetween } from "../core/calendar.ts";
import { moneyText, shareText } from "../core/money.ts";
import type { Coverage, Spend, SpendBy, SpendPrice, SpendValue } from "../core/spend.ts";

/** Both bear brackets, which no tag value on Bedrock can (AWS.md section 1.2). */
const UNTAGGED = "(untagged)";
const NOT_KNOWN = "(not known)";

/** What stands for a value; "untagged" only where billing follows the key at all. */
export function valueText(value: SpendValue, by: SpendBy | undefined, { coverage, total }: Spend): string {
  if (value !== null) return value;
  const one = coverage.find(({ key }) => key === by?.name);
  return one !== undefined && one.share === null && total !== 0n ? NOT_KNOWN : UNTAGGED;
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

/** The figure that is asked for first; `key` is the tag key as the format writes it. */
export function coverageText(
  { status, covered, uncovered, share }: Coverage,
  { currency, total }: Spend,
  key: string,
): string {
  if (status.status === "inactive") return `${key} not known: billing does not follow the key`;
  if (status.status === "unseen") return `${key} not known: billing has met no charge with the key yet`;
  if (status.status === "late")
    return `${key} not known: billing follows the key only since ${status.since?.slice(0, 10)}`;
  if (total === 0n) return `${key}: nothing was spent`;
  if (share === null) return `${key} not known: no spend carries it, or billing does not follow the key`;
  const part = shareText(covered, total);
  if (uncovered === 0n) return `${key} ${part}, all of it`;
  return `${key} ${part} (${shareText(uncovered, total)} of spend, ${moneyText(uncovered)} ${currency ?? ""}, carries no ${key})`;
}

/** The same without the figure that stands beside it already. */
export function uncoveredText(one: Coverage, spend: Spend): string {
  const whole = coverageText(one, spend, one.key);
  if (one.share === null) return whole;
  if (one.uncovered === 0n) return "All spend carries it";
  const { uncovered } = one;
  return `${shareText(uncovered, spend.total)} of spend, ${moneyText(uncovered)} ${spend.currency ?? ""}, carries none`;
}

export function basisText({ metric, spans, granularity }: Spend): string {
  const estimated = spans.filter((span) => span.estimated).length;
  const unit = granularity === "daily" ? "days" : "months";
  const state = estimated === 0 ? "The bill is final." : `Estimated: ${estimated} of ${spans.length} ${unit}.`;
  return `Usage alone, without credits and tax; ${metric} cost; days are UTC. ${state}`;
}

export function servicesText({ services }: Spend): string {
  return `${services.length === 1 ? "Service" : `${services.length} services`}: ${services.join(", ")}`;
}

/** What asking cost: 0.01 USD a request (AWS.md section 6). */
export function askedText({ requests, kept }: SpendPrice): string {
  const keptText =
    kept === 0 ? "" : `; ${kept} ${kept === 1 ? "answer was" : "answers were"} kept from before (--refresh asks again)`;
  if (requests === 0) return `Cost Explorer was not asked${keptText}.`;
  return `Cost Explorer was asked ${requests === 1 ? "once" : `${requests} times`}: ${priceText(requests)} USD${keptText}.`;
}

export function priceText(requests: number): string {
  return (requests / 100).toFixed(2);
}

/** What an assessment did not see, what it asked, and where it looked: sentences that every format shares. */
import { type EstateSpend, type EstateTarget, type ToldSpend, UNUSED_DAYS } from "../core/assess.ts";
import type { Assessment } from "../core/assess-report.ts";
import { unreadAccounts, unreadTargets } from "../core/assess-unread.ts";
import type { Fault } from "../core/fault.ts";
import { type Money, moneyText } from "../core/money.ts";
import type { Coverage } from "../core/spend.ts";
import { gapText } from "./assess-words.ts";
import { askedText, caveatText } from "./costs-words.ts";
import { faultText } from "./fault-text.ts";
import { countOf, placeOf } from "./plan-words.ts";

/** `2 accounts, 33 regions, 2026-11-29 22:40 UTC`. */
export function aboutText({ estate }: Assessment): string {
  const { accounts, targets, at } = estate;
  const regions = new Set(targets.map(({ region }) => region));
  const [only] = accounts;
  const named = accounts.length === 1 && only !== undefined ? `Account ${only.id}` : `${accounts.length} accounts`;
  const [region = ""] = regions;
  const where = regions.size === 1 ? region : `${regions.size} regions`;
  return `${named}, ${where}, ${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** What could not be read, though it should have been. */
export function unreadTexts({ estate }: Assessment): string[] {
  return [
    ...unreadAccounts(estate).map(({ all, fault }) => {
      const names = all.map(({ id, name }) => (name === null ? id : `${name} ${id}`));
      return `${groupText(names, "accounts")}: NOT REACHED. ${refusalText(fault, all.length)}`;
    }),
    ...unreadTargets(estate).map(({ all, fault }) => {
      const places = all.map(({ account, accountName, region }) => placeOf(accountName, account, region));
      return `${groupText(places, "targets")}: NOT READ. ${refusalText(fault, all.length)}`;
    }),
  ];
}

function groupText(names: readonly string[], what: string): string {
  return names.length === 1 ? names.join("") : `${names.length} ${what} (${someOf(names)})`;
}

/** AWS's words may name the place that they are about. */
function refusalText(fault: Fault, count: number): string {
  return `${count === 1 ? "" : "The first: "}${faultText(fault)}`;
}

/** What the figures leave out, and what asking for them took. */
export function noteTexts(assessment: Assessment): string[] {
  const { estate, newProfiles, spend } = assessment;
  const young = `${countOf(newProfiles, "profile is", "profiles are")} younger than ${UNUSED_DAYS} days: too early to call ${newProfiles === 1 ? "it" : "them"} unused.`;
  return [
    ...(newProfiles === 0 ? [] : [young]),
    ...estate.gaps.map(gapText),
    ...closedText(estate.targets, "not-enabled", "Not enabled, so not looked into"),
    ...closedText(estate.targets, "closed", "Closed by a policy of the organization, so not looked into"),
    ...spendNotes(spend),
  ];
}

/** By region alone where an account is alone, or all have closed the same. */
function closedText(targets: readonly EstateTarget[], status: EstateTarget["status"], words: string): string[] {
  const closed = targets.filter((target) => target.status === status);
  if (closed.length === 0) return [];
  const regions = [...new Set(closed.map(({ region }) => region))];
  const accounts = new Set(closed.map(({ account }) => account));
  const count =
    accounts.size === 1
      ? countOf(regions.length, "region", "regions")
      : `${closed.length} regions of ${accounts.size} accounts`;
  const all = accounts.size > 1 || regions.length > MOST_REGIONS;
  return [`${words}: ${count}${all ? "" : ` (${regions.join(", ")})`}.`];
}

/** Named one by one. */
const MOST_REGIONS = 6;

function spendNotes(spend: EstateSpend): string[] {
  switch (spend.status) {
    case "not-asked":
      return NOT_ASKED[spend.reason];
    case "unread":
      return [
        spend.isLinked
          ? "Spend is not known: the account is a linked one, and only the account that pays can tell which tag keys billing follows. Run this there."
          : `Spend is not known. ${faultText(spend.fault)}`,
        askedText(spend.price),
      ];
    case "told":
      return toldNotes(spend);
  }
}

function toldNotes({ period, isEstimated, accounts, total, currency, ...spend }: ToldSpend): string[] {
  const { unfollowed, unasked, backfillFault, keys, price } = spend;
  const month = period.start.slice(0, 7);
  const whose = accounts === null ? "all accounts that the payer sees" : accounts.join(", ");
  const amount = currency === null ? "nothing" : `${moneyText(total)} ${currency}`;
  const caveats = keys.flatMap((one) => {
    const reason = noShareText(one, total) ?? caveatText(one);
    return reason === null ? [] : [`${one.key}: ${reason}.`];
  });
  return [
    `Spend: ${amount}, Bedrock usage of ${month} in ${whose}, whatever the region, without credits and tax; unblended cost. ${isEstimated ? "Estimated: the bill is not final." : "The bill is final."}`,
    ...(unfollowed.length === 0
      ? []
      : [`Billing does not follow: ${someOf(unfollowed)}. What spend carries them is not known.`]),
    ...(unasked.length === 0 ? [] : [`Billing follows too, and was not asked about: ${someOf(unasked)}.`]),
    ...caveats,
    ...(backfillFault === null ? [] : [`Whether keys were backfilled is not known. ${faultText(backfillFault)}`]),
    askedText(price),
  ];
}

/** Why there is no share of a key; null where there is one. */
function noShareText({ key, share, status, isKnown, covered, uncovered }: Coverage, total: Money): string | null {
  if (share !== null) return null;
  if (total === 0n) return "no share, since nothing was spent";
  if (isKnown) {
    return `no share, since amounts are below 0: ${moneyText(covered)} carries it, ${moneyText(uncovered)} does not`;
  }
  return `not known: none of that spend carries ${key}, and billing follows it only since ${status.countsFrom?.slice(0, 10) ?? "then"}`;
}

const NOT_ASKED: Readonly<Record<Extract<EstateSpend, { status: "not-asked" }>["reason"], string[]>> = {
  "no-money": ["Cost Explorer was not asked (--no-money)."],
  "no-profiles": ["Cost Explorer was not asked: no profile was read whose tags it could tell spend by."],
  "no-cost-explorer": ["Cost Explorer was not asked: there is none in this partition."],
};

const NAMED = 6;

function someOf(texts: readonly string[]): string {
  const more = texts.length - NAMED;
  return `${texts.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

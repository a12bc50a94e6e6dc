/** Bedrock use that no tag reaches: what CloudWatch counted, held against the live profiles. Pure. */
import { groupBy } from "./group-by.ts";
import { type Mend, mendOf } from "./leak-mend.ts";
import { isTold, modelOfWay, type Verdict, verdictOf, type Way, wayOf } from "./leak-way.ts";
import type { ProfileRow, UnreadRow } from "./listing.ts";
import { type ModelUse, NO_USE, sumUse, tokensOf } from "./model-use.ts";
import type { Moment } from "./moment.ts";
import { type Money, sumMoney } from "./money.ts";
import { compareTargets, compareText, type Target, targetId } from "./profile.ts";
import type { SpendPeriod } from "./spend-period.ts";
import { type TokenCoverage, tokenCoverage } from "./token-coverage.ts";
import { estimate, type TokenRates } from "./token-rates.ts";

/** One ModelId in one account and region, as CloudWatch counted it. */
export interface UsedModel extends Target {
  readonly accountName: string | null;
  /** As CloudWatch names it. */
  readonly modelId: string;
  readonly now: ModelUse;
  /** Of the span before; null where that is further back than CloudWatch lists what was called. */
  readonly before: ModelUse | null;
}

export interface LeakTime {
  readonly days: number;
  readonly since: Moment;
  readonly until: Moment;
  /** Beginning of the span before, of the same length; null where nobody compares. */
  readonly beforeSince: Moment | null;
}

/** A sentence of ours, and what somebody else answered, where that is the reason. */
export interface Why {
  readonly text: string;
  readonly answer: string | null;
}

/** What an estimate rests on, or why there is none. */
export type RateSource =
  | { readonly status: "known"; readonly rates: TokenRates; readonly payer: string; readonly period: SpendPeriod }
  | { readonly status: "none"; readonly why: Why };

/** Calls that did not go through a tagged profile of ours, by ModelId. */
export interface LeakRow extends Target {
  readonly accountName: string | null;
  readonly modelId: string;
  readonly way: Way;
  readonly verdict: Exclude<Verdict, "covered">;
  /** The foundation model; null where it cannot be told. */
  readonly model: string | null;
  readonly use: ModelUse;
  /** An estimate; null where the bill of these days tells no rate, or was not asked, and of what did not leak. */
  readonly money: Money | null;
  readonly mend: Mend;
}

export interface LeakTotals {
  /** All that was called, and how it splits. */
  readonly all: ModelUse;
  readonly covered: ModelUse;
  readonly elsewhere: ModelUse;
  readonly leaked: ModelUse;
  /** The estimates of leaked rows together; null where there is none. */
  readonly money: Money | null;
  /** Leaked rows without an estimate. */
  readonly unpriced: number;
}

export interface LeakReport {
  readonly stack: string;
  readonly time: LeakTime;
  /** Cost allocation tags: what a profile must carry. */
  readonly tagKeys: readonly string[];
  /** Leaked ones first; then by tokens, the most first. */
  readonly rows: readonly LeakRow[];
  readonly totals: LeakTotals;
  readonly coverage: TokenCoverage;
  readonly source: RateSource;
  readonly unread: readonly UnreadRow[];
}

export interface LeakInput {
  readonly stack: string;
  readonly tagKeys: readonly string[];
  readonly used: readonly UsedModel[];
  /** Every live profile of the targets that were read, whoever owns it. */
  readonly profiles: readonly ProfileRow[];
  readonly time: LeakTime;
  readonly unread: readonly UnreadRow[];
}

/** One ModelId, judged. */
interface Judged {
  readonly used: UsedModel;
  readonly way: Way;
  readonly verdict: Verdict;
}

function judgeAll({ used, profiles, tagKeys }: LeakInput): Judged[] {
  const byId = new Map(profiles.map((row) => [`${targetId(row)}/${row.id}`, row]));
  return used.map((one) => {
    const way = wayOf(one.modelId, (id) => byId.get(`${targetId(one)}/${id}`), tagKeys);
    return { used: one, way, verdict: verdictOf(way, tagKeys) };
  });
}

export function coverageOfTokens(input: LeakInput): TokenCoverage {
  return coverageFrom(judgeAll(input), input);
}

function coverageFrom(judged: readonly Judged[], { time, unread }: LeakInput): TokenCoverage {
  const sum = (pick: (used: UsedModel) => ModelUse) => {
    const tokens = (some: readonly Judged[]) => some.reduce((total, { used }) => total + tokensOf(pick(used)), 0);
    return { covered: tokens(judged.filter(({ verdict }) => verdict === "covered")), all: tokens(judged) };
  };
  const before = time.beforeSince === null ? null : sum((used) => used.before ?? NO_USE);
  const missing = unread.filter(({ status }) => status === "unreadable").length;
  return tokenCoverage(
    sum(({ now }) => now),
    before,
    { since: time.since, days: time.days, unread: missing },
  );
}

export function leakReport(input: LeakInput, source: RateSource): LeakReport {
  const { stack, tagKeys, profiles, time, unread } = input;
  const judged = judgeAll(input);
  // One without the tags would leak as well.
  const isTagged = ({ tags }: ProfileRow): boolean => tagKeys.every((key) => isTold(tags, key));
  const ours = groupBy(
    profiles.filter((row) => row.ownership === "ours" && isTagged(row)),
    targetId,
  );
  const rates = source.status === "known" ? source.rates : null;
  const rows = judged.flatMap(({ used, way, verdict }): LeakRow[] => {
    const { account, accountName, region, modelId, now: use } = used;
    if (verdict === "covered" || (use.invocations === 0 && tokensOf(use) === 0)) return [];
    const model = modelOfWay(way);
    const money = verdict === "elsewhere" || rates === null || model === null ? null : estimate(rates, model, use);
    const mend = mendOf(way, ours.get(targetId(used)) ?? []);
    return [{ account, accountName, region, modelId, way, verdict, model, use, money, mend }];
  });
  rows.sort(compareRows);
  const coverage = coverageFrom(judged, input);
  return { stack, time, tagKeys, rows, totals: totalsOf(judged, rows), coverage, source, unread };
}

/** Models whose rates are asked for: none where nothing leaked that a bill could name. */
export function isPriceable(report: LeakReport): boolean {
  return report.rows.some(({ verdict, model }) => verdict === "leaked" && model !== null);
}

function totalsOf(judged: readonly Judged[], rows: readonly LeakRow[]): LeakTotals {
  const of = (wanted: Verdict): ModelUse =>
    sumUse(judged.filter(({ verdict }) => verdict === wanted).map(({ used }) => used.now));
  const leaked = rows.filter(({ verdict }) => verdict === "leaked");
  const priced = leaked.flatMap(({ money }) => money ?? []);
  return {
    all: sumUse(judged.map(({ used }) => used.now)),
    covered: of("covered"),
    elsewhere: of("elsewhere"),
    leaked: of("leaked"),
    money: priced.length === 0 ? null : sumMoney(priced),
    unpriced: leaked.length - priced.length,
  };
}

function compareRows(a: LeakRow, b: LeakRow): number {
  return (
    Number(a.verdict !== "leaked") - Number(b.verdict !== "leaked") ||
    tokensOf(b.use) - tokensOf(a.use) ||
    compareTargets(a, b) ||
    compareText(a.modelId, b.modelId)
  );
}

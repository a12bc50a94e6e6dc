/** From what Cost Explorer answered to a monthly close. */
import { type Day, monthStart } from "./calendar.ts";
import type { Desired } from "./desired.ts";
import { dayOf, type Moment } from "./moment.ts";
import { type Money, sumMoney } from "./money.ts";
import { compareText } from "./profile.ts";
import { type FormerName, PROJECT_TAG, type ProjectRegistry, presentName } from "./projects.ts";
import type { Close, CloseKey, CloseState, TwoMonths } from "./report.ts";
import { cellReader, linesOf, type MonthCells } from "./report-cells.ts";
import { chargesOf, profilesOf } from "./report-parts.ts";
import { projectsOf, shareOfLines } from "./report-projects.ts";
import { proofOf } from "./report-proof.ts";
import { scaleOfBoth, sumSplits } from "./report-split.ts";
import { isBillClosed, type SpendPeriod } from "./spend-period.ts";
import type { SpendAnswer } from "./spend-query.ts";

/** Answers to the questions of one close, all of one moment. */
export interface CloseAnswers {
  /** Usage without any grouping. */
  readonly total: SpendAnswer;
  /** Charges of every kind, by RECORD_TYPE and SERVICE. */
  readonly kinds: SpendAnswer;
  /** Usage with quantities: service, value of the key, usage type. */
  readonly usage: SpendAnswer;
  /** Usage by `strata:name` and account; null where billing does not follow that key. */
  readonly names: SpendAnswer | null;
}

export interface CloseFacts {
  readonly payer: string;
  readonly isLinked: boolean;
  /** First day of the month before, and the day after the last one that is told. */
  readonly period: SpendPeriod;
  readonly services: readonly string[];
  readonly key: CloseKey;
  /** Day within the period from which on costs carry `strata:name`; null where they do from the start. */
  readonly namesFrom: Day | null;
  readonly registry: ProjectRegistry;
  readonly desired: Pick<Desired, "profiles">;
  readonly now: Moment;
}

/** @throws SpendMismatch where the answer makes no sense: a span that was not asked for, amounts of two currencies. */
export function buildClose(answers: CloseAnswers, facts: CloseFacts): Close {
  const { period, registry, key, desired, services, payer, isLinked } = facts;
  const month = monthStart(period.start, 1);
  const { read, currency } = cellReader(period.start, month);
  const usage = read(answers.usage);
  const lines = linesOf(usage);
  const scale = scaleOfBoth(lines);
  const register = key.key === PROJECT_TAG ? registry : NOBODY;
  const projects = projectsOf(lines, register, scale);
  const unallocated = shareOfLines(
    lines.filter(({ value }) => value === null),
    scale,
  );
  const shares = [...projects, unallocated];
  const kinds = read(answers.kinds);
  const total = sumMonths(shares);
  const names = answers.names === null ? null : read(answers.names);
  return {
    payer,
    isLinked,
    month: month.slice(0, 7),
    monthBefore: period.start.slice(0, 7),
    period: { start: month, end: period.end },
    ...statesOf(answers.total, facts, month),
    services,
    key,
    projects,
    unallocated,
    total: { ...total, split: sumSplits(shares.map(({ split }) => split)) },
    merged: mergedNames(usage, register),
    charges: chargesOf(kinds),
    profiles: names === null ? null : { partialFrom: facts.namesFrom, ...profilesOf(names, total, desired, registry) },
    proof: proofOf({ whole: read(answers.total), kinds, usage, projects, unallocated }),
    currency: currency(),
  };
}

const NOBODY: ProjectRegistry = { projects: [], byValue: new Map() };

function statesOf(
  { spans }: SpendAnswer,
  { period, now }: CloseFacts,
  month: string,
): Pick<Close, "state" | "stateBefore"> {
  const stateOf = (start: string, end: string): CloseState => {
    if (end > dayOf(now)) return "running";
    const isEstimated = spans.some((span) => span.start === start && span.estimated);
    return !isEstimated && isBillClosed({ start, end }, now) ? "final" : "estimated";
  };
  return { state: stateOf(month, monthStart(month, 1)), stateBefore: stateOf(period.start, month) };
}

export function sumMonths(amounts: readonly TwoMonths[]): TwoMonths {
  const sum = (of: (one: TwoMonths) => Money): Money => sumMoney(amounts.map(of));
  return { amount: sum(({ amount }) => amount), before: sum(({ before }) => before) };
}

function mergedNames(usage: MonthCells, registry: ProjectRegistry): FormerName[] {
  const values = [...new Set(usage.map(({ values: [, value = ""] }) => value))];
  return values
    .map((value) => ({ value, project: presentName(registry, value) }))
    .filter(({ value, project }) => value !== "" && value !== project)
    .sort((a, b) => compareText(a.project, b.project) || compareText(a.value, b.value));
}

/** The reads of `report`: the states of the keys, then everything that one close takes. */
import { reasonOf } from "../core/billing.ts";
import type { Day } from "../core/calendar.ts";
import type { Desired } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import { type KeyStates, statusesOf } from "../core/key-states.ts";
import { dayOf, type Moment } from "../core/moment.ts";
import { NAME_TAG } from "../core/ownership.ts";
import { projectRegistry } from "../core/projects.ts";
import type { Close } from "../core/report.ts";
import { buildClose, type CloseAnswers } from "../core/report-build.ts";
import { type Coverage, coverageOf, SpendMismatch, type SpendPrice, tabulate, tagValue } from "../core/spend.ts";
import type { CostTagStatus, SpendAnswer, SpendFigures, SpendGrouping } from "../core/spend-query.ts";
import { type AskSpend, askKeyStates } from "../engine/ask-spend.ts";
import type { KeyReading } from "./costs-problems.ts";
import { mismatchFault, priceOf, type SpendSource } from "./costs-read.ts";
import type { ReportQuestion } from "./report-question.ts";

export interface ReportSource extends SpendSource {
  /** The same question again, whatever is kept. */
  readonly askAgain: AskSpend;
}

export interface CloseRead extends KeyReading {
  readonly close: Close;
  readonly price: SpendPrice;
}

export type CloseResult =
  | { readonly ok: true; readonly read: CloseRead }
  | { readonly ok: false; readonly fault: Fault; readonly price: SpendPrice };

/** Asks once more where the parts are not the whole: figures may have moved between two requests. */
export async function readClose(
  { payer, ask, askAgain, billing }: ReportSource,
  question: ReportQuestion,
  desired: Facts["desired"],
  now: Moment,
): Promise<CloseResult> {
  const states = await askKeyStates(billing, [...new Set([question.key, NAME_TAG])], question.period);
  const statusOf = statusesOf(states);
  const isLinked = !states.tags.ok && reasonOf(states.tags.fault) === "linked-account";
  const [status, names] = [statusOf(question.key), statusOf(NAME_TAG)];
  const facts: Facts = { payer, isLinked, question, status, names, desired, now };
  const first = await askClose(ask, states, facts);
  const asked = isProved(first.made) ? first : again(first, await askClose(askAgain, states, facts));
  const { made, price } = asked;
  if (!made.ok) return { ok: false, fault: made.fault, price };
  const { close, coverage } = made;
  const { tags, backfills } = states;
  return {
    ok: true,
    read: {
      close,
      price,
      spend: { coverage: [coverage], period: question.period, payer, services: close.services, isLinked },
      statusFault: tags.ok ? null : tags.fault,
      backfillFault: backfills?.ok === false ? backfills.fault : null,
    },
  };
}

/** What is known before the figures are asked for. */
interface Facts {
  readonly payer: string;
  readonly isLinked: boolean;
  readonly question: ReportQuestion;
  /** Of the key, and of `strata:name`. */
  readonly status: CostTagStatus;
  readonly names: CostTagStatus;
  readonly desired: Pick<Desired, "projects" | "profiles">;
  readonly now: Moment;
}

type Made =
  | { readonly ok: true; readonly close: Close; readonly coverage: Coverage }
  | { readonly ok: false; readonly fault: Fault };

interface Attempt {
  readonly made: Made;
  /** Requests for figures alone. */
  readonly attempts: number;
  /** With those for the states of the keys. */
  readonly price: SpendPrice;
}

async function askClose(ask: AskSpend, states: KeyStates, facts: Facts): Promise<Attempt> {
  const { question, names } = facts;
  const groupings = groupingsOf(question.key, isFollowed(names));
  const answer = await ask({ period: question.period, metric: "unblended", groupings, states });
  const made = answer.ok ? make(answer.value, facts) : { ok: false as const, fault: answer.fault };
  return { made, attempts: answer.attempts, price: priceOf(states, answer) };
}

/** A refusal is final: asking again may only mend sums. */
function isProved(made: Made): boolean {
  return !made.ok || made.close.proof.holds;
}

/** Figures that do not add up are better than none, should the second answer be a refusal. The keys were asked about once. */
function again(first: Attempt, second: Attempt): Attempt {
  const price = { requests: first.price.requests + second.attempts, kept: 0 };
  return { ...second, made: second.made.ok ? second.made : first.made, price };
}

const isFollowed = ({ status }: CostTagStatus): boolean => status === "active";

/** The day within the period from which on costs carry the values of an active key; null where they do from the start. */
function lateIn({ period }: ReportQuestion, { countsFrom }: CostTagStatus): Day | null {
  const day = countsFrom === null ? null : dayOf(countsFrom);
  return day !== null && day > period.start ? day : null;
}

function groupingsOf(key: string, hasNames: boolean): SpendGrouping[] {
  const granularity = "monthly";
  return [
    { granularity, groups: [] },
    {
      granularity,
      everyRecord: true,
      groups: [
        { type: "dimension", key: "RECORD_TYPE" },
        { type: "dimension", key: "SERVICE" },
      ],
    },
    {
      granularity,
      eachService: true,
      quantities: true,
      groups: [
        { type: "tag", key },
        { type: "dimension", key: "USAGE_TYPE" },
      ],
    },
    ...(hasNames ? [nameGrouping(granularity)] : []),
  ];
}

function nameGrouping(granularity: "monthly"): SpendGrouping {
  return {
    granularity,
    groups: [
      { type: "tag", key: NAME_TAG },
      { type: "dimension", key: "LINKED_ACCOUNT" },
    ],
  };
}

const NOTHING: SpendAnswer = { spans: [], cells: [] };

function make({ services, answers }: SpendFigures, facts: Facts): Made {
  const { question, status, names: namesStatus, desired, ...rest } = facts;
  const { key, period } = question;
  const [total = NOTHING, kinds = NOTHING, usage = NOTHING, names = NOTHING] = answers;
  try {
    const table = tabulate(usage, ([, value = ""]) => [tagValue(value)]);
    const coverage = coverageOf(key, status, table, 0, period);
    const { isKnown, partialFrom, status: told } = coverage;
    const asked: CloseAnswers = { total, kinds, usage, names: isFollowed(namesStatus) ? names : null };
    const close = buildClose(asked, {
      ...rest,
      period,
      services,
      key: { key, status: told.status, isKnown, partialFrom },
      namesFrom: lateIn(question, namesStatus),
      registry: projectRegistry(desired.projects),
      desired,
    });
    return { ok: true, close, coverage };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    return { ok: false, fault: mismatchFault(error) };
  }
}

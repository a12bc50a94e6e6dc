/** The reads of `report`: the states of the keys, then everything that one close takes. */
import { reasonOf } from "../core/billing.ts";
import type { Day } from "../core/calendar.ts";
import type { Desired } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import { statusesOf } from "../core/key-states.ts";
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
  desired: Pick<Desired, "projects" | "profiles">,
  now: Moment,
): Promise<CloseResult> {
  const states = await askKeyStates(billing, [...new Set([question.key, NAME_TAG])], question.period);
  const statusOf = statusesOf(states);
  const isLinked = !states.tags.ok && reasonOf(states.tags.fault) === "linked-account";
  const names = statusOf(NAME_TAG);
  const hasNames = names.status === "active";
  const groupings = groupingsOf(question.key, hasNames);
  const asking = { period: question.period, metric: "unblended", groupings, states } as const;
  const facts = {
    payer,
    isLinked,
    question,
    status: statusOf(question.key),
    desired,
    now,
    hasNames,
    namesFrom: lateIn(question, names),
  };
  let price: SpendPrice = { requests: 0, kept: 0 };
  let made: Made | undefined;
  for (const send of [ask, askAgain]) {
    const answer = await send(asking);
    price = made === undefined ? priceOf(states, answer) : { requests: price.requests + answer.attempts, kept: 0 };
    if (!answer.ok) return { ok: false, fault: answer.fault, price };
    made = make(answer.value, facts);
    if (!made.ok) return { ok: false, fault: made.fault, price };
    if (made.close.proof.holds) break;
  }
  if (made?.ok !== true) throw new Error("a report is asked for once at least");
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

interface Facts {
  readonly payer: string;
  readonly isLinked: boolean;
  readonly question: ReportQuestion;
  readonly status: CostTagStatus;
  readonly desired: Pick<Desired, "projects" | "profiles">;
  readonly now: Moment;
  readonly hasNames: boolean;
  readonly namesFrom: Day | null;
}

type Made =
  | { readonly ok: true; readonly close: Close; readonly coverage: Coverage }
  | { readonly ok: false; readonly fault: Fault };

const NOTHING: SpendAnswer = { spans: [], cells: [] };

function make({ services, answers }: SpendFigures, facts: Facts): Made {
  const { question, status, desired, hasNames, ...rest } = facts;
  const { key, period } = question;
  const [total = NOTHING, kinds = NOTHING, usage = NOTHING, names = NOTHING] = answers;
  try {
    const table = tabulate(usage, ([, value = ""]) => [tagValue(value)]);
    const coverage = coverageOf(key, status, table, 0, period);
    const { isKnown, partialFrom, status: told } = coverage;
    const asked: CloseAnswers = { total, kinds, usage, names: hasNames ? names : null };
    const close = buildClose(asked, {
      ...rest,
      period,
      services,
      key: { key, status: told.status, isKnown, partialFrom },
      registry: projectRegistry(desired.projects),
      desired,
    });
    return { ok: true, close, coverage };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    return { ok: false, fault: mismatchFault(error) };
  }
}

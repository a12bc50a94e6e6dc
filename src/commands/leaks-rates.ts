/** What a token costs the accounts that were read: asked of the payer's Cost Explorer, where there is something to price. */
import { addDays } from "../core/calendar.ts";
import type { Desired } from "../core/desired.ts";
import type { Fault } from "../core/fault.ts";
import type { RateSource, Why } from "../core/leaks.ts";
import { dayOf } from "../core/moment.ts";
import { SpendMismatch, type SpendPrice } from "../core/spend.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import type { SpendFigures, SpendGrouping } from "../core/spend-query.ts";
import { tokenRates } from "../core/token-rates.ts";
import { findPayer } from "../engine/ask-billing.ts";
import { askingSpend } from "../engine/ask-spend.ts";
import { keptSpend } from "../engine/kept-costs.ts";
import type { CostPorts } from "../engine/ports/costs.ts";
import type { CostsContext } from "./costs.ts";

export interface RatesRead {
  readonly source: RateSource;
  readonly price: SpendPrice;
}

export const NOT_ASKED: SpendPrice = { requests: 0, kept: 0 };

export interface RatesQuestion {
  /** The whole file: who pays does not depend on the scope of a run. */
  readonly declared: Desired;
  /** Whose bill it is: the accounts that were read. */
  readonly accounts: readonly string[];
  readonly days: number;
  /** Ask again, whatever is kept. */
  readonly refresh: boolean;
}

/** Whatever goes wrong is a reason: the tokens are told all the same. */
export async function readRates(
  { clock, answers: store, endpoint }: CostsContext,
  ports: CostPorts,
  { declared, accounts, days, refresh }: RatesQuestion,
): Promise<RatesRead> {
  const found = await findPayer(declared, ports);
  if (!found.ok) return none(payerWhy(found.unread), NOT_ASKED);
  const caller = found.account === null ? await ports.identity.callerAccount() : null;
  if (caller?.ok === false) return none(faultWhy(caller.fault), NOT_ASKED);
  const payer = found.account ?? (caller?.ok === true ? caller.value : "");
  const today = dayOf(clock.now());
  // Cost Explorer tells of a day when it is over.
  const period = { start: addDays(today, -days), end: today };
  const grouping: SpendGrouping = {
    granularity: "monthly",
    groups: [
      { type: "dimension", key: "SERVICE" },
      { type: "dimension", key: "USAGE_TYPE" },
    ],
    quantities: true,
    accounts,
  };
  const origin = { payer, endpoint };
  const ask = keptSpend(askingSpend(ports.costs(found.payer)), { store, clock, refresh, origin });
  const states = { tags: { ok: true, value: [], attempts: 0 }, backfills: null } as const;
  const answer = await ask({ period, metric: "unblended", groupings: [grouping], states });
  const isKept = answer.ok && answer.attempts === 0;
  const price = { requests: answer.attempts, kept: isKept ? 1 + answer.value.answers.length : 0 };
  return answer.ok ? { source: sourceFrom(answer.value, payer, period), price } : none(faultWhy(answer.fault), price);
}

function sourceFrom({ answers }: SpendFigures, payer: string, period: SpendPeriod): RateSource {
  const [answer] = answers;
  if (answer === undefined || answer.cells.length === 0) {
    const text = `nothing was charged to these accounts from ${period.start} to ${period.end} (exclusive).`;
    return { status: "none", why: { text, answer: null } };
  }
  try {
    return { status: "known", rates: tokenRates(answer), payer, period };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    return { status: "none", why: { text: "Cost Explorer's answer makes no sense:", answer: error.message } };
  }
}

function none(why: Why, price: SpendPrice): RatesRead {
  return { source: { status: "none", why }, price };
}

function faultWhy({ operation, message }: Fault): Why {
  return { text: `${operation} was not answered:`, answer: message };
}

type Unread = Extract<Awaited<ReturnType<typeof findPayer>>, { ok: false }>["unread"];

function payerWhy({ account, reason, fault }: Unread): Why {
  if (fault !== null) return faultWhy(fault);
  const text =
    reason === "no-cost-explorer"
      ? "the partition of the file's regions has no Cost Explorer."
      : `the credentials are not those of account ${account}, which pays; --billing-role-name names the role that is.`;
  return { text, answer: null };
}

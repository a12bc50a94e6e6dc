/**
 * Asks the payer's Cost Explorer what profiles cost in the last full month. Whatever goes wrong is a value: money is
 * told beside other things, and stops none of them. Each request costs 0.01 USD; without profiles nothing is asked.
 */
import type { CostTag } from "../core/billing.ts";
import type { Day } from "../core/calendar.ts";
import type { Desired } from "../core/desired.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { type KeyStates, statusesOf } from "../core/key-states.ts";
import type { Observation } from "../core/observation.ts";
import { NAME_TAG, STACK_TAG } from "../core/ownership.ts";
import { keyId, type ProfileKey } from "../core/profile.ts";
import {
  bearersOf,
  costGroupings,
  costsOf,
  followedLate,
  isFollowed,
  lastFullMonth,
  type NamedProfiles,
  type NameFacts,
  namedProfiles,
  type ProfileCosts,
} from "../core/profile-money.ts";
import { SpendMismatch, type SpendPrice } from "../core/spend.ts";
import type { SpendPeriod } from "../core/spend-period.ts";
import type { CostTagStatus, SpendFigures } from "../core/spend-query.ts";
import { type FoundPayer, findPayer } from "./ask-billing.ts";
import { type AskSpend, askingSpend, askKeyStates } from "./ask-spend.ts";
import { keptSpend } from "./kept-costs.ts";
import type { BillingReader } from "./ports/billing.ts";
import type { AnswerStore, CostPorts } from "./ports/costs.ts";
import type { Clock } from "./ports.ts";

/** Why no profile's cost is known. */
export type MoneyTrouble =
  /** Nobody could be asked. */
  | { readonly kind: "no-payer"; readonly unread: Extract<FoundPayer, { ok: false }>["unread"] }
  /** Cost Explorer refused, or made no sense. `payer` is twelve digits. */
  | { readonly kind: "fault"; readonly fault: Fault; readonly payer: string }
  /** Billing does not follow `strata:name`. */
  | { readonly kind: "not-followed"; readonly status: CostTagStatus; readonly payer: string }
  /** Billing follows it only since a day within the month or later, and whether costs were written back was refused. */
  | { readonly kind: "backfills-unread"; readonly fault: Fault; readonly since: Day; readonly payer: string };

export interface ProfileMoney {
  /** `2026-10`. */
  readonly month: string;
  /** Of every profile that was asked about; empty with a trouble. */
  readonly costs: ProfileCosts;
  /** How billing stands to a tag key that was asked about. */
  readonly statusOf: (key: string) => CostTagStatus;
  readonly price: SpendPrice;
  readonly trouble: MoneyTrouble | null;
}

/** What the costs are asked through. */
export interface MoneyPorts {
  readonly ports: CostPorts;
  readonly clock: Clock;
  readonly answers: AnswerStore;
  /** Where Cost Explorer is, when that is not AWS. */
  readonly endpoint: string | null;
}

/** Whose cost is wanted. */
export interface MoneyWanted {
  /** With the real numbers of their accounts. */
  readonly profiles: readonly ProfileKey[];
  /** Further tag keys whose state is wanted; they cost nothing more. */
  readonly tagKeys?: readonly string[];
  /** How all of these keys stand, where that was asked already: a request less. Its requests are counted here. */
  readonly listed?: Answer<readonly CostTag[]> | null;
}

/** `desired` says who pays, and which marks are ours; `observation` who bears which name. */
export async function askProfileMoney(
  desired: Desired,
  observation: Observation,
  tools: MoneyPorts,
  wanted: MoneyWanted,
): Promise<ProfileMoney> {
  const { ports, clock } = tools;
  const { profiles, listed = null } = wanted;
  const period = lastFullMonth(clock.now());
  const told = (more: Partial<ProfileMoney>): ProfileMoney => ({ ...nothingTold(period), ...more });
  if (profiles.length === 0)
    return told(listed === null ? {} : { statusOf: statusesOf({ tags: listed, backfills: null }) });
  const found = await payerOf(desired, ports);
  if (!found.ok) return told({ trouble: { kind: "no-payer", unread: found.unread } });
  const { account: payer } = found;
  const states = await readStates(ports.billing.reader(found.payer), wanted, period);
  const statusOf = statusesOf(states);
  const requests = states.tags.attempts + (states.backfills?.attempts ?? 0);
  const asked = { statusOf, price: { requests, kept: 0 } };
  if (!states.tags.ok) return told({ ...asked, trouble: { kind: "fault", fault: states.tags.fault, payer } });
  const status = statusOf(NAME_TAG);
  if (status.status !== "active") return told({ ...asked, trouble: { kind: "not-followed", status, payer } });
  const since = followedLate(status, period);
  if (since !== null && states.backfills?.ok === false) {
    return told({ ...asked, trouble: { kind: "backfills-unread", fault: states.backfills.fault, since, payer } });
  }
  if (since !== null) {
    const unknown = { isKnown: false, why: "followed-since", since } as const;
    return told({ ...asked, costs: new Map(profiles.map((key) => [keyId(key), unknown])) });
  }
  const tellsStacks = isFollowed(statusOf(STACK_TAG), period);
  const bearers = bearersOf(observation, desired);
  const named = namedProfiles(profiles, bearers, tellsStacks);
  if (named.byAccount.size === 0) return told({ ...asked, costs: named.unknown });
  const answer = await askOf(
    tools,
    found,
  )({
    period,
    metric: "unblended",
    groupings: costGroupings(named.byAccount.keys(), desired, tellsStacks),
    states,
  });
  const price = { requests: requests + answer.attempts, kept: keptCount(answer) };
  const read = readCosts(answer, named, { bearers, tellsStacks }, period);
  if (!read.ok) return told({ statusOf, price, trouble: { kind: "fault", fault: read.fault, payer } });
  return told({ statusOf, price, costs: read.costs });
}

function readStates(
  reader: BillingReader,
  { tagKeys = [], listed = null }: MoneyWanted,
  period: SpendPeriod,
): Promise<KeyStates> {
  const listTags = listed === null ? reader.listTags : async () => listed;
  return askKeyStates({ ...reader, listTags }, [NAME_TAG, STACK_TAG, ...tagKeys], period);
}

const UNKNOWN: CostTagStatus = { status: "unknown", since: null, countsFrom: null };

function nothingTold({ start }: SpendPeriod): ProfileMoney {
  const month = start.slice(0, 7);
  return { month, costs: new Map(), statusOf: () => UNKNOWN, price: { requests: 0, kept: 0 }, trouble: null };
}

type KnownPayer = { readonly ok: true; readonly account: string } & Pick<Extract<FoundPayer, { ok: true }>, "payer">;

/** With its number, by which answers are kept. */
async function payerOf(desired: Desired, ports: CostPorts): Promise<KnownPayer | Extract<FoundPayer, { ok: false }>> {
  const found = await findPayer(desired, ports);
  if (!found.ok) return found;
  if (found.account !== null) return { ok: true, payer: found.payer, account: found.account };
  const caller = await ports.identity.callerAccount();
  return caller.ok
    ? { ok: true, payer: found.payer, account: caller.value }
    : { ok: false, unread: { status: "unread", account: null, reason: "unanswered", fault: caller.fault } };
}

function askOf({ ports, clock, answers: store, endpoint }: MoneyPorts, { payer, account }: KnownPayer): AskSpend {
  const origin = { payer: account, endpoint };
  return keptSpend(askingSpend(ports.costs(payer)), { store, clock, refresh: false, origin });
}

/** The services and each grouping, where all of it was kept. */
function keptCount(answer: Answer<SpendFigures>): number {
  return answer.ok && answer.attempts === 0 ? 1 + answer.value.answers.length : 0;
}

type CostsRead = { readonly ok: true; readonly costs: ProfileCosts } | { readonly ok: false; readonly fault: Fault };

function readCosts(
  answer: Answer<SpendFigures>,
  { byAccount, unknown }: NamedProfiles,
  facts: NameFacts,
  period: SpendPeriod,
): CostsRead {
  if (!answer.ok) return answer;
  try {
    const known = [...byAccount.values()].flatMap((keys, at) => [
      ...costsOf(keys, answer.value.answers[at], facts, period),
    ]);
    return { ok: true, costs: new Map([...unknown, ...known]) };
  } catch (error) {
    if (!(error instanceof SpendMismatch)) throw error;
    const operation = "ce:GetCostAndUsage";
    return { ok: false, fault: { kind: "unknown", retryable: false, operation, message: error.message } };
  }
}

/** A close as plain data: what its JSON holds, and what its hash covers. Amounts are decimal texts, to the last digit. */
import { hashOf } from "./hash.ts";
import { exactMoney, type Money, shareOf } from "./money.ts";
import type { Close, CloseLine, CloseProject, CloseProof, CloseShare, TwoMonths } from "./report.ts";
import type { Split } from "./report-split.ts";

/** Members of the JSON beside the figures: no hash covers what it took to ask, and what an older report said. */
const BESIDE = ["formatVersion", "hash", "asked", "restated"];

/** Everything that the report says, without the time at which it was made. */
export function closeFigures(close: Close) {
  const { payer, isLinked, month, monthBefore, period, state, stateBefore, currency, services, key } = close;
  return {
    payer,
    linked: isLinked,
    month,
    monthBefore,
    period: { start: period.start, end: period.end },
    state,
    stateBefore,
    metric: "unblended",
    currency,
    services,
    key: { key: key.key, status: key.status, known: key.isKnown, partialFrom: key.partialFrom },
    total: { ...toMonths(close.total), split: toSplit(close.total.split) },
    projects: close.projects.map((project) => toProject(project, close)),
    unallocated: toShare(close.unallocated, close),
    merged: close.merged.map(({ value, project }) => ({ value, project })),
    charges: close.charges.map(({ recordType, service, isOfWholeBill, ...months }) => ({
      recordType,
      service,
      wholeBill: isOfWholeBill,
      ...toMonths(months),
    })),
    profiles: close.profiles === null ? null : toProfiles(close.profiles),
    proof: toProof(close.proof, services),
  };
}

/** SHA-256 of canonical JSON of the figures of a report, as 64 hexadecimal digits; of one that was read too. */
export function closeHash(report: Readonly<Record<string, unknown>>): string {
  return hashOf(Object.fromEntries(Object.entries(report).filter(([name]) => !BESIDE.includes(name))));
}

function toMonths({ amount, before }: TwoMonths) {
  return { amount: exactMoney(amount), before: exactMoney(before), change: exactMoney(amount - before) };
}

function toSplit({ volume, mix, rate }: Split) {
  return { volume: exactMoney(volume), mix: exactMoney(mix), rate: exactMoney(rate) };
}

function toProject(project: CloseProject, close: Close) {
  const { isRegistered, costCenter, owner, budget, overBudgetBy } = project;
  const orNull = (amount: Money | null): string | null => (amount === null ? null : exactMoney(amount));
  return {
    project: project.project,
    registered: isRegistered,
    costCenter,
    owner,
    budget: orNull(budget),
    overBudgetBy: orNull(overBudgetBy),
    ...toShare(project, close),
  };
}

function toShare(share: CloseShare, { total }: Close) {
  return {
    ...toMonths(share),
    share: shareOf(share.amount, total.amount),
    split: toSplit(share.split),
    models: share.models.map(({ model, ...months }) => ({ model, ...toMonths(months) })),
    lines: share.lines.map(toLine),
  };
}

function toLine({ value, service, usageType, model, unit, amount, before, quantity, quantityBefore }: CloseLine) {
  return {
    value,
    service,
    usageType,
    model,
    amount: exactMoney(amount),
    before: exactMoney(before),
    unit,
    quantity: exactMoney(quantity),
    quantityBefore: exactMoney(quantityBefore),
  };
}

function toProfiles({ partialFrom, rows, rest }: NonNullable<Close["profiles"]>) {
  return {
    partialFrom,
    rows: rows.map(({ account, name, project, owner, ...months }) => ({
      account,
      name,
      project,
      owner,
      ...toMonths(months),
    })),
    rest: toMonths(rest),
  };
}

function toProof(
  { holds, allocated, unallocated, total, differences, rounding }: CloseProof,
  services: Close["services"],
) {
  const [month, before, byKind] = differences;
  return {
    holds,
    allocated: exactMoney(allocated),
    unallocated: exactMoney(unallocated),
    total: exactMoney(total),
    services,
    differences: { month: exactMoney(month), before: exactMoney(before), byKind: exactMoney(byKind) },
    rounding: exactMoney(rounding),
  };
}

/** What has changed since an older report of the same month: late charges, refunds, tags that were written back. */
import { groupBy } from "./group-by.ts";
import { type Money, sumMoney } from "./money.ts";
import { compareText } from "./profile.ts";
import { PROJECT_TAG, type ProjectRegistry, presentName } from "./projects.ts";
import type { Close } from "./report.ts";
import type { KeptClose } from "./report-read.ts";

/** An amount then and now; null where it did not stand in one of the two reports. */
export interface Restated {
  readonly old: Money | null;
  readonly new: Money | null;
}

export interface RestatedProject extends Restated {
  /** Under its present name; null: unallocated. */
  readonly project: string | null;
}

export interface RestatedCharge extends Restated {
  readonly recordType: string;
  readonly service: string;
}

export interface Restatement {
  /** Hash of the older report. */
  readonly since: string;
  readonly isChanged: boolean;
  /** All of both reports, what is unallocated last. */
  readonly projects: readonly RestatedProject[];
  readonly charges: readonly RestatedCharge[];
  readonly total: { readonly old: Money; readonly new: Money };
}

/** Both by present names: a project that was renamed since has not moved any money. */
export function restate(kept: KeptClose, close: Close, registry: ProjectRegistry): Restatement {
  const nameOf = (value: string | null): string | null =>
    value === null || close.key.key !== PROJECT_TAG ? value : presentName(registry, value);
  const now = [...close.projects.flatMap(({ lines }) => lines), ...close.unallocated.lines];
  const named = (lines: KeptClose["amounts"]) =>
    lines.map(({ value, amount }) => ({ key: { project: nameOf(value) }, amount }));
  const charged = (charges: KeptClose["charges"]) =>
    charges.map(({ recordType, service, amount }) => ({ key: { recordType, service }, amount }));
  const projects = compare(named(kept.amounts), named(now)).sort(
    (a, b) => Number(a.project === null) - Number(b.project === null) || compareText(a.project ?? "", b.project ?? ""),
  );
  const charges = compare(charged(kept.charges), charged(close.charges)).sort(
    (a, b) => compareText(a.recordType, b.recordType) || compareText(a.service, b.service),
  );
  const total = {
    old: sumMoney(kept.amounts.map(({ amount }) => amount)),
    new: close.total.amount,
  };
  return { since: kept.hash, isChanged: [...projects, ...charges].some(isChanged), projects, charges, total };
}

/** What stood in neither or is the same in both has not changed; 0 is no appearance. */
export function isChanged({ old, new: now }: Restated): boolean {
  return (old ?? 0n) !== (now ?? 0n);
}

interface Keyed<K> {
  readonly key: K;
  readonly amount: Money;
}

function compare<K extends object>(old: readonly Keyed<K>[], now: readonly Keyed<K>[]): (K & Restated)[] {
  const [before, after] = [sumsOf(old), sumsOf(now)];
  return [...new Map([...before, ...after])].map(([id, { key }]) => ({
    ...key,
    old: before.get(id)?.amount ?? null,
    new: after.get(id)?.amount ?? null,
  }));
}

function sumsOf<K extends object>(items: readonly Keyed<K>[]): Map<string, Keyed<K>> {
  const groups = groupBy(items, ({ key }) => JSON.stringify(key));
  return new Map(
    [...groups].flatMap(([id, some]) =>
      some[0] === undefined ? [] : [[id, { key: some[0].key, amount: sumMoney(some.map(({ amount }) => amount)) }]],
    ),
  );
}

/** What stands beside the projects of a close: credits, refunds and tax, and the cost of each profile. */
import type { Desired } from "./desired.ts";
import { CALLER, compareText } from "./profile.ts";
import { PROJECT_TAG, type ProjectRegistry, presentName } from "./projects.ts";
import type { CloseCharge, CloseProfile, CloseProfiles, TwoMonths } from "./report.ts";
import { compareMonths, type MonthCells } from "./report-cells.ts";
import { TAX_SERVICE } from "./spend-query.ts";

/** Cost Explorer's name for what was used. */
export const USAGE_RECORD = "Usage";

/** Cells of RECORD_TYPE and SERVICE, without usage; by kind, then service. */
export function chargesOf(cells: MonthCells): CloseCharge[] {
  const others = cells.filter(({ values: [kind] }) => kind !== USAGE_RECORD);
  return summed(others)
    .map(({ values: [recordType = "", service = ""], amount, before }) => ({
      recordType,
      service,
      isOfWholeBill: service === TAX_SERVICE,
      amount,
      before,
    }))
    .sort((a, b) => compareText(a.recordType, b.recordType) || compareText(a.service, b.service));
}

/** Cells of `strata:name` and LINKED_ACCOUNT; `total` is all usage. */
export function profilesOf(
  cells: MonthCells,
  total: TwoMonths,
  desired: Pick<Desired, "profiles">,
  registry: ProjectRegistry,
): Omit<CloseProfiles, "partialFrom"> {
  const rows = summed(cells.filter(({ values: [name] }) => name !== ""))
    .map(({ values: [name = "", account = ""], amount, before }) => ({
      account,
      name,
      amount,
      before,
      ...declaredOf(name, account, desired, registry),
    }))
    .sort(compareMonths(({ name, account }) => `${name} ${account}`));
  const rest = rows.reduce<TwoMonths>(
    (left, { amount, before }) => ({ amount: left.amount - amount, before: left.before - before }),
    { amount: total.amount, before: total.before },
  );
  return { rows, rest };
}

function declaredOf(
  name: string,
  account: string,
  { profiles }: Pick<Desired, "profiles">,
  registry: ProjectRegistry,
): Pick<CloseProfile, "project" | "owner"> {
  const mine = profiles.filter(({ key }) => key.name === name && [account, CALLER].includes(key.account));
  const values = new Set(mine.map(({ tags }) => tags[PROJECT_TAG]));
  const [value] = values;
  if (values.size !== 1 || value === undefined) return { project: null, owner: null };
  return { project: presentName(registry, value), owner: registry.byValue.get(value)?.owner ?? null };
}

function summed(cells: MonthCells): (TwoMonths & { readonly values: readonly string[] })[] {
  const sums = new Map<string, TwoMonths & { readonly values: readonly string[] }>();
  for (const { values, amount, before } of cells) {
    const key = JSON.stringify(values);
    const sum = sums.get(key) ?? { values, amount: 0n, before: 0n };
    sums.set(key, { values, amount: sum.amount + amount, before: sum.before + before });
  }
  return [...sums.values()].filter(({ amount, before }) => amount !== 0n || before !== 0n);
}

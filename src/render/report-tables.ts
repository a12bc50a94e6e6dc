/** The tables of `report` as values: text, Markdown and HTML lay out the same cells. */
import { exactMoney, type Money, moneyText, shareText, sumMoney } from "../core/money.ts";
import type { Close, CloseShare, TwoMonths } from "../core/report.ts";
import { isChanged, type Restated, type Restatement } from "../core/report-restate.ts";
import { projectText, signedText, UNALLOCATED } from "./report-words.ts";

export interface ReportCell {
  readonly text: string;
  /** What it is sorted by, where that is not its text. */
  readonly value?: string;
  /** Written by strangers: a tag value, an owner, a service. */
  readonly isTold?: true;
  /** Worth a colour: over budget, unallocated. */
  readonly isLoud?: true;
}

export interface ReportColumn {
  readonly title: string;
  readonly isNumber: boolean;
  /** Left out of a narrow terminal, the highest first. */
  readonly drop?: number;
}

export interface ReportTable {
  readonly title: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  readonly sum: readonly string[] | null;
}

const told = (text: string): ReportCell => ({ text, isTold: true });
const ours = (text: string): ReportCell => ({ text });
const money = (amount: Money): ReportCell => ({ text: moneyText(amount), value: exactMoney(amount) });
const signed = (amount: Money): ReportCell => ({ text: signedText(amount), value: exactMoney(amount) });
const words = (title: string, drop?: number): ReportColumn => ({
  title,
  isNumber: false,
  ...(drop === undefined ? {} : { drop }),
});
const number = (title: string, drop?: number): ReportColumn => ({ ...words(title, drop), isNumber: true });

const currencyOf = ({ currency }: Close): string => currency ?? "amount";
const nobody: ReportCell = { text: UNALLOCATED, isLoud: true };

/** Projects, and what is nobody's, with what the register says. */
export function projectsTable(close: Close): ReportTable {
  const { projects, unallocated, total, monthBefore } = close;
  const share = ({ amount }: TwoMonths): ReportCell => ({
    text: shareText(amount, total.amount),
    value: exactMoney(amount),
  });
  const cells = (name: ReportCell, one: TwoMonths): ReportCell[] => [
    name,
    money(one.amount),
    share(one),
    money(one.before),
  ];
  const rows = projects.map((project) => [
    ...cells(told(projectText(project.project)), project),
    project.budget === null ? ours("") : money(project.budget),
    project.overBudgetBy === null ? ours("") : { ...money(project.overBudgetBy), isLoud: true as const },
    told(project.costCenter ?? ""),
    told(project.owner ?? ""),
  ]);
  const columns = [
    words(close.key.key),
    number(currencyOf(close)),
    number("share", 1),
    number(monthBefore),
    number("budget"),
    number("over by"),
    words("cost centre", 2),
    words("owner", 3),
  ];
  const blank = ["", "", "", ""];
  return withoutEmpty({
    title: `Spend by ${close.key.key}`,
    columns,
    rows: [...rows, [...cells(nobody, unallocated), ...blank.map(ours)]],
    sum: ["Total", moneyText(total.amount), shareText(total.amount, total.amount), moneyText(total.before), ...blank],
  });
}

/** Why each of them changed. */
export function changeTable(close: Close): ReportTable {
  const { projects, unallocated, total, key, monthBefore } = close;
  const cells = (name: ReportCell, { amount, before, split }: CloseShare | Close["total"]): ReportCell[] => [
    name,
    signed(amount - before),
    signed(split.volume),
    signed(split.mix),
    signed(split.rate),
  ];
  return {
    title: `Change against ${monthBefore}`,
    columns: [words(key.key), number("change"), number("volume"), number("model mix"), number("rate")],
    rows: [
      ...projects.map((project) => cells(told(projectText(project.project)), project)),
      cells(nobody, unallocated),
    ],
    sum: cells(ours("Total"), total).map(({ text }) => text),
  };
}

/** At most so many models of each project; the rest of them as one row. */
export function modelsTable(close: Close, most: number): ReportTable {
  const shares: (readonly [ReportCell, CloseShare])[] = [
    ...close.projects.map((project) => [told(projectText(project.project)), project] as const),
    [nobody, close.unallocated],
  ];
  const rows = shares.flatMap(([name, { models }]) => {
    // One row more is no longer than a row that says so.
    const shown = models.slice(0, models.length === most + 1 ? most + 1 : most);
    const rest = models.slice(shown.length);
    const all = [
      ...shown.map((one) => ({ ...one, label: told(one.model) })),
      ...(rest.length === 0 ? [] : [{ ...sumOf(rest), label: ours(`${rest.length} more`) }]),
    ];
    return all.map(({ label, amount, before }) => [name, label, money(amount), money(before), signed(amount - before)]);
  });
  return {
    title: "Models",
    columns: [
      words(close.key.key),
      words("model"),
      number(currencyOf(close)),
      number(close.monthBefore),
      number("change", 1),
    ],
    rows,
    sum: null,
  };
}

function sumOf(amounts: readonly TwoMonths[]): TwoMonths {
  return {
    amount: sumMoney(amounts.map(({ amount }) => amount)),
    before: sumMoney(amounts.map(({ before }) => before)),
  };
}

/** Credits, refunds and tax, as Cost Explorer calls them. */
export function chargesTable(close: Close): ReportTable {
  const own = sumOf([close.total, ...close.charges.filter(({ isOfWholeBill }) => !isOfWholeBill)]);
  return {
    title: "Beside usage",
    columns: [words("charge"), words("service"), number(currencyOf(close)), number(close.monthBefore)],
    rows: close.charges.map(({ recordType, service, isOfWholeBill, amount, before }) => [
      told(recordType),
      isOfWholeBill ? { text: `${service}, of the whole bill`, isTold: true } : told(service),
      money(amount),
      money(before),
    ]),
    sum: ["Usage and these", "", moneyText(own.amount), moneyText(own.before)],
  };
}

/** At most so many profiles; the rest of them as one row. */
export function profilesTable(close: Close, most: number): ReportTable | null {
  if (close.profiles === null) return null;
  const { rows, rest } = close.profiles;
  const [shown, hidden] = [rows.slice(0, most), rows.slice(most)];
  const months = ({ amount, before }: TwoMonths): ReportCell[] => [money(amount), money(before)];
  const named = (text: string): ReportCell[] => [ours(text), ours(""), ours(""), ours("")];
  return withoutEmpty({
    title: "Cost per profile",
    columns: [
      words("profile"),
      words("account"),
      words("project", 1),
      words("owner", 2),
      number(currencyOf(close)),
      number(close.monthBefore),
    ],
    rows: [
      ...shown.map((one) => [
        told(one.name),
        told(one.account),
        told(one.project === null ? "" : projectText(one.project)),
        told(one.owner ?? ""),
        ...months(one),
      ]),
      ...(hidden.length === 0 ? [] : [[...named(`${hidden.length} more`), ...months(sumOf(hidden))]]),
      [...named("(no profile of a stack)"), ...months(rest)],
    ],
    sum: ["Total", "", "", "", moneyText(close.total.amount), moneyText(close.total.before)],
  });
}

/** What is not as it was, and the total. */
export function restatedTable({ since, projects, charges, total }: Restatement, close: Close): ReportTable {
  const amount = (one: Money | null): ReportCell => (one === null ? ours("(not there)") : money(one));
  const cells = (name: ReportCell, one: Restated): ReportCell[] => [
    name,
    amount(one.old),
    amount(one.new),
    signed((one.new ?? 0n) - (one.old ?? 0n)),
  ];
  return {
    title: `What has changed in ${close.month} since the report ${since.slice(0, 12)}`,
    columns: [words(close.key.key), number("then"), number("now"), number("difference")],
    rows: [
      ...projects
        .filter(isChanged)
        .map((one) => cells(one.project === null ? nobody : told(projectText(one.project)), one)),
      ...charges.filter(isChanged).map((one) => cells(told(`${one.recordType}: ${one.service}`), one)),
    ],
    sum: ["Total of usage", moneyText(total.old), moneyText(total.new), signedText(total.new - total.old)],
  };
}

/** Columns that say nothing in any row are left out. */
function withoutEmpty({ title, columns, rows, sum }: ReportTable): ReportTable {
  const isShown = (_: unknown, at: number): boolean => rows.some((row) => row[at]?.text !== "");
  return {
    title,
    columns: columns.filter(isShown),
    rows: rows.map((row) => row.filter(isShown)),
    sum: sum?.filter(isShown) ?? null,
  };
}

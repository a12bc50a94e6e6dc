/** The charts of the page of `report`: who spent, and the way from one month to the next. */
import { type Money, moneyNumber, sumMoney } from "../core/money.ts";
import type { Close, TwoMonths } from "../core/report.ts";
import { type Chart, COLOURS } from "./page-chart.ts";
import { amountText, changeText, projectText, signedText, UNALLOCATED } from "./report-words.ts";
import { escapeForTerminal } from "./terminal-text.ts";

/** Each project in both months; the largest of them, the rest as one, and what is nobody's. */
export function projectsChart(close: Close): Chart {
  const { projects, unallocated, month, monthBefore, currency } = close;
  const [shown, rest] = [projects.slice(0, COLOURS), projects.slice(COLOURS)];
  const bars: { readonly name: string; readonly months: TwoMonths }[] = [
    ...shown.map((project) => ({ name: escapeForTerminal(projectText(project.project)), months: project })),
    ...(rest.length === 0 ? [] : [{ name: `${rest.length} more`, months: sumOf(rest) }]),
    { name: UNALLOCATED, months: unallocated },
  ];
  const series = (name: string, colour: string, of: (months: TwoMonths) => Money) => ({
    name,
    colour,
    values: bars.map(({ months }) => moneyNumber(of(months))),
    texts: bars.map(({ months }) => amountText(of(months), close)),
  });
  const largest = bars.slice(0, 3).map(({ name, months }) => `${name} ${amountText(months.amount, close)}`);
  return {
    id: "projects",
    title: "Spend by project, this month and the one before",
    description: `Bars, two for each of ${bars.length} names. The first: ${largest.join(", ")}. The table below holds all figures.`,
    unit: currency ?? "",
    labels: bars.map(({ name }) => name),
    names: bars.map(({ name }) => name),
    series: [series(month, "c0", ({ amount }) => amount), series(monthBefore, "c-rest", ({ before }) => before)],
    isLying: true,
  };
}

function sumOf(amounts: readonly TwoMonths[]): TwoMonths {
  return {
    amount: sumMoney(amounts.map(({ amount }) => amount)),
    before: sumMoney(amounts.map(({ before }) => before)),
  };
}

/** What volume, mix and rate made of the change, and the change: from zero, since beside the months they would be too small to see. */
export function changeChart(close: Close): Chart {
  const { total, month, monthBefore, currency } = close;
  const { volume, mix, rate } = total.split;
  const parts: readonly { readonly name: string; readonly amount: Money }[] = [
    { name: "volume", amount: volume },
    { name: "model mix", amount: mix },
    { name: "rate", amount: rate },
  ];
  const change = total.amount - total.before;
  const told = (amount: Money): string => `${signedText(amount)} ${currency ?? ""}`.trimEnd();
  const names = [...parts.map(({ name }) => name), "in all"];
  const series = (name: string, colour: string, values: readonly Money[]) => ({
    name,
    colour,
    values: values.map(moneyNumber),
    texts: values.map((amount) => (amount === 0n ? "" : told(amount))),
  });
  const ofSign = (isUp: boolean): Money[] => [...parts.map(({ amount }) => (amount > 0n === isUp ? amount : 0n)), 0n];
  return {
    id: "change",
    title: `Why ${month} is not ${monthBefore}`,
    description: `Columns: ${parts.map(({ name, amount }) => `${name} ${told(amount)}`).join(", ")}, together ${told(change)}: ${changeText(total)}, from ${amountText(total.before, close)} to ${amountText(total.amount, close)}.`,
    unit: currency ?? "",
    labels: names,
    names,
    series: [
      series("more", "c1", ofSign(true)),
      series("less", "c2", ofSign(false)),
      series("change", "c0", [0n, 0n, 0n, change]),
    ],
  };
}

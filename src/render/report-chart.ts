/** The charts of the page of `report`: who spent, and the way from one month to the next. */
import { type Money, moneyNumber, sumMoney } from "../core/money.ts";
import type { Close, TwoMonths } from "../core/report.ts";
import { type Chart, COLOURS } from "./page-chart.ts";
import { amountText, changeText, signedText, UNALLOCATED } from "./report-words.ts";
import { escapeForTerminal } from "./terminal-text.ts";

/** Each project in both months; the largest of them, the rest as one, and what is nobody's. */
export function projectsChart(close: Close): Chart {
  const { projects, unallocated, month, monthBefore, currency } = close;
  const [shown, rest] = [projects.slice(0, COLOURS), projects.slice(COLOURS)];
  const bars: { readonly name: string; readonly months: TwoMonths }[] = [
    ...shown.map((project) => ({ name: escapeForTerminal(project.project), months: project })),
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

/** From the month before over volume, mix and rate to the month; null where that would lead below nothing. */
export function bridgeChart(close: Close): Chart | null {
  const { total, month, monthBefore, currency } = close;
  const { volume, mix, rate } = total.split;
  const steps = [volume, mix, rate];
  const levels = [0, 1, 2, 3].map((at) => total.before + sumMoney(steps.slice(0, at)));
  if (levels.some((level) => level < 0n)) return null;
  const least = (at: number): Money => {
    const [from = 0n, to = 0n] = [levels[at], levels[at + 1]];
    return from < to ? from : to;
  };
  const size = (step: Money, isUp: boolean): number => (step > 0n === isUp ? Math.abs(moneyNumber(step)) : 0);
  const columns = (name: string, colour: string, values: readonly number[], texts: readonly string[]) => ({
    name,
    colour,
    values,
    texts,
  });
  const texts = ["", ...steps.map((step) => `${signedText(step)} ${currency ?? ""}`.trimEnd()), ""];
  const wholes = [amountText(total.before, close), "", "", "", amountText(total.amount, close)];
  const names = [monthBefore, "volume", "mix", "rate", month];
  return {
    id: "bridge",
    title: `From ${monthBefore} to ${month}`,
    description: `Columns: ${amountText(total.before, close)}, then ${["volume", "model mix", "rate"].map((name, at) => `${name} ${texts[at + 1]}`).join(", ")}, which gives ${amountText(total.amount, close)}: ${changeText(total)}.`,
    unit: currency ?? "",
    labels: names,
    names,
    series: [
      { ...columns("", "c-none", [0, ...steps.map((_, at) => moneyNumber(least(at))), 0], texts), isGap: true },
      columns("the month", "c0", [moneyNumber(total.before), 0, 0, 0, moneyNumber(total.amount)], wholes),
      columns("more", "c1", [0, ...steps.map((step) => size(step, true)), 0], texts),
      columns("less", "c2", [0, ...steps.map((step) => size(step, false)), 0], texts),
    ],
  };
}

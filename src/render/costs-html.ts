/** `strata costs` as one page that needs nothing else. */
import { exactMoney, moneyText, shareText } from "../core/money.ts";
import type { Coverage, Spend, SpendPrice, SpendRow } from "../core/spend.ts";
import { colourOf, costsChart } from "./costs-chart.ts";
import { mergedText, projectColumns } from "./costs-projects.ts";
import {
  askedText,
  basisText,
  byText,
  caveatText,
  payerText,
  periodText,
  servicesText,
  shareFigure,
  uncoveredText,
  valueTexts,
} from "./costs-words.ts";
import { escapeHtml } from "./html-text.ts";
import { cardsOf, notesOf, type PageCell, type PageColumn, pageOf, tableOf } from "./page.ts";
import { figureOf } from "./page-chart.ts";

export function renderCostsHtml(spend: Spend, price: SpendPrice): string {
  const about = `${periodText(spend)}, ${payerText(spend)}`;
  const figures =
    spend.rows.length === 0 ? ["<p>Nothing was spent.</p>"] : [figureOf(costsChart(spend)), spendTable(spend)];
  return pageOf(`Bedrock spend by ${byText(spend)}`, about, [cards(spend), ...figures, notes(spend, price)]);
}

function cards(spend: Spend): string {
  const total = `Total<strong>${escapeHtml(`${moneyText(spend.total)} ${spend.currency ?? ""}`)}</strong>`;
  return cardsOf([total, ...spend.coverage.map((one) => coverageCard(one, spend))]);
}

function coverageCard(one: Coverage, spend: Spend): string {
  const unknown = one.share === null ? ` class="unknown"` : "";
  const figure = `<strong${unknown}>${escapeHtml(shareFigure(one, spend))}</strong>`;
  const rest = `<span class="dim">${escapeHtml(uncoveredText(one, spend))}</span>`;
  const caveat = caveatText(one);
  const warning = caveat === null ? "" : `<span class="unknown caveat">${escapeHtml(caveat)}</span>`;
  return `Coverage: ${escapeHtml(one.key)}${figure}${rest}${warning}`;
}

function spendTable(spend: Spend): string {
  const { by, rows, total, currency } = spend;
  const details = projectColumns(spend);
  const columns: PageColumn[] = [
    ...[...by.map(({ name }) => name), ...details.map(({ title }) => title)].map((title) => ({
      title,
      isNumber: false,
    })),
    { title: currency ?? "amount", isNumber: true, isSorted: true },
    { title: "share", isNumber: true },
  ];
  const sum = ["Total", ...[...by.slice(1), ...details].map(() => ""), moneyText(total), shareText(total, total)];
  return tableOf(
    `Spend by ${byText(spend)}`,
    columns,
    rows.map((row) => cellsOf(row, spend)),
    sum,
  );
}

function cellsOf(row: SpendRow, spend: Spend): PageCell[] {
  const names = valueTexts(row.values, spend).map((text, at) => ({
    text,
    isAccount: spend.by[at]?.kind === "dimension" && spend.by[at]?.name === "account",
    ...(at === 0 ? { swatch: colourOf(row, spend) } : {}),
  }));
  const details = projectColumns(spend).map((column) => ({ text: column.of(row) ?? "" }));
  const value = exactMoney(row.total);
  return [
    ...names,
    ...details,
    { text: moneyText(row.total), value },
    { text: shareText(row.total, spend.total), value },
  ];
}

function notes(spend: Spend, price: SpendPrice): string {
  const merged = mergedText(spend);
  return notesOf([
    ...(merged === null ? [] : [merged]),
    ...(spend.services.length === 0 ? [] : [servicesText(spend)]),
    ...(spend.rows.length === 0 ? [] : [basisText(spend)]),
    askedText(price),
  ]);
}

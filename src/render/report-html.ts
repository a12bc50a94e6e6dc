/** `strata report` as one page that needs nothing else, for whoever answers for the money. */
import { moneyText, shareText } from "../core/money.ts";
import type { Close, TwoMonths } from "../core/report.ts";
import type { Restatement } from "../core/report-restate.ts";
import type { SpendPrice } from "../core/spend.ts";
import { askedText } from "./costs-words.ts";
import type { EndsTold } from "./deadline-words.ts";
import { escapeHtml } from "./html-text.ts";
import { cardsOf, notesOf, type PageCell, pageOf, tableOf } from "./page.ts";
import { figureOf } from "./page-chart.ts";
import { changeChart, projectsChart } from "./report-chart.ts";
import {
  changeTable,
  chargesTable,
  modelsTable,
  profilesTable,
  projectsTable,
  type ReportCell,
  type ReportColumn,
  type ReportTable,
  restatedTable,
} from "./report-tables.ts";
import {
  amountText,
  basisText,
  formerNamesText,
  payerText,
  profilesText,
  proofText,
  SPLIT_NOTE,
  signedText,
  stateText,
  TAX_NOTE,
  unallocatedText,
  unchangedText,
  unregisteredText,
} from "./report-words.ts";

export function renderReportHtml(
  close: Close,
  restatement: Restatement | null,
  price: SpendPrice,
  ends: EndsTold | null = null,
): string {
  const { month, services } = close;
  const body = services.length === 0 ? [note("Nothing was charged in either month.")] : bodyParts(close);
  return pageOf(`Bedrock in ${month}`, `${payerText(close)}. ${stateText(close)}`, [
    cards(close),
    ...(restatement === null ? [] : [restatedPart(restatement, close)]),
    ...body,
    ...(ends === null ? [] : [section("Models that end", [note(`${ends.text}: ${ends.command}`)])]),
    notesOf([basisText(close), askedText(price)]),
  ]);
}

function cards(close: Close): string {
  const { total, unallocated, monthBefore, key, proof } = close;
  const card = (title: string, figure: string, rest: string, isLoud = false): string =>
    `${escapeHtml(title)}<strong${isLoud ? ` class="unknown"` : ""}>${escapeHtml(figure)}</strong><span class="dim">${escapeHtml(rest)}</span>`;
  const over = close.projects.filter(({ overBudgetBy }) => overBudgetBy !== null);
  const budgeted = close.projects.filter(({ budget }) => budget !== null);
  const nobody = key.isKnown ? shareText(unallocated.amount, total.amount) || "no share" : "not known";
  return cardsOf([
    card(
      "Total of usage",
      amountText(total.amount, close),
      proof.holds ? "Adds up to the bill" : "Does not add up",
      !proof.holds,
    ),
    card(`Against ${monthBefore}`, signedText(total.amount - total.before), fromText(total)),
    card("Unallocated", nobody, amountText(unallocated.amount, close), !key.isKnown),
    ...(budgeted.length === 0
      ? []
      : [card("Over budget", `${over.length} of ${budgeted.length}`, "projects with a budget", over.length > 0)]),
  ]);
}

/** `+3.8 %, from 5,324.82`. */
function fromText({ amount, before }: TwoMonths): string {
  const change = amount - before;
  const share = shareText(change < 0n ? -change : change, before);
  return `${share === "" || change === 0n ? "" : `${change < 0n ? "-" : "+"}${share}, `}from ${moneyText(before)}`;
}

function bodyParts(close: Close): string[] {
  const profiles = profilesTable(close, Number.POSITIVE_INFINITY);
  return [
    section(`Spend by ${close.key.key}`, [
      figureOf(projectsChart(close)),
      table(projectsTable(close)),
      ...told([unallocatedText(close), formerNamesText(close), unregisteredText(close)]),
    ]),
    section("Why it changed", [figureOf(changeChart(close)), table(changeTable(close)), note(SPLIT_NOTE)]),
    section("Models", [table(modelsTable(close, Number.POSITIVE_INFINITY))]),
    section("Credits, refunds and tax", charges(close)),
    section("Cost per profile", [...(profiles === null ? [] : [table(profiles)]), ...told([profilesText(close)])]),
    section("Does it add up?", [
      `<p${close.proof.holds ? "" : ` class="unknown"`}>${escapeHtml(proofText(close))}</p>`,
    ]),
  ];
}

function charges(close: Close): string[] {
  if (close.charges.length === 0) return [note("There are none.")];
  const hasTax = close.charges.some(({ isOfWholeBill }) => isOfWholeBill);
  return [table(chargesTable(close)), ...(hasTax ? [note(TAX_NOTE)] : [])];
}

function restatedPart(restatement: Restatement, close: Close): string {
  const part = restatement.isChanged
    ? table(restatedTable(restatement, close))
    : note(unchangedText(restatement, close));
  return section("Restated", [part]);
}

function section(title: string, parts: readonly string[]): string {
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n${parts.join("\n")}\n</section>`;
}

const note = (text: string): string => `<p>${escapeHtml(text)}</p>`;

function told(texts: readonly (string | null)[]): string[] {
  return texts.flatMap((text) => (text === null ? [] : [note(text)]));
}

function toPageCell({ text, value, isTold, isLoud }: ReportCell, column: ReportColumn | undefined): PageCell {
  const isFigure = column?.isNumber === true;
  return {
    text,
    ...(value === undefined ? {} : { value }),
    ...(isFigure || isTold ? {} : { isLabel: true }),
    ...(isFigure && isLoud ? { isLoud } : {}),
  };
}

function table({ title, columns, rows, sum }: ReportTable): string {
  return tableOf(
    title,
    columns.map((column) => ({ ...column, isMinor: column.drop !== undefined })),
    rows.map((cells) => cells.map((cell, at) => toPageCell(cell, columns[at]))),
    sum,
  );
}

/** `strata report` as Markdown, for a wiki or an issue. Strangers' text stands in code spans only. */
import type { Close } from "../core/report.ts";
import type { Restatement } from "../core/report-restate.ts";
import type { SpendPrice } from "../core/spend.ts";
import { askedText } from "./costs-words.ts";
import type { EndsTold } from "./deadline-words.ts";
import { cell, code } from "./markdown-text.ts";
import {
  changeTable,
  chargesTable,
  modelsTable,
  profilesTable,
  projectsTable,
  type ReportCell,
  type ReportTable,
  restatedTable,
} from "./report-tables.ts";
import {
  amountText,
  basisText,
  changeText,
  formerNamesText,
  payerText,
  profilesText,
  proofText,
  SPLIT_NOTE,
  stateText,
  TAX_NOTE,
  unallocatedText,
  unchangedText,
  unregisteredText,
} from "./report-words.ts";

const MOST_MODELS = 5;
const MOST_PROFILES = 50;
/** More rows than anybody reads: CSV and JSON hold all. */
const MOST_ROWS = 200;

export function renderReportMarkdown(
  close: Close,
  restatement: Restatement | null,
  price: SpendPrice,
  ends: EndsTold | null = null,
): string {
  const { month, monthBefore, total, services, proof } = close;
  const parts = [
    `### Bedrock in ${month}: ${amountText(total.amount, close)}`,
    `**${changeText(total)}** against ${monthBefore}, ${payerText(close, code)}. ${stateText(close)}`,
    ...(restatement === null ? [] : [restatedPart(restatement, close)]),
    ...(services.length === 0 ? ["Nothing was charged in either month."] : bodyParts(close)),
    ...(ends === null ? [] : [`Models: ${ends.text}; ${code(ends.command)} shows them.`]),
    ...(services.length === 0 ? [] : [`${proof.holds ? "" : "> [!CAUTION]\n> "}${proofText(close, code)}`]),
    `${basisText(close, code)} ${askedText(price)}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function bodyParts(close: Close): string[] {
  const profiles = profilesTable(close, MOST_PROFILES);
  const hasTax = close.charges.some(({ isOfWholeBill }) => isOfWholeBill);
  return [
    tableOf(projectsTable(close)),
    unallocatedText(close, code),
    formerNamesText(close, code),
    unregisteredText(close, code),
    titled(changeTable(close)),
    SPLIT_NOTE,
    titled(modelsTable(close, MOST_MODELS)),
    close.charges.length === 0 ? "No credits, refunds or tax." : titled(chargesTable(close)),
    hasTax ? TAX_NOTE : null,
    profiles === null ? null : titled(profiles),
    profilesText(close),
  ].filter((part) => part !== null);
}

function restatedPart(restatement: Restatement, close: Close): string {
  return restatement.isChanged ? titled(restatedTable(restatement, close)) : unchangedText(restatement, close);
}

function titled(table: ReportTable): string {
  return `#### ${table.title}\n\n${tableOf(table)}`;
}

function tableOf({ columns, rows, sum }: ReportTable): string {
  const toRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const hidden = rows.length - MOST_ROWS;
  return [
    // The key is a stranger's; the other titles have nothing that Markdown knows.
    toRow(columns.map(({ title }) => (/^[\w .-]+$/.test(title) ? title : cell(title)))),
    `|${columns.map(({ isNumber }) => (isNumber ? "--:|" : "---|")).join("")}`,
    ...rows.slice(0, MOST_ROWS).map((cells) => toRow(cells.map(cellText))),
    ...(hidden > 0 ? [toRow(columns.map((_, at) => (at === 0 ? `${hidden} rows more` : "")))] : []),
    ...(sum === null ? [] : [toRow(sum.map((text) => (text === "" ? "" : `**${text}**`)))]),
  ].join("\n");
}

function cellText({ text, isTold, isLoud }: ReportCell): string {
  if (text === "") return "";
  if (isTold) return cell(text);
  return isLoud ? `**${text}**` : text;
}

/** `strata report` in the terminal. */
import type { Close } from "../core/report.ts";
import type { Restatement } from "../core/report-restate.ts";
import type { SpendPrice } from "../core/spend.ts";
import { askedText } from "./costs-words.ts";
import type { EndsTold } from "./deadline-words.ts";
import { distinctCut } from "./distinct-cut.ts";
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
import { type Column, tableLines } from "./table-text.ts";
import { displayWidth, escapeForTerminal } from "./terminal-text.ts";
import { joinParts, type Line, line, paragraph, renderLines, type TextStyle, type Tone } from "./text-layout.ts";

const MOST_MODELS = 3;
const MOST_PROFILES = 20;
/** Labels are not cut below this, nor wrapped before. */
const LABEL_WIDTH = 10;
/** Nor the first of them below this: what the row is of tells more than a cost centre. */
const KEY_WIDTH = 20;
/** Figures are never cut. */
const WHOLE = Number.MAX_SAFE_INTEGER;

export function renderReportText(
  close: Close,
  restatement: Restatement | null,
  price: SpendPrice,
  style: TextStyle,
  ends: EndsTold | null = null,
): string {
  return renderLines(
    joinParts([
      headLines(close, style),
      ...(restatement === null ? [] : [restatedLines(restatement, close, style)]),
      ...bodyParts(close, style),
      ends === null ? [] : paragraph(`! ${ends.text}: ${ends.command}`, 0, style, "warn"),
      proofLines(close, style),
      [...paragraph(basisText(close), 0, style, "dim"), ...paragraph(askedText(price), 0, style, "dim")],
    ]),
    style,
  );
}

function headLines(close: Close, style: TextStyle): Line[] {
  const { month, monthBefore, total } = close;
  const title = `Bedrock in ${month}: ${amountText(total.amount, close)}, ${changeText(total)} against ${monthBefore}, ${payerText(close)}`;
  const tone: Tone = close.state === "final" ? "good" : "change";
  return [...paragraph(title, 0, style, "strong"), ...paragraph(stateText(close), 0, style, tone)];
}

function restatedLines(restatement: Restatement, close: Close, style: TextStyle): Line[] {
  if (!restatement.isChanged) return paragraph(unchangedText(restatement, close), 0, style, "good");
  return titled(restatedTable(restatement, close), style);
}

function bodyParts(close: Close, style: TextStyle): Line[][] {
  if (close.services.length === 0) return [[line("Nothing was charged in either month.")]];
  const told = (text: string | null, tone: Tone): Line[] => (text === null ? [] : paragraph(text, 0, style, tone));
  const unallocated = told(unallocatedText(close), close.key.isKnown ? "plain" : "change");
  const notes = [...told(formerNamesText(close), "plain"), ...told(unregisteredText(close), "change")];
  const profiles = profilesTable(close, MOST_PROFILES);
  return [
    [...tableOf(projectsTable(close), style), ...unallocated, ...notes],
    [...titled(changeTable(close), style), ...paragraph(SPLIT_NOTE, 0, style, "dim")],
    titled(modelsTable(close, MOST_MODELS), style),
    chargeLines(close, style),
    [...(profiles === null ? [] : titled(profiles, style)), ...told(profilesText(close), "dim")],
  ];
}

function chargeLines(close: Close, style: TextStyle): Line[] {
  if (close.charges.length === 0) return [line("No credits, refunds or tax.")];
  const hasTax = close.charges.some(({ isOfWholeBill }) => isOfWholeBill);
  return [...titled(chargesTable(close), style), ...(hasTax ? paragraph(TAX_NOTE, 0, style, "dim") : [])];
}

function proofLines(close: Close, style: TextStyle): Line[] {
  if (close.services.length === 0) return [];
  return paragraph(proofText(close), 0, style, close.proof.holds ? "good" : "ends");
}

function titled(table: ReportTable, style: TextStyle): Line[] {
  return [line(table.title, "strong"), ...tableOf(table, style)];
}

/** Keys of tags are case-sensitive: `Project` is not `project`. */
function headOf(title: string): string {
  return title === title.toLowerCase() ? title.toUpperCase() : title;
}

interface Row {
  readonly cells: readonly ReportCell[];
  readonly isSum: boolean;
}

function tableOf({ columns, rows, sum }: ReportTable, style: TextStyle): Line[] {
  const all: Row[] = [
    ...rows.map((cells) => ({ cells, isSum: false })),
    ...(sum === null ? [] : [{ cells: sum.map((text) => ({ text })), isSum: true }]),
  ];
  return tableLines(
    all,
    columns.map(({ title, isNumber, drop }, at): Column<Row> => {
      const texts = all.map(({ cells }) => cells[at]?.text ?? "");
      const tone = ({ cells, isSum }: Row): Tone =>
        isSum ? "strong" : cells[at]?.isLoud === true ? "change" : "plain";
      const common = { tone, ...(drop === undefined ? {} : { drop }) };
      return { ...common, ...(isNumber ? figures(title, texts, at) : labels(title, texts, at)) };
    }),
    style,
  );
}

function figures(title: string, texts: readonly string[], at: number): Pick<Column<Row>, "title" | "cell" | "least"> {
  const width = Math.max(title.length, ...texts.map(displayWidth));
  const align = (text: string): string => (text === "" ? "" : `${" ".repeat(width - displayWidth(text))}${text}`);
  return { title: align(headOf(title)), cell: ({ cells }) => align(cells[at]?.text ?? ""), least: WHOLE };
}

/** Never so narrow that two of them look the same. */
function labels(title: string, texts: readonly string[], at: number): Omit<Column<Row>, "tone" | "drop"> {
  return {
    title: headOf(title),
    cell: ({ cells }) => cells[at]?.text ?? "",
    ...distinctCut(
      texts.map((text) => escapeForTerminal(text)),
      at === 0 ? KEY_WIDTH : LABEL_WIDTH,
    ),
    wrap: LABEL_WIDTH,
  };
}

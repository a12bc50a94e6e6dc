/** `strata assess` in the terminal: the verdict, where profiles are, what was found, and the command to run next. */
import type { Finding, FoundCase } from "../core/assess-findings.ts";
import type { Assessment } from "../core/assess-report.ts";
import { aboutText, noteTexts, unreadTexts } from "./assess-notes.ts";
import { COUNTED, type KeyRow, keyRows, type PlaceRow, placeRows, sumRow } from "./assess-rows.ts";
import {
  evidenceText,
  findingTitle,
  managersText,
  mendText,
  moreText,
  NAMED_CASES,
  nextIntro,
  nextNotes,
  profilePlace,
  verdictText,
} from "./assess-words.ts";
import { shellQuote } from "./import-steps.ts";
import { type Column, tableLines } from "./table-text.ts";
import { joinParts, type Line, paragraph, renderLines, span, type TextStyle, wrapPieces } from "./text-layout.ts";

/** Keys that the terminal lists. */
const KEYS = 10;
const INDENT = 3;

const asIs = (text: string): string => text;

export function renderAssessText(assessment: Assessment, style: TextStyle): string {
  const { verdict, findings } = assessment;
  const tone = verdict === "clean" ? "good" : verdict === "mend" ? "change" : "strong";
  const parts = [
    paragraph(`Inference profiles: ${aboutText(assessment)}`, 0, style, "dim"),
    paragraph(verdictText(assessment, asIs), 0, style, tone),
    unreadTexts(assessment).flatMap((text) => paragraph(text, 0, style, "warn")),
    placeLines(assessment, style),
    ...findings.map((finding, at) => findingLines(finding, at + 1, assessment, style)),
    keyLines(assessment, style),
    noteTexts(assessment).flatMap((text) => paragraph(text, 0, style, "dim")),
    nextLines(assessment, style),
  ];
  return renderLines(joinParts(parts), style);
}

function placeLines(assessment: Assessment, style: TextStyle): Line[] {
  const rows = placeRows(assessment);
  if (rows.length === 0) return [];
  const shown = rows.length === 1 ? rows : [...rows, sumRow(assessment)];
  return [...tableLines(shown, placeColumns(shown), style), ...paragraph(managersText(assessment), 0, style, "dim")];
}

function placeColumns(rows: readonly PlaceRow[]): Column<PlaceRow>[] {
  const tone = ({ region }: PlaceRow) => (region === "" ? "strong" : "plain");
  const isOne = new Set(rows.flatMap(({ account, region }) => (region === "" ? [] : account))).size <= 1;
  // The sum is told in the first column.
  const account: Column<PlaceRow> = { title: "ACCOUNT", cell: (row) => row.account, least: 12, tone };
  const region = (row: PlaceRow): string => (isOne && row.region === "" ? "all" : row.region);
  return [
    ...(isOne ? [] : [account]),
    { title: "REGION", cell: region, least: 14, tone },
    { ...numbers("PROFILES", rows, ({ profiles }) => String(profiles)), tone },
    { ...numbers("TO MEND", rows, ({ toMend }) => (toMend === 0 ? "" : String(toMend))), tone },
    ...COUNTED.map(({ title, kind }, at): Column<PlaceRow> => {
      const text = ({ found }: PlaceRow): string => ((found[kind] ?? 0) === 0 ? "" : String(found[kind]));
      return { ...numbers(title.toUpperCase(), rows, text), tone, drop: at };
    }),
  ];
}

/** Aligned to the right. */
function numbers<T>(title: string, rows: readonly T[], textOf: (row: T) => string): Column<T> {
  const width = Math.max(title.length, ...rows.map((row) => textOf(row).length));
  const cell = (row: T): string => (textOf(row) === "" ? "" : textOf(row).padStart(width));
  return { title: title.padStart(width), cell, least: width };
}

function findingLines(finding: Finding, number: number, assessment: Assessment, style: TextStyle): Line[] {
  const shown = finding.cases.slice(0, NAMED_CASES);
  const more = moreText(finding);
  return [
    ...paragraph(`${number}. ${findingTitle(finding, assessment, asIs)}`, 0, style, "strong"),
    ...shown.flatMap((one) => paragraph(caseText(one), INDENT, style)),
    ...(more === "" ? [] : paragraph(more, INDENT, style, "dim")),
    ...paragraph(`-> ${mendText(finding)}`, INDENT, style),
  ];
}

function caseText(one: FoundCase): string {
  const evidence = evidenceText(one, asIs);
  return `${one.profile.name} (${profilePlace(one.profile)})${evidence === "" ? "" : `: ${evidence}`}`;
}

function keyLines(assessment: Assessment, style: TextStyle): Line[] {
  const rows = keyRows(assessment);
  if (rows.length === 0) return [];
  const shown = rows.slice(0, KEYS);
  const more = rows.length - shown.length;
  const columns: Column<KeyRow>[] = [
    { title: "TAG KEY", cell: ({ key }) => key, least: 16 },
    numbers("PROFILES", shown, ({ profiles }) => profiles),
    numbers("SHARE", shown, ({ share }) => share),
    numbers("OF SPEND", shown, ({ spend }) => spend),
  ];
  return [
    ...tableLines(shown, columns, style),
    ...(more === 0 ? [] : paragraph(`${more} more in --format json.`, 0, style, "dim")),
  ];
}

/** A command that does not fit goes on after a backslash, so that it can still be copied. */
function nextLines(assessment: Assessment, style: TextStyle): Line[] {
  const pieces = optionPieces(assessment.next.words).map((piece) => span(piece).text);
  const rows = wrapPieces(pieces, style.width - 8);
  return [
    ...paragraph(nextIntro(assessment), 0, style),
    ...nextNotes(assessment).flatMap((text) => paragraph(text, 0, style, "dim")),
    ...rows.map(
      (row, at): Line => [
        span(`${at === 0 ? "Next: " : "      "}${row}${at === rows.length - 1 ? "" : " \\"}`, "strong"),
      ],
    ),
  ];
}

/** An option stays beside its value. */
function optionPieces(words: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const word of words.map(shellQuote)) {
    const last = pieces.at(-1) ?? "";
    const isValue = last.startsWith("--") && !last.includes(" ") && !word.startsWith("--");
    if (isValue) pieces.splice(-1, 1, `${last} ${word}`);
    else pieces.push(word);
  }
  return pieces;
}

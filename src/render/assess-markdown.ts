/** `strata assess` as Markdown for an issue or a chat. Strangers' text stands in code spans only. */
import type { Finding, FoundCase } from "../core/assess-findings.ts";
import type { Assessment } from "../core/assess-report.ts";
import { aboutText, noteTexts, unreadTexts } from "./assess-notes.ts";
import { COUNTED, keyRows, type PlaceRow, placeRows, sumRow } from "./assess-rows.ts";
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
import { cell, code, fence } from "./markdown-text.ts";

/** More rows than anybody reads. */
const MOST_ROWS = 50;

export function renderAssessMarkdown(assessment: Assessment): string {
  const parts = [
    [`### Bedrock inference profiles: ${aboutText(assessment)}`],
    [`**${verdictText(assessment, code)}**`],
    unreadTexts(assessment).map((text) => `- ${code(text)}`),
    placeTable(assessment),
    ...assessment.findings.map((finding, at) => findingPart(finding, at + 1, assessment)),
    keyTable(assessment),
    noteTexts(assessment).map((text) => `- ${code(text)}`),
    [nextIntro(assessment), ...nextNotes(assessment)],
    fence([assessment.next.words.map(shellQuote).join(" ")], "sh"),
  ];
  const shown = parts.filter(({ length }) => length > 0);
  return `${shown.map((part) => part.join("\n")).join("\n\n")}\n`;
}

function placeTable(assessment: Assessment): string[] {
  const rows = placeRows(assessment);
  if (rows.length === 0) return [];
  const toRow = (row: PlaceRow, place: string): string => {
    const counts = [row.profiles, row.toMend, ...COUNTED.map(({ kind }) => row.found[kind] ?? 0)];
    return `| ${[place, ...counts].join(" | ")} |`;
  };
  const more = rows.length - MOST_ROWS;
  return [
    `| account | region | profiles | to mend | ${COUNTED.map(({ title }) => title).join(" | ")} |`,
    `|---|---|--:|--:|${COUNTED.map(() => "--:").join("|")}|`,
    ...rows.slice(0, MOST_ROWS).map((row) => toRow(row, `${cell(row.account)} | ${cell(row.region)}`)),
    ...(rows.length > 1 ? [toRow(sumRow(assessment), "**all** | ")] : []),
    "",
    ...(more > 0 ? [`${more} places with fewer profiles are left out.`] : []),
    managersText(assessment),
  ];
}

function findingPart(finding: Finding, number: number, assessment: Assessment): string[] {
  const more = moreText(finding);
  return [
    `**${number}. ${findingTitle(finding, assessment, code)}**`,
    "",
    ...finding.cases.slice(0, NAMED_CASES).map((one) => `- ${caseText(one)}`),
    ...(more === "" ? [] : [`- ${more}`]),
    ...(finding.cases.length === 0 ? [] : [""]),
    mendText(finding),
  ];
}

function caseText(one: FoundCase): string {
  const evidence = evidenceText(one, code);
  return `${code(one.profile.name)} (${code(profilePlace(one.profile))})${evidence === "" ? "" : `: ${evidence}`}`;
}

function keyTable(assessment: Assessment): string[] {
  const rows = keyRows(assessment);
  if (rows.length === 0) return [];
  const more = rows.length - MOST_ROWS;
  return [
    "| tag key | profiles | share | of spend |",
    "|---|--:|--:|--:|",
    ...rows
      .slice(0, MOST_ROWS)
      .map(({ key, profiles, share, spend }) => `| ${cell(key)} | ${profiles} | ${share} | ${spend} |`),
    ...(more > 0 ? ["", `${more} keys that fewer profiles carry are left out.`] : []),
  ];
}

/** `strata assess --format html`: one page that a manager can read and an engineer can act on. */
import type { Finding, FoundCase } from "../core/assess-findings.ts";
import type { Assessment } from "../core/assess-report.ts";
import { moneyText, shareText } from "../core/money.ts";
import { aboutText, noteTexts, unreadTexts } from "./assess-notes.ts";
import { COUNTED, keyRows, type PlaceRow, placeRows, sumRow } from "./assess-rows.ts";
import {
  evidenceText,
  findingTitle,
  managersText,
  mendText,
  nextIntro,
  nextNotes,
  profilePlace,
  verdictText,
} from "./assess-words.ts";
import { escapeHtml } from "./html-text.ts";
import { shellQuote } from "./import-steps.ts";
import { cardsOf, notesOf, type PageCell, pageOf, tableOf } from "./page.ts";
import { type Chart, figureOf } from "./page-chart.ts";
import { countOf } from "./plan-words.ts";
import { escapeForTerminal } from "./terminal-text.ts";

/** Places with a column of their own in the chart. */
const COLUMNS = 12;
/** Cases that are seen at once; the others are unfolded. */
const OPEN = 5;
/** A page with tens of thousands of lines is read by nobody. */
const MOST_CASES = 500;

const asIs = (text: string): string => text;

export function renderAssessHtml(assessment: Assessment): string {
  const { estate, findings } = assessment;
  const unread = unreadTexts(assessment).map((text) => `<p class="unknown">${escapeHtml(text)}</p>`);
  const isEmpty = estate.profiles.length === 0;
  const found = findings.map((finding, at) => findingSection(finding, at + 1, assessment));
  const parts = [
    `<p class="verdict"><strong>${escapeHtml(verdictText(assessment, asIs))}</strong></p>`,
    ...unread,
    ...(isEmpty ? [] : [cards(assessment)]),
    ...found,
    nextSection(assessment),
    ...(isEmpty ? [] : [`<h2>Where they are</h2>`, figureOf(chartOf(assessment)), placeTable(assessment)]),
    ...(keyRows(assessment).length === 0 ? [] : [`<h2>Tag keys</h2>`, keyTable(assessment)]),
    notesOf([...(isEmpty ? [] : [managersText(assessment)]), ...noteTexts(assessment)]),
  ];
  return pageOf("Bedrock inference profiles: what to mend", aboutText(assessment), parts);
}

function cards({ estate, toMend, findings, spend, keys }: Assessment): string {
  const total = estate.profiles.length;
  const readable = estate.profiles.filter(({ tags }) => tags !== null).length;
  const unattributed = findings.find((finding) => finding.spend !== null)?.spend ?? null;
  const [key] = keys;
  const figure = (title: string, value: string, more: string): string =>
    `${escapeHtml(title)}<strong>${escapeHtml(value)}</strong><span class="dim">${wholeMonths(escapeHtml(more))}</span>`;
  return cardsOf([
    figure(
      "Profiles",
      String(total),
      countOf(new Set(estate.profiles.map((one) => one.region)).size, "region", "regions"),
    ),
    figure("To mend", String(toMend), shareText(BigInt(toMend), BigInt(total))),
    ...(unattributed === null || spend.status !== "told"
      ? []
      : [
          figure(
            unattributed.key === null ? "Spend of nobody" : `Spend without ${unattributed.key}`,
            shareText(unattributed.amount, unattributed.total),
            `${moneyText(unattributed.amount)} ${unattributed.currency ?? ""} of ${spend.period.start.slice(0, 7)}`,
          ),
        ]),
    ...(key === undefined
      ? []
      : [
          figure(
            `Carry ${key.key}`,
            shareText(BigInt(key.profiles), BigInt(readable)),
            `${key.profiles} of ${readable}`,
          ),
        ]),
  ]);
}

/** A line must not end within `2026-10`. */
function wholeMonths(html: string): string {
  return html.replace(/\b\d{4}-\d\d\b/g, '<span class="whole">$&</span>');
}

function findingSection(finding: Finding, number: number, assessment: Assessment): string {
  const { cases } = finding;
  const listed = cases.slice(0, MOST_CASES).map((one) => `<li>${escapeHtml(caseText(one))}</li>`);
  const rest = listed.slice(OPEN);
  const left = cases.length > MOST_CASES ? `<p class="dim">${cases.length - MOST_CASES} more in --format csv.</p>` : "";
  const more =
    rest.length === 0
      ? ""
      : `<details><summary>${rest.length} more</summary><ul>${rest.join("")}</ul>${left}</details>`;
  return `<section>
<h2>${number}. ${escapeHtml(findingTitle(finding, assessment, asIs))}</h2>
${listed.length === 0 ? "" : `<ul>${listed.slice(0, OPEN).join("")}</ul>${more}`}
<p>${escapeHtml(mendText(finding))}</p>
</section>`;
}

function caseText(one: FoundCase): string {
  const evidence = evidenceText(one, asIs);
  return `${one.profile.name} (${profilePlace(one.profile)})${evidence === "" ? "" : `: ${evidence}`}`;
}

function nextSection(assessment: Assessment): string {
  const command = assessment.next.words.map(shellQuote).join(" ");
  const notes = nextNotes(assessment).map((text) => `<p class="dim">${escapeHtml(text)}</p>`);
  return `<section>
<h2>Next</h2>
<p>${escapeHtml(nextIntro(assessment))}</p>
${notes.join("\n")}<pre><code>${escapeHtml(command)}</code></pre>
</section>`;
}

/** The places with the most profiles, and all others as one column. */
function chartOf(assessment: Assessment): Chart {
  const rows = placeRows(assessment);
  const rest = rows.slice(COLUMNS);
  const shown = rows.slice(0, rest.length === 0 ? COLUMNS : COLUMNS - 1);
  const others = rows.slice(shown.length);
  const isOne = new Set(rows.map(({ account }) => account)).size === 1;
  const nameOf = ({ account, region }: PlaceRow): string => escapeForTerminal(isOne ? region : `${account} ${region}`);
  const columns = [...shown, ...(others.length === 0 ? [] : [joined(others)])];
  const names = [...shown.map(nameOf), ...(others.length === 0 ? [] : [`${others.length} other places`])];
  const { profiles, toMend } = sumRow(assessment);
  const series = (name: string, colour: string, pick: (row: PlaceCounts) => number) => {
    const values = columns.map(pick);
    return { name, colour, values, texts: values.map((value) => countOf(value, "profile", "profiles")) };
  };
  return {
    id: "places",
    title: "Profiles by account and region",
    description: `Stacked columns, one for each place: profiles to mend, ${toMend} in all, and profiles in order, ${profiles - toMend}. The table below holds all figures.`,
    unit: "profiles",
    labels: names,
    names,
    series: [
      series("to mend", "c1", (row) => row.toMend),
      series("in order", "c2", (row) => row.profiles - row.toMend),
    ],
  };
}

type PlaceCounts = Pick<PlaceRow, "profiles" | "toMend">;

function joined(rows: readonly PlaceRow[]): PlaceCounts {
  const sum = (pick: (row: PlaceRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return { profiles: sum((row) => row.profiles), toMend: sum((row) => row.toMend) };
}

function placeTable(assessment: Assessment): string {
  const number = (title: string) => ({ title, isNumber: true });
  const columns = [
    { title: "account", isNumber: false },
    { title: "region", isNumber: false },
    { ...number("profiles"), isSorted: true as const },
    number("to mend"),
    ...COUNTED.map(({ title }) => number(title)),
  ];
  const countsOf = (row: PlaceRow): string[] =>
    [row.profiles, row.toMend, ...COUNTED.map(({ kind }) => row.found[kind] ?? 0)].map(String);
  const cells = (row: PlaceRow): PageCell[] => [
    { text: row.account, isAccount: /^\d{12}$/.test(row.account) },
    ...[row.region, ...countsOf(row)].map((text) => ({ text })),
  ];
  const sum = ["All", "", ...countsOf(sumRow(assessment))];
  return tableOf("Profiles by account and region", columns, placeRows(assessment).map(cells), sum);
}

function keyTable(assessment: Assessment): string {
  const columns = [
    { title: "tag key", isNumber: false },
    { title: "profiles", isNumber: true, isSorted: true as const },
    { title: "share", isNumber: true },
    { title: "of spend", isNumber: false },
  ];
  const rows = keyRows(assessment).map(({ key, profiles, share, spend }): PageCell[] => [
    { text: key },
    { text: profiles },
    { text: share, value: profiles },
    { text: spend },
  ]);
  const readable = assessment.estate.profiles.filter(({ tags }) => tags !== null).length;
  return tableOf("How many profiles carry each tag key", columns, rows, ["All profiles", `of ${readable}`, "", ""]);
}

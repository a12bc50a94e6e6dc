/** `strata list` as a table. */

import { modelIdsOf, type ProfileRow, type UnreadRow } from "../core/listing.ts";
import { isIdentityTag } from "../core/ownership.ts";
import { compareText } from "../core/profile.ts";
import { faultText } from "./fault-text.ts";
import { countOf, placeOf } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { shownValue } from "./tags-text.ts";
import { joinParts, type Line, paragraph, renderLines, type TextStyle, type Tone } from "./text-layout.ts";

const ACCOUNT: Column<ProfileRow> = { title: "ACCOUNT", cell: accountText, least: 8 };
const REGION: Column<ProfileRow> = { title: "REGION", cell: ({ region }) => region, least: 9 };
const NAME: Column<ProfileRow> = { title: "NAME", cell: ({ name }) => name, least: 16 };
const OTHERS: readonly Column<ProfileRow>[] = [
  { title: "OWNER", cell: ownerText, tone: ownerTone, least: 9 },
  { title: "SOURCE", cell: sourceText, least: 22, cut: "start" },
  { title: "ID", cell: ({ id }) => id, least: 12, drop: 2 },
  { title: "TAGS", cell: tagsText, least: 20, drop: 1 },
];

/** Account and region are columns only where they tell rows apart; else the line below the table names them. */
function columnsFor(rows: readonly ProfileRow[]): Column<ProfileRow>[] {
  return [
    NAME,
    ...(isOne(rows.map(accountText)) ? [] : [ACCOUNT]),
    ...(isOne(rows.map(({ region }) => region)) ? [] : [REGION]),
    ...OTHERS,
  ];
}

function isOne(texts: readonly string[]): boolean {
  return new Set(texts).size <= 1;
}

function accountText({ accountName, account }: ProfileRow): string {
  return accountName ?? account;
}

/** What was read as a table (or `nothing`, which a filter has to word), then what could not be read. */
export function renderListText(
  rows: readonly ProfileRow[],
  style: TextStyle,
  unread: readonly UnreadRow[] = [],
  nothing = "No application inference profiles.",
): string {
  const table = rows.length === 0 ? [] : tableLines(rows, columnsFor(rows), style);
  const counts = paragraph(rows.length === 0 ? nothing : countsText(rows), 0, style, "dim");
  return renderLines(joinParts([table, counts, unread.flatMap((row) => unreadLines(row, style))]), style);
}

/** Why a target has no rows. */
export function unreadLines(row: UnreadRow, style: TextStyle): Line[] {
  return paragraph(unreadText(row), 0, style, row.status === "pending" ? "dim" : "warn");
}

export function unreadText({ account, accountName, region, status, fault }: UnreadRow): string {
  const place = placeOf(accountName, account, region);
  if (status === "pending") return `${place}: pending, not read`;
  return `${place}: NOT READ. ${fault === null ? "No answer" : faultText(fault)}`;
}

/** Whose it is, and what is special about it, in one word. */
export function ownerText({ ownership, stack, protect, retireAfter }: ProfileRow): string {
  if (ownership === "foreign") return stack ?? "foreign";
  if (ownership === "unmanaged") return "unmanaged";
  if (retireAfter !== null) return "retiring";
  return protect ? "protected" : "ours";
}

function ownerTone({ ownership, protect, retireAfter }: ProfileRow): Tone {
  if (ownership !== "ours") return "dim";
  return protect || retireAfter !== null ? "warn" : "good";
}

/** The source where its tag tells it; else the models, which AWS always tells, in brackets: a model is no source. */
function sourceText({ source, modelArns }: ProfileRow): string {
  return source ?? `(${modelIdsOf(modelArns).join(", ")})`;
}

/** Without the marks that OWNER, NAME and SOURCE already tell. */
function tagsText({ tags }: ProfileRow): string {
  if (tags === null) return "";
  return Object.entries(tags)
    .filter(([key]) => !isIdentityTag(key))
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => `${shownValue(key)}=${shownValue(value)}`)
    .join(" ");
}

function countsText(rows: readonly ProfileRow[]): string {
  const count = (ownership: ProfileRow["ownership"]): number =>
    rows.filter((row) => row.ownership === ownership).length;
  const parts = [`${count("ours")} ours`, `${count("unmanaged")} unmanaged`, `${count("foreign")} of other stacks`];
  const places = [
    ...(isOne(rows.map(accountText)) ? rows.slice(0, 1).map(accountText) : []),
    ...(isOne(rows.map(({ region }) => region)) ? rows.slice(0, 1).map(({ region }) => region) : []),
  ];
  const where = places.length === 0 ? "" : ` in ${places.join(" ")}`;
  return `${countOf(rows.length, "profile", "profiles")}${where}: ${parts.join(", ")}. One in full: strata show NAME`;
}

/** `strata list --expiring` as a table, and what of the file to change. */
import type { DeadlineRow, ModelPlace, ProfileAmounts, SystemDeadline } from "../core/deadlines.ts";
import { groupBy } from "../core/group-by.ts";
import type { UnreadRow } from "../core/listing.ts";
import { moneyText } from "../core/money.ts";
import { endWord, leftWord, toldEnds, unreadEnds } from "./deadline-words.ts";
import { unreadLines } from "./list-text.ts";
import { countOf } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { displayWidth } from "./terminal-text.ts";
import { joinParts, type Line, paragraph, renderLines, type TextStyle } from "./text-layout.ts";

/** How far ahead was looked, and the last day of that. */
export interface Ahead {
  readonly days: number;
  readonly until: string;
}

export interface DeadlineListing extends Ahead {
  readonly rows: readonly DeadlineRow[];
  /** Targets that no row can speak for. */
  readonly unread: readonly UnreadRow[];
  /** How many targets did not tell how long models live, those of `unread` among them. */
  readonly unknown: number;
  /** Null where nobody asked for money. */
  readonly amounts: Pick<ProfileAmounts, "month" | "unit"> | null;
}

const NAME: Column<DeadlineRow> = { title: "NAME", cell: ({ name }) => name, least: 12 };
const ACCOUNT: Column<DeadlineRow> = { title: "ACCOUNT", cell: accountText, least: 8 };
const REGION: Column<DeadlineRow> = { title: "REGION", cell: ({ region }) => region, least: 9 };
const ENDS: Column<DeadlineRow> = { title: "ENDS", cell: endWord, tone: () => "ends", least: 10 };
const LEFT: Column<DeadlineRow> = { title: "LEFT", cell: leftWord, least: 5 };
const MODEL: Column<DeadlineRow> = {
  title: "MODEL",
  cell: ({ model }) => model,
  least: 16,
  narrow: (width) => ({ title: "MODEL", cell: ({ model }) => shortModel(model, width) }),
};
const OWNER: Column<DeadlineRow> = { title: "OWNER", cell: ({ owner }) => owner ?? "", least: 15, wrap: 8 };
const REST: readonly Column<DeadlineRow>[] = [
  { title: "PROJECT", cell: ({ project }) => project ?? "", least: 10, drop: 1 },
  { title: "EXTENDED", cell: ({ extendedAccess }) => extendedAccess ?? "", least: 10, drop: 2 },
  { title: "LEGACY", cell: ({ legacy }) => legacy ?? "", least: 10, drop: 3 },
];

/** Without its provider, its version, its date: as much as has to go. */
function shortModel(model: string, width: number): string {
  const named = model.slice(model.indexOf(".") + 1);
  const dated = named.replace(/-v\d+(:\d+)?$/, "");
  const shorter = [model, named, dated, dated.replace(/-\d{8}$/, "")];
  return shorter.find((text) => displayWidth(text) <= width) ?? shorter.at(-1) ?? model;
}

function accountText({ accountName, account }: DeadlineRow): string {
  return accountName ?? account;
}

function columnsFor({ rows, amounts }: DeadlineListing): Column<DeadlineRow>[] {
  const tellsApart = (of: (row: DeadlineRow) => string): boolean => new Set(rows.map(of)).size > 1;
  const money: Column<DeadlineRow> = {
    title: amounts === null ? "" : `${amounts.unit || "COST"} IN ${amounts.month}`,
    cell: (row) => (row.money === null ? "" : moneyText(row.money)),
    least: 10,
  };
  return [
    NAME,
    ...(tellsApart(accountText) ? [ACCOUNT] : []),
    ...(tellsApart(({ region }) => region) ? [REGION] : []),
    ENDS,
    LEFT,
    MODEL,
    OWNER,
    ...(amounts === null ? [] : [money]),
    ...REST,
  ];
}

export function renderDeadlineList(listing: DeadlineListing, style: TextStyle): string {
  const { rows, days, until, unread, unknown } = listing;
  const counted = toldEnds({ days, until, targets: [], profiles: rows }, unknown)?.text;
  const parts = [
    rows.length === 0 ? [] : tableLines(rows, columnsFor(listing), style),
    changeLines(rows, style),
    paragraph(`${counted ?? `No profile is on a model that ends by ${until}`}.`, 0, style, "dim"),
    unread.flatMap((row) => unreadLines(row, style)),
  ];
  return renderLines(joinParts(parts), style);
}

/** Each place of the file once, however many profiles it moves; then what no edit of the file moves. */
function changeLines(rows: readonly DeadlineRow[], style: TextStyle): Line[] {
  const named = rows.flatMap(({ name, change }) => (change === null ? [] : [{ name, change }]));
  const places = groupBy(named, ({ change: { declaredAt } }) => `${declaredAt.file}:${declaredAt.start.line}`);
  const lines = [...places].flatMap(([place, all]) => paragraph(`${place}: ${whatText(all)}`, 2, style));
  const settled = rows.filter(({ ownership, change }) => ownership === "ours" && change === null);
  const unmanaged = rows.filter(({ ownership }) => ownership === "unmanaged");
  return [
    ...(lines.length === 0
      ? []
      : paragraph("To change in the file (strata list --system shows what there is):", 0, style)),
    ...lines,
    ...(settled.length === 0
      ? []
      : paragraph(
          `No edit left for ${namesText(settled)}: retiring, not declared, or declared with another model by now (strata plan).`,
          0,
          style,
        )),
    ...(unmanaged.length === 0
      ? []
      : paragraph(`In no file: ${namesText(unmanaged)}. To take over what is yours: strata import.`, 0, style)),
  ];
}

function whatText(all: readonly { readonly name: string; readonly change: ModelPlace }[]): string {
  const names = new Set(all.map(({ name }) => name));
  const [first] = all;
  const alias = first?.change.alias ?? null;
  return alias === null ? (first?.name ?? "") : `alias ${alias} (${countOf(names.size, "entry", "entries")})`;
}

/** Names that are told; the others are counted. */
const NAMED = 5;

function namesText(rows: readonly DeadlineRow[]): string {
  const names = [...new Set(rows.map(({ name }) => name))];
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const SYSTEM: readonly Column<SystemDeadline>[] = [
  { title: "ID", cell: ({ source }) => source.id, least: 30, cut: "middle" },
  { title: "REGION", cell: ({ region }) => region, least: 9 },
  { title: "ENDS", cell: endWord, tone: () => "ends", least: 10 },
  { title: "LEFT", cell: leftWord, least: 5 },
  { title: "EXTENDED", cell: ({ extendedAccess }) => extendedAccess ?? "", least: 10, drop: 1 },
  { title: "LEGACY", cell: ({ legacy }) => legacy ?? "", least: 10, drop: 2 },
];

/** `unknown`: regions that did not tell. */
export function renderSystemDeadlines(
  rows: readonly SystemDeadline[],
  { until }: Ahead,
  style: TextStyle,
  unknown = 0,
): string {
  const text =
    unknown === 0
      ? `No system profile is of a model that ends by ${until}`
      : unreadEnds(countOf(unknown, "region", "regions"));
  const nothing = paragraph(`${text}.`, 0, style, "dim");
  return renderLines(rows.length === 0 ? nothing : tableLines(rows, SYSTEM, style), style);
}

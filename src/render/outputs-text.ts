/** `strata outputs` as a table. An ARN that is cut is none: the table is as wide as it has to be. */
import type { UnreadRow } from "../core/listing.ts";
import { baseModelOf, type MissingOutput, type Output, type Outputs } from "../core/outputs.ts";
import { unreadLines } from "./list-text.ts";
import { countOf, placeOf } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { displayWidth } from "./terminal-text.ts";
import { joinParts, type Line, paragraph, renderLines, span, type TextStyle } from "./text-layout.ts";

const NAME: Column<Output> = { title: "NAME", cell: ({ name }) => name, least: 64 };
const ACCOUNT: Column<Output> = { title: "ACCOUNT", cell: accountText, least: 16 };
const REGION: Column<Output> = { title: "REGION", cell: ({ region }) => region, least: 20 };
const MODEL: Column<Output> = {
  title: "MODEL",
  cell: (output) => baseModelOf(output) ?? "",
  least: 22,
  cut: "start",
  drop: 1,
};
const ARN: Column<Output> = { title: "ARN", cell: ({ arn }) => arn, least: 2_048 };

export function renderOutputsText(
  { outputs, missing }: Outputs,
  unread: readonly UnreadRow[],
  style: TextStyle,
): string {
  const shown = [NAME, ...(isOne(outputs.map(accountText)) ? [] : [ACCOUNT]), REGION];
  const needed = [...shown, ARN].reduce((sum, column) => sum + widest(outputs, column) + 2, 0);
  const wide = { ...style, width: Math.max(style.width, needed) };
  const table = outputs.length === 0 ? [] : tableLines(outputs, [...shown, MODEL, ARN], wide);
  const nothing = outputs.length === 0 ? paragraph("No profile of this stack can be called.", 0, style, "dim") : [];
  return renderLines(
    joinParts([
      table,
      nothing,
      missing.flatMap((one) => missingLines(one, style)),
      outputs.filter(({ declaredAt }) => declaredAt === null).flatMap((one) => undeclaredLines(one, style)),
      unread.flatMap((row) => unreadLines(row, style)),
      outputs.length === 0 ? [] : paragraph(nextText(outputs), 0, style, "dim"),
    ]),
    wide,
  );
}

function isOne(texts: readonly string[]): boolean {
  return new Set(texts).size <= 1;
}

function accountText({ accountName, account }: Output): string {
  return accountName ?? account;
}

function widest(outputs: readonly Output[], { title, cell }: Column<Output>): number {
  return outputs.reduce((width, output) => Math.max(width, displayWidth(span(cell(output)).text)), title.length);
}

function missingLines(one: MissingOutput, style: TextStyle): Line[] {
  return paragraph(missingText(one), 0, style, "warn");
}

function undeclaredLines(output: Output, style: TextStyle): Line[] {
  return paragraph(undeclaredText(output), 0, style, "warn");
}

/** Also the note beside the other formats, which hold ARNs alone. */
export function missingText({ name, account, accountName, region, why }: MissingOutput): string {
  return `${name}, ${placeOf(accountName, account, region)}: not among them, since ${why}.`;
}

export function undeclaredText({ name, account, accountName, region }: Output): string {
  return `${name}, ${placeOf(accountName, account, region)}: no entry of the file asks for it any more, so the next apply may end it.`;
}

function nextText(outputs: readonly Output[]): string {
  return `${countOf(outputs.length, "profile", "profiles")}. For programs: --format json, dotenv, tfvars, litellm, claude-code, markdown.`;
}

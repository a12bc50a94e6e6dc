/** `import --verify` as a table. */
import type { Verdict, VerifiedArn } from "../core/import-verify.ts";
import { countOf } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { joinParts, paragraph, renderLines, type TextStyle } from "./text-layout.ts";

const WORDS: Readonly<Record<Verdict, string>> = {
  same: "same ARN, ours",
  gone: "GONE: no live profile has this ARN",
  "not-adopted": "NOT ADOPTED: managed by nobody yet",
  "other-stack": "FOREIGN: belongs to another stack",
  "not-declared": "NOT DECLARED: ours, but in no entry: an apply would end it",
  ending: "ENDING: ours, but about to be replaced, deleted or retired",
  "not-read": "NOT READ: its account or region did not answer",
  "not-looked-after": "NOT LOOKED AFTER: its account or region is not in the file",
};

const COLUMNS: readonly Column<VerifiedArn>[] = [
  { title: "NAME", cell: ({ name }) => name ?? "", least: 12 },
  { title: "ACCOUNT", cell: ({ account }) => account, least: 12, drop: 2 },
  { title: "REGION", cell: ({ region }) => region, least: 9, drop: 1 },
  { title: "ID", cell: ({ arn }) => arn.slice(arn.lastIndexOf("/") + 1), least: 12 },
  {
    title: "STATE",
    cell: ({ verdict }) => WORDS[verdict],
    tone: ({ verdict }) => (verdict === "same" ? "good" : "warn"),
    least: 14,
  },
];

export function renderVerifyText(rows: readonly VerifiedArn[], style: TextStyle): string {
  const same = rows.filter(({ verdict }) => verdict === "same").length;
  const total = countOf(rows.length, "ARN", "ARNs");
  const verdict =
    same === rows.length
      ? `${total}: all the same, and ours.`
      : `${same} of ${total} the same and ours: the hand-over is not complete.`;
  const table = rows.length === 0 ? [] : tableLines(rows, COLUMNS, style);
  return renderLines(joinParts([table, paragraph(verdict, 0, style, same === rows.length ? "good" : "warn")]), style);
}

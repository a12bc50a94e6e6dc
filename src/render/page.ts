/** A page that needs nothing else: no network, its own script and style alone. */
import { cspHash, escapeHtml } from "./html-text.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./page-parts.ts";

const POLICY = [
  "default-src 'none'",
  `style-src ${cspHash(PAGE_STYLE)}`,
  `script-src ${cspHash(PAGE_SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** `title` and `about` are text, `parts` HTML. */
export function pageOf(title: string, about: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="dim">${escapeHtml(about)}</p>
${parts.join("\n")}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** Figures that are seen first; each is the HTML inside of one. */
export function cardsOf(cards: readonly string[]): string {
  return `<ul class="cards">\n${cards.map((card) => `<li>${card}</li>`).join("\n")}\n</ul>`;
}

export interface PageColumn {
  readonly title: string;
  readonly isNumber: boolean;
  /** Left out on a phone, where the figures that count would have no room. */
  readonly isMinor?: boolean;
  /** The rows come in its order, the greatest first. */
  readonly isSorted?: true;
}

export interface PageCell {
  readonly text: string;
  /** What it is sorted by, where that is not its text. */
  readonly value?: string;
  /** Class of the colour that stands for the row in the chart. */
  readonly swatch?: string;
  readonly isAccount?: boolean;
  /** Ids and the like, which take more room before they break. */
  readonly isLong?: boolean;
  /** Stays on one line: a label of ours. */
  readonly isLabel?: true;
  /** Worth a look: in the colour of warnings. */
  readonly isLoud?: true;
}

/** A table of more columns may be wider than the text. */
const MANY = 8;

/** A table that its headings sort; the last row is the sum, where there is one, and stays. */
export function tableOf(
  caption: string,
  columns: readonly PageColumn[],
  rows: readonly (readonly PageCell[])[],
  sum: readonly string[] | null,
): string {
  const foot = (sum ?? []).map((text, at) => `<td${columnClass(columns[at])}>${escapeHtml(text)}</td>`);
  return `<div class="scroll${columns.length > MANY ? " many" : ""}"><table>
<caption class="dim">${escapeHtml(caption)}; a heading sorts</caption>
<thead><tr>${columns.map(headOf).join("")}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map((cell, at) => cellOf(cell, columns[at])).join("")}</tr>`).join("\n")}
</tbody>
${
  foot.length === 0
    ? ""
    : `<tfoot><tr>${foot.join("")}</tr></tfoot>
`
}</table></div>`;
}

function headOf(column: PageColumn): string {
  const sorted = column.isSorted === true ? ` aria-sort="descending"` : "";
  return `<th scope="col"${columnClass(column)}${sorted}><button type="button">${escapeHtml(column.title)}</button></th>`;
}

function cellOf(cell: PageCell, column: PageColumn | undefined): string {
  const { text, value = text, swatch, isAccount = false, isLong = false, isLabel = false, isLoud = false } = cell;
  const short = text.split(/\s/).every(({ length }) => length <= WHOLE_WORD) ? ["words"] : [];
  const plain = isLong ? ["long"] : column?.isNumber === true ? ["number"] : short;
  const minor = column?.isMinor === true ? ["minor"] : [];
  const kind = classOf([...(isAccount || isLabel ? ["account"] : plain), ...minor, ...(isLoud ? ["unknown"] : [])]);
  const square = swatch === undefined ? "" : `<span class="swatch ${swatch}"></span>`;
  return `<td${kind} data-value="${escapeHtml(value)}">${square}${escapeHtml(text)}</td>`;
}

/** Words of so many letters are not broken: account ids, names, owners. */
const WHOLE_WORD = 24;

function columnClass(column: PageColumn | undefined): string {
  return classOf([...(column?.isNumber === true ? ["number"] : []), ...(column?.isMinor === true ? ["minor"] : [])]);
}

function classOf(names: readonly string[]): string {
  return names.length === 0 ? "" : ` class="${names.join(" ")}"`;
}

/** What the figures are, at the end of a page. */
export function notesOf(texts: readonly string[]): string {
  return `<footer class="dim">\n${texts.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}\n</footer>`;
}

/** What the pages of `--format html` are styled and sorted with: constant texts, allowed by their hashes. */

/** On screens that are light, and on paper. */
const LIGHT = `--bg: #fff; --fg: #1d2329; --dim: #57606a; --line: #d8dee4; --card: #f6f8fa;
  --warn: #9a3412; --c0: #0b66c3; --c1: #c2570c; --c2: #0f7b5f; --c3: #a83279; --c4: #2f9fd0; --c5: #8a6d00; --c6: #6b4fc0;
  --c7: #b3261e; --c-rest: #6e7781; --c-none: #b6bec7;`;

export const PAGE_STYLE = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --dim: #9aa5b1; --line: #30363d; --card: #161b22;
  --warn: #ffa657; --c0: #58a6ff; --c1: #f0883e; --c2: #3fb68b; --c3: #e27cb8; --c4: #79d0f2; --c5: #d4b106; --c6: #a68cf0;
  --c7: #ff7b72; --c-rest: #8b949e; --c-none: #484f58; } }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 64rem; background: var(--bg); color: var(--fg);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
.dim { color: var(--dim); }
.cards { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.5rem 0; padding: 0; list-style: none; }
.cards li { flex: 1 1 12rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; }
.cards strong { display: block; font-size: 1.6rem; }
.whole { white-space: nowrap; }
.caveat { display: block; margin-top: .25rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .5rem; padding: 0; list-style: none; font-size: .875rem; }
.legend li { overflow-wrap: anywhere; }
caption { text-align: left; padding: 0 .75rem .5rem; }
figure { margin: 0 0 1.5rem; }
svg { width: 100%; height: auto; font: 13px system-ui, sans-serif; }
.narrow { display: none; }
.column:hover { opacity: .75; }
.scroll { overflow-x: auto; }
.many { margin-inline: min(0px, (100% - min(100vw - 3rem, 84rem)) / 2); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .75rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; min-width: 6.5rem; }
.number { text-align: right; white-space: nowrap; overflow-wrap: normal; min-width: 0; }
.words { overflow-wrap: normal; }
.account { white-space: nowrap; }
.long { min-width: 14rem; }
thead button { font: inherit; font-weight: 600; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
thead button:focus-visible { outline: 2px solid var(--c0); outline-offset: 2px; }
thead button::after { content: " ↕"; color: var(--dim); }
[aria-sort=ascending] button::after { content: " ↑"; }
[aria-sort=descending] button::after { content: " ↓"; }
tfoot td { font-weight: 600; border-bottom: 0; }
.swatch { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; margin-right: .5rem; }
.c0 { background: var(--c0); } .c1 { background: var(--c1); } .c2 { background: var(--c2); } .c3 { background: var(--c3); }
.c4 { background: var(--c4); } .c5 { background: var(--c5); } .c6 { background: var(--c6); } .c7 { background: var(--c7); }
.c-rest { background: var(--c-rest); } .c-none { background: var(--c-none); }
.unknown { color: var(--warn); }
h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; }
.verdict { font-size: 1.15rem; }
p, li, pre { overflow-wrap: anywhere; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; white-space: pre-wrap; }
section ul { margin: .25rem 0; padding-left: 1.25rem; }
@media screen and (max-width: 40rem) { .wide { display: none; } .narrow { display: inline; } body { padding: 1rem .75rem 2rem; }
  .scroll { font-size: .875rem; } th, td { padding: .4rem .35rem; min-width: 4rem; } .long { min-width: 8rem; }
  .minor { display: none; } }
@media print { @page { margin: 12mm; } :root { color-scheme: light; ${LIGHT} }
  body { max-width: none; padding: 0; font-size: 10pt; } h1 { font-size: 15pt; } h2 { break-after: avoid; }
  .cards strong { font-size: 13pt; } .cards li, figure, tr { break-inside: avoid; }
  .scroll { overflow: visible; font-size: 7.5pt; } .many { margin-inline: 0; }
  th, td { padding: .2rem .3rem; min-width: 0; } .long { min-width: 6rem; } thead button::after { content: ""; } }
`;

/** Sorts the table by the column whose heading is clicked; a second click turns the order round. */
export const PAGE_SCRIPT = `
for (const table of document.querySelectorAll("table")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const isNumber = head.classList.contains("number");
    const was = head.getAttribute("aria-sort");
    const isDown = was === null ? isNumber : was === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    const valueOf = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
    const compare = (a, b) => isNumber ? Number(a) - Number(b) : a.localeCompare(b);
    const rows = [...table.tBodies[0].rows].sort((a, b) => compare(valueOf(a), valueOf(b)) * (isDown ? -1 : 1));
    table.tBodies[0].append(...rows);
  }));
}
`;

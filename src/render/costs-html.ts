/** `strata costs` as one page that needs nothing else: no network, its own script and style alone. */
import { exactMoney, moneyText, shareText } from "../core/money.ts";
import type { Coverage, Spend, SpendPrice, SpendRow } from "../core/spend.ts";
import { type ChartSize, chartSeries, colourOf, drawChart, NARROW, WIDE } from "./costs-chart.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./costs-page-parts.ts";
import {
  askedText,
  basisText,
  byText,
  caveatText,
  payerText,
  periodText,
  servicesText,
  shareFigure,
  uncoveredText,
  valueTexts,
} from "./costs-words.ts";
import { cspHash, escapeHtml } from "./html-text.ts";

const POLICY = [
  "default-src 'none'",
  `style-src ${cspHash(PAGE_STYLE)}`,
  `script-src ${cspHash(PAGE_SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export function renderCostsHtml(spend: Spend, price: SpendPrice): string {
  const title = `Bedrock spend by ${byText(spend)}`;
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
<p class="dim">${escapeHtml(`${periodText(spend)}, ${payerText(spend)}`)}</p>
${cards(spend)}
${spend.rows.length === 0 ? "<p>Nothing was spent.</p>" : `${figure(spend)}\n${table(spend)}`}
${notes(spend, price)}
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function cards(spend: Spend): string {
  const total = `<li>Total<strong>${escapeHtml(`${moneyText(spend.total)} ${spend.currency ?? ""}`)}</strong></li>`;
  return `<ul class="cards">\n${[total, ...spend.coverage.map((one) => coverageCard(one, spend))].join("\n")}\n</ul>`;
}

function coverageCard(one: Coverage, spend: Spend): string {
  const unknown = one.share === null ? ` class="unknown"` : "";
  const figure = `<strong${unknown}>${escapeHtml(shareFigure(one, spend))}</strong>`;
  const rest = `<span class="dim">${escapeHtml(uncoveredText(one, spend))}</span>`;
  const caveat = caveatText(one);
  const warning = caveat === null ? "" : `<span class="unknown caveat">${escapeHtml(caveat)}</span>`;
  return `<li>Coverage: ${escapeHtml(one.key)}${figure}${rest}${warning}</li>`;
}

/** Drawn twice, since the texts of one drawing are too small on a narrow screen; the page shows one of them. */
function figure(spend: Spend): string {
  const { spans, granularity } = spend;
  const largest = spend.rows
    .slice(0, 3)
    .map((row) => `${valueTexts(row.values, spend).join(" · ")} ${shareText(row.total, spend.total)}`.trimEnd());
  const desc = `Stacked columns, one for each of ${spans.length} ${granularity === "daily" ? "days" : "months"}. The largest: ${largest.join(", ")}. The table below holds all figures.`;
  const drawing = (size: ChartSize): string => {
    const [title, more] = [`chart-title-${size.name}`, `chart-desc-${size.name}`];
    const names = `<title id="${title}">Spend over time</title><desc id="${more}">${escapeHtml(desc)}</desc>`;
    const svg = `<svg class="${size.name}" role="img" aria-labelledby="${title} ${more}"`;
    return drawChart(spend, size).replace(/^<svg([^>]*)>/, (_, rest: string) => `${svg}${rest}>${names}`);
  };
  return `<figure>${legend(spend)}${drawing(WIDE)}${drawing(NARROW)}</figure>`;
}

function legend(spend: Spend): string {
  const items = chartSeries(spend).map(
    ({ name, colour }) => `<li><span class="swatch ${colour}"></span>${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join("")}</ul>`;
}

function table(spend: Spend): string {
  const { by, total, currency } = spend;
  const heads = [
    ...by.map(({ name }) => `<th scope="col"><button type="button">${escapeHtml(name)}</button></th>`),
    `<th scope="col" class="number" aria-sort="descending"><button type="button">${escapeHtml(currency ?? "amount")}</button></th>`,
    `<th scope="col" class="number"><button type="button">share</button></th>`,
  ];
  const blank = by.slice(1).map(() => "<td></td>");
  const foot = [
    "<td>Total</td>",
    ...blank,
    `<td class="number">${moneyText(total)}</td>`,
    `<td class="number">${escapeHtml(shareText(total, total))}</td>`,
  ];
  return `<div class="scroll"><table>
<caption class="dim">Spend by ${escapeHtml(byText(spend))}; a heading sorts</caption>
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${spend.rows.map((row) => tableRow(row, spend)).join("\n")}
</tbody>
<tfoot><tr>${foot.join("")}</tr></tfoot>
</table></div>`;
}

function tableRow(row: SpendRow, spend: Spend): string {
  const swatch = `<span class="swatch ${colourOf(row, spend)}"></span>`;
  const names = valueTexts(row.values, spend).map((value, at) => {
    const isAccount = spend.by[at]?.kind === "dimension" && spend.by[at]?.name === "account";
    const told = `${isAccount ? ` class="account"` : ""} data-value="${escapeHtml(value)}"`;
    return `<td${told}>${at === 0 ? swatch : ""}${escapeHtml(value)}</td>`;
  });
  const amount = `<td class="number" data-value="${exactMoney(row.total)}">${moneyText(row.total)}</td>`;
  const share = `<td class="number" data-value="${exactMoney(row.total)}">${escapeHtml(shareText(row.total, spend.total))}</td>`;
  return `<tr>${names.join("")}${amount}${share}</tr>`;
}

function notes(spend: Spend, price: SpendPrice): string {
  const texts = [
    ...(spend.services.length === 0 ? [] : [servicesText(spend)]),
    ...(spend.rows.length === 0 ? [] : [basisText(spend)]),
    askedText(price),
  ];
  return `<footer class="dim">\n${texts.map((text) => `<p>${escapeHtml(text)}</p>`).join("\n")}\n</footer>`;
}

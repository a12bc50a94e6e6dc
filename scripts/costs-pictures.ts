/**
 * Photographs the pages of `costs`, `report`, `leaks` and `assess --format html`, light and dark, into docs/images:
 * `npm run build && npx tsx scripts/costs-pictures.ts`. The first two are of a fixed moment, the others of today.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { renderCostsHtml } from "../src/render/costs-html.ts";
import { renderReportHtml } from "../src/render/report-html.ts";
import { activate, anEstate, askCosts, askReport, sourceOf } from "./costs-picture/estate.ts";
import { lookPages } from "./costs-picture/look-pages.ts";

const CHROMIUM = "/usr/bin/chromium";
const IMAGES = join(import.meta.dirname, "../docs/images");

if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: install Debian's package chromium`);
const sandbox = await anEstate();
try {
  await activate(sandbox, ["project", "stage"]);
  const quarter = await askCosts(sourceOf(sandbox), { last: "3m" });
  await photograph("costs", renderCostsHtml(quarter.spend, quarter.price));
  const { close, price } = await askReport(sourceOf(sandbox));
  await photograph("report", renderReportHtml(close, null, price));
} finally {
  await sandbox.close();
}
for (const [name, html] of Object.entries(await lookPages())) await photograph(name, html);

async function photograph(name: string, html: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 900 } });
      await page.setContent(html);
      await page.screenshot({ path: join(IMAGES, `${name}-page-${colorScheme}.png`), fullPage: true });
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

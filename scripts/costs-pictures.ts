/**
 * Photographs the page of `strata costs --format html`, light and dark, and draws its text in a terminal:
 * `npx tsx scripts/costs-pictures.ts` writes docs/images/costs-*.png and costs.svg from a sandbox at a fixed moment.
 */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { renderCostsHtml } from "../src/render/costs-html.ts";
import { renderCostsText } from "../src/render/costs-text.ts";
import { activate, anEstate, askCosts, sourceOf } from "./costs-picture/estate.ts";
import { parseAnsi } from "./terminal-svg/ansi.ts";
import { drawTerminal } from "./terminal-svg/picture.ts";

const CHROMIUM = "/usr/bin/chromium";
const IMAGES = join(import.meta.dirname, "../docs/images");

if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: install Debian's package chromium`);
const sandbox = await anEstate();
try {
  await activate(sandbox, ["project", "stage"]);
  const source = sourceOf(sandbox);
  const month = await askCosts(source);
  const text = renderCostsText(month.spend, month.price, { width: 80, color: true });
  const options = { title: "strata costs", columns: 80 };
  writeFileSync(join(IMAGES, "costs.svg"), drawTerminal(parseAnsi(`$ strata costs\n${text}`), options));
  const quarter = await askCosts(source, { last: "3m" });
  await photograph(renderCostsHtml(quarter.spend, quarter.price));
} finally {
  await sandbox.close();
}

async function photograph(html: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1000, height: 900 } });
      await page.setContent(html);
      await page.screenshot({ path: join(IMAGES, `costs-${colorScheme}.png`), fullPage: true });
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

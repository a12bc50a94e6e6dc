/** The page of `report --format html` in a real browser: it draws, sorts, can be read by all, and asks nobody for anything. */
import { expect, test } from "vitest";
import { activate, anEstate, askReport, sourceOf } from "../../scripts/costs-picture/estate.ts";
import { renderReportHtml } from "../../src/render/report-html.ts";
import {
  expectAccessible,
  expectBothThemes,
  expectPrintable,
  isChromiumHere,
  linesOf,
  withPage,
} from "./opened-page.ts";

async function aPage(): Promise<string> {
  const sandbox = await anEstate();
  try {
    await activate(sandbox, ["project", "strata:name"]);
    const { close, price } = await askReport(sourceOf(sandbox));
    return renderReportHtml(close, null, price);
  } finally {
    await sandbox.close();
  }
}

test.skipIf(!isChromiumHere)(
  "both charts show, a click sorts, axe-core finds nothing, and no request leaves the page (skipped where Chromium is absent)",
  async () => {
    await withPage(await aPage(), async (page) => {
      for (const name of ["Spend by project, this month and the one before", "Why 2026-10 is not 2026-09"]) {
        const chart = await page.getByRole("img", { name }).boundingBox();
        expect([name, chart !== null && chart.width > 500, chart !== null && chart.height > 150]).toEqual([
          name,
          true,
          true,
        ]);
      }
      const heights = await page
        .locator("svg.wide .column")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(heights.length).toBeGreaterThan(12);
      expect(heights.some((height) => height > 100)).toBe(true);

      const first = page.locator("table").first();
      const names = () => first.locator("tbody td:first-child").allTextContents();
      const before = await names();
      await first.getByRole("button", { name: "project" }).click();
      expect(await names()).toEqual([...before].sort((a, b) => a.localeCompare(b)));

      await expectBothThemes(page);
      await expectAccessible(page);
      await page.setViewportSize({ width: 375, height: 800 });
      await expectAccessible(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
      const texts = await page
        .locator("svg.narrow text")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(Math.min(...texts)).toBeGreaterThan(10);
      await page.setViewportSize({ width: 800, height: 800 });
      expect(await linesOf(page, "@acme/discovery")).toBe(1);
      await expectPrintable(page);
    });
  },
);

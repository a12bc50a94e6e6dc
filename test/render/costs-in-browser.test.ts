/** The page of `costs --format html` in a real browser: it draws, sorts, follows the theme, and asks nobody for anything. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { activate, anEstate, askCosts, sourceOf } from "../../scripts/costs-picture/estate.ts";
import { renderCostsHtml } from "../../src/render/costs-html.ts";
import { expectAccessible, expectBothThemes, isChromiumHere, withPage } from "./opened-page.ts";

async function aPage(): Promise<string> {
  const sandbox = await anEstate();
  try {
    await activate(sandbox, ["project", "stage"]);
    const { spend, price } = await askCosts(sourceOf(sandbox), { by: "project,stage" });
    return renderCostsHtml(spend, price);
  } finally {
    await sandbox.close();
  }
}

const column = (page: Page, at: number) =>
  page.locator(`tbody td:nth-child(${at})`).evaluateAll((cells) => cells.map((cell) => cell.textContent ?? ""));

test.skipIf(!isChromiumHere)(
  "the chart shows, a click sorts, and no request leaves the page (skipped where Chromium is absent)",
  async () => {
    await withPage(await aPage(), async (page) => {
      const chart = await page.getByRole("img", { name: "Spend over time" }).boundingBox();
      expect([chart !== null && chart.width > 500, chart !== null && chart.height > 150]).toEqual([true, true]);
      const columns = page.locator("svg .column");
      expect(await columns.count()).toBeGreaterThan(100);
      const heights = await columns.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(heights.some((height) => height > 20)).toBe(true);
      expect(await page.evaluate("getComputedStyle(document.querySelector('.column')).fill")).toMatch(
        /^rgb\(11, 102, 195\)$/,
      );

      const before = await column(page, 1);
      await page.getByRole("button", { name: "project" }).click();
      const sorted = await column(page, 1);
      expect(sorted).toEqual([...before].sort((a, b) => a.localeCompare(b)));
      expect(sorted).not.toEqual(before);
      expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("ascending");

      await page.getByRole("button", { name: "USD" }).focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      const amounts = (await column(page, 3)).map((text) => Number(text.replaceAll(",", "")));
      expect(amounts).toEqual([...amounts].sort((a, b) => a - b));

      await expectBothThemes(page);
      await expectAccessible(page);

      await page.setViewportSize({ width: 375, height: 800 });
      const narrow = await page.getByRole("img", { name: "Spend over time" }).boundingBox();
      expect([narrow !== null && narrow.width > 320, narrow !== null && narrow.height > 250]).toEqual([true, true]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
      const texts = await page
        .locator("svg.narrow text")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      expect(Math.min(...texts)).toBeGreaterThan(10);
    });
  },
);

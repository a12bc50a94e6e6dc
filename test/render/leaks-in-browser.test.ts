/** The page of `leaks --format html` in a real browser: sorting, both themes, a phone, and no request. */
import { expect, test } from "vitest";
import { renderLeaksHtml } from "../../src/render/leaks-html.ts";
import { leakReportOf } from "../fakes/leaks.ts";
import { expectAccessible, expectBothThemes, expectPrintable, isChromiumHere, withPage } from "./opened-page.ts";

const report = leakReportOf(["project", "search"]);
const LONG = {
  ...report,
  rows: report.rows.map((row) => ({
    ...row,
    region: "ap-southeast-2",
    mend: { kind: "add" as const, model: `apac.${row.model}`, routing: "geo" as const },
  })),
};

test.skipIf(!isChromiumHere)(
  "shows, sorts, and asks nobody for anything (skipped where Chromium is absent)",
  async () => {
    await withPage(renderLeaksHtml(LONG), async (page) => {
      expect(await page.getByRole("listitem").count()).toBe(4);
      expect(await page.getByText("NOT READ").count()).toBe(1);
      const callsOf = () =>
        page
          .locator("tbody td:nth-child(3)")
          .evaluateAll((cells) => cells.map((cell) => Number((cell.textContent ?? "").replaceAll(",", ""))));
      await page.getByRole("button", { name: "calls" }).click();
      const sorted = await callsOf();
      expect(sorted).toEqual([...sorted].sort((a, b) => b - a));
      await expectBothThemes(page);
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      const edge = (title: string) =>
        page.evaluate(
          `[...document.querySelectorAll("th")].find((one) => one.textContent === "${title}").getBoundingClientRect().right`,
        );
      expect(await edge("≈ USD")).toBeLessThanOrEqual(390);
      await page.setViewportSize({ width: 1_000, height: 800 });
      expect(await edge("instead")).toBeLessThanOrEqual(1_000);
      await expectPrintable(page);
    });
  },
);

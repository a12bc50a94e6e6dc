/** The page of `assess --format html` in a real browser: accessible in both themes, sorted, folded, narrow, alone. */
import { expect, test } from "vitest";
import { renderAssessHtml } from "../../src/render/assess-html.ts";
import { aFault, DEV, PROD, PROD_EU } from "../fakes/builders.ts";
import { aCoverage, anAssessment, anEstateProfile, anEstateWith, aSpend } from "../fakes/estates.ts";
import { expectAccessible, expectBothThemes, isChromiumHere, withPage } from "./opened-page.ts";

function aPage(): string {
  const regions = Array.from({ length: 14 }, (_, at) => ({ ...PROD, region: `eu-west-${at}` }));
  const profiles = [
    ...regions.map((target, at) => anEstateProfile({ name: `p${at}`, target })),
    ...[PROD, PROD_EU, DEV].flatMap((target) =>
      ["a", "b", "c"].map((name) => anEstateProfile({ name, target, tags: {}, calls: 0, endOfLife: "2026-12-31" })),
    ),
  ];
  const estate = anEstateWith(profiles);
  const lost = { id: "777788889999", name: "lost", through: "role", fault: aFault() } as const;
  const spend = aSpend([aCoverage("project", "7864.2266", "31456.9066")], "31456.9066");
  return renderAssessHtml(anAssessment({ ...estate, accounts: [...estate.accounts, lost] }, spend, "strata"));
}

/** Lines that the month of the card of spend takes. */
const MONTH_LINES = `(() => {
  const card = [...document.querySelectorAll(".cards .dim")].find((one) => one.textContent.includes("2026-10"));
  const nodes = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
    const at = node.data.indexOf("2026-10");
    if (at < 0) continue;
    range.setStart(node, at);
    range.setEnd(node, at + 7);
  }
  return new Set([...range.getClientRects()].map(({ top }) => top)).size;
})()`;

test.skipIf(!isChromiumHere)(
  "is accessible, tells its chart, folds what is long, and asks nobody (skipped where Chromium is absent)",
  async () => {
    await withPage(aPage(), async (page) => {
      const chart = page.getByRole("img", { name: "Profiles by account and region" });
      expect((await chart.boundingBox())?.width).toBeGreaterThan(500);
      // Eleven places and the others, in two series.
      expect(await chart.locator(".column").count()).toBe(24);
      expect(await page.getByText("lost 777788889999: NOT REACHED").count()).toBe(1);

      const hidden = page.getByText("c (444455556666 us-east-1)").first();
      expect(await hidden.isVisible()).toBe(false);
      await page.getByText("4 more").first().click();
      expect(await hidden.isVisible()).toBe(true);

      const regionsOf = () => page.locator("table").first().locator("tbody td:nth-child(2)").allTextContents();
      await page.getByRole("button", { name: "region" }).click();
      expect(await regionsOf()).toEqual([...(await regionsOf())].sort((a, b) => a.localeCompare(b)));

      await expectBothThemes(page);
      await expectAccessible(page);

      // A month is never broken, however wide the window.
      for (let width = 1280; width >= 600; width -= 20) {
        await page.setViewportSize({ width, height: 800 });
        expect([width, await page.evaluate(MONTH_LINES)]).toEqual([width, 1]);
      }

      await page.setViewportSize({ width: 390, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    });
  },
);

/** The page of `usage --format html` in a real browser: two charts, sorting, both themes, a phone, and no request. */
import { expect, test } from "vitest";
import { totalsOf, type UseRow } from "../../src/core/use-report.ts";
import { timeOf } from "../../src/engine/read-use.ts";
import { renderUsageHtml } from "../../src/render/usage-html.ts";
import { aFault, NOW, PROD, PROD_EU } from "../fakes/builders.ts";
import { expectAccessible, expectBothThemes, isChromiumHere, withPage } from "./opened-page.ts";

const NAMES = ["search", "ads-copywriter", "docs-summary", "support-triage", "notebooks"];

function aPage(): string {
  const time = timeOf("30d", { now: () => NOW });
  const rows = NAMES.flatMap((name, at) =>
    [PROD, PROD_EU].map((target, other): UseRow => {
      const series = time.periods.map((_, period) => (at + 1) * 1000 + period * 37 + other);
      const tokenSeries = series.map((calls) => calls * 2100);
      const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
      const counts = {
        invocations: sum(series),
        inputTokens: sum(tokenSeries),
        outputTokens: 12_345_678,
        clientErrors: at * 100,
        serverErrors: at,
        throttles: at * 333,
      };
      const profile = { ...target, accountName: "prod", name, id: name, arn: `arn:${name}`, retireAfter: null };
      return { ...profile, counts, lastCall: "2026-11-23T00:00:00Z", series, tokenSeries };
    }),
  );
  const unread = [
    { ...PROD, region: "us-west-2", accountName: "prod", status: "unreadable" as const, fault: aFault() },
  ];
  return renderUsageHtml({ time, rows, totals: totalsOf(rows), unread });
}

test.skipIf(!isChromiumHere)(
  "draws calls and tokens, sorts, and asks nobody for anything (skipped where Chromium is absent)",
  async () => {
    await withPage(aPage(), async (page) => {
      for (const name of ["Calls over time", "Tokens over time"]) {
        const chart = page.getByRole("img", { name });
        expect((await chart.boundingBox())?.width).toBeGreaterThan(500);
        // Nine series of 31 periods.
        expect(await chart.locator(".column").count()).toBe(279);
      }
      expect(await page.getByText("prod us-west-2: NOT READ").count()).toBe(1);

      const callsOf = () =>
        page
          .locator("tbody td:nth-child(3)")
          .evaluateAll((cells) => cells.map((cell) => Number((cell.textContent ?? "").replaceAll(",", ""))));
      const before = await callsOf();
      expect(before).toEqual([...before].sort((a, b) => b - a));
      await page.getByRole("button", { name: "calls" }).click();
      expect(await callsOf()).toEqual([...before].reverse());

      await expectBothThemes(page);
      await expectAccessible(page);

      await page.setViewportSize({ width: 390, height: 800 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    });
  },
);

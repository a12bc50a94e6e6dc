/** The comment in a real browser, rendered as GitHub does: strangers' text does nothing there. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { githubPage } from "../../scripts/markdown-picture/page.ts";
import { COMMENT_BYTES, NO_ORIGIN } from "../../src/render/markdown-options.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { aDesired, aLive, aPlanReport } from "../fakes/builders.ts";

const CHROMIUM = "/usr/bin/chromium";
const HOSTILE = "@everyone <img src=x onerror=alert(1)> ``` | \u202e";

test.skipIf(!existsSync(CHROMIUM))(
  "a tag of mention, image, fence, pipe and bidi override renders inert (skipped where Chromium is absent)",
  async () => {
    const report = aPlanReport({
      desired: [aDesired({ name: "a", tags: { team: HOSTILE } }), aDesired({ name: HOSTILE })],
      live: [aLive({ name: "a" }), aLive({ name: `${HOSTILE}gone`, id: HOSTILE })],
    });
    const markdown = renderPlanMarkdown(report, { maxBytes: COMMENT_BYTES, origin: NO_ORIGIN, hasMarker: true });
    const css = readFileSync(createRequire(import.meta.url).resolve("github-markdown-css/github-markdown.css"), "utf8");
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      const page = await browser.newPage();
      const dialogs: string[] = [];
      const requests: string[] = [];
      page.on("dialog", (dialog) => {
        dialogs.push(dialog.message());
        void dialog.dismiss();
      });
      page.on("request", (request) => requests.push(request.url()));
      await page.setContent(githubPage(markdown, css));
      await page.locator("details").evaluate((details) => details.setAttribute("open", ""));
      expect(await page.locator("img, script, a").count()).toBe(0);
      expect(await page.locator("code", { hasText: "<img src=x onerror=alert(1)>" }).count()).toBeGreaterThan(2);
      const outside = await page.locator("article").evaluate((article) => {
        for (const code of article.querySelectorAll("code")) code.remove();
        return article.textContent ?? "";
      });
      expect(outside).not.toContain("everyone");
      expect([dialogs, requests]).toEqual([[], []]);
    } finally {
      await browser.close();
    }
  },
);

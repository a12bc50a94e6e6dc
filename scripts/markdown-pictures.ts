/**
 * Photographs Markdown as GitHub shows it, light and dark: `tsx scripts/markdown-pictures.ts comment.md docs/images/comment`.
 * Parsed by micromark with GitHub's extensions, styled by GitHub's own stylesheet (github-markdown-css), photographed in
 * Debian's Chromium. What GitHub adds on top, alerts and the colours of `diff` fences, is added here the same way.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { githubPage } from "./markdown-picture/page.ts";

const CHROMIUM = "/usr/bin/chromium";
const WIDTH = 900;

const [source, target] = process.argv.slice(2);
if (source === undefined || target === undefined)
  throw new Error("usage: markdown-pictures.ts FILE.md IMAGE-WITHOUT-ENDING");
if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: install Debian's package chromium`);

const css = readFileSync(createRequire(import.meta.url).resolve("github-markdown-css/github-markdown.css"), "utf8");
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const colorScheme of ["light", "dark"] as const) {
    const page = await browser.newPage({
      colorScheme,
      viewport: { width: WIDTH, height: 800 },
      deviceScaleFactor: 1.5,
    });
    await page.setContent(githubPage(readFileSync(source, "utf8"), css));
    await page.locator("article").screenshot({ path: `${target}-${colorScheme}.png` });
    await page.close();
  }
} finally {
  await browser.close();
}

/** A page of ours in a real browser, with all that it asks for and complains about. */
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Page } from "playwright-core";
import { expect } from "vitest";

const CHROMIUM = "/usr/bin/chromium";

export const isChromiumHere = existsSync(CHROMIUM);

/** Opens the page in a light theme; afterwards it must have asked for itself alone, and complained of nothing. */
export async function withPage(html: string, use: (page: Page) => Promise<void>): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), "strata-page-")), "page.html");
  writeFileSync(file, html);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage({ colorScheme: "light" });
    const requests: string[] = [];
    const problems: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(pathToFileURL(file).href);
    await use(page);
    expect([requests, problems]).toEqual([[pathToFileURL(file).href], []]);
  } finally {
    await browser.close();
  }
}

/** Leaves the page in the dark theme. */
export async function expectBothThemes(page: Page): Promise<void> {
  const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  expect([light, await background()]).toEqual(["rgb(255, 255, 255)", "rgb(13, 17, 23)"]);
}

/** On a sheet of A4 no column is cut off, and the ink is for the letters. Leaves the page as it is printed. */
export async function expectPrintable(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  // 210 mm without the margins.
  await page.setViewportSize({ width: 703, height: 1_000 });
  const cut = await page.evaluate(
    "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length",
  );
  const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  const overflow = await page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflow");
  expect([cut, background, overflow]).toEqual([0, "rgb(255, 255, 255)", "visible"]);
}

/** In how many lines the first cell with a text shows it. */
export function linesOf(page: Page, text: string): Promise<unknown> {
  return page.evaluate(`{
    const range = document.createRange();
    range.selectNodeContents([...document.querySelectorAll("td")].find((one) => one.textContent === ${JSON.stringify(text)}));
    range.getClientRects().length;
  }`);
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
  readonly passes: readonly unknown[];
}

/** What axe-core finds wrong, in the light and the dark theme: rule and element. Leaves the page in the dark theme. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = (await page.evaluate("axe.run()")) as AxeResult;
    const violations = found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    expect([colorScheme, violations]).toEqual([colorScheme, []]);
    // A page of which nothing could be judged would pass as well.
    expect(found.passes.length).toBeGreaterThan(10);
  }
}

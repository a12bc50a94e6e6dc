/** Every folder of test/golden is a case: its state goes the real way to a plan, and the plan is what the files say. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { COMMENT_BYTES, type MarkdownOrigin } from "../../src/render/markdown-options.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { aPlanReport, type Given } from "../fakes/builders.ts";

const GOLDEN = join(import.meta.dirname, "..", "golden");
const cases = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const REPOSITORY = "https://github.com/acme/ai";
const ORIGIN: MarkdownOrigin = {
  commit: "9f3c2ab1d0e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8",
  repositoryUrl: REPOSITORY,
  run: { id: 1182, url: `${REPOSITORY}/actions/runs/1182` },
  readAt: "2026-11-23T09:14:05Z",
};

describe.each(cases.map(({ name }) => name))("%s", async (name) => {
  const folder = join(GOLDEN, name);
  const { given } = (await import(pathToFileURL(join(folder, "case.ts")).href)) as { given: Given };
  const report = aPlanReport(given);

  test("plan.txt", async () => {
    const compact = given.compact === true ? ({ compact: "too-tall" } as const) : {};
    const text = renderPlanText(report, { width: 80, color: false, full: given.full ?? false, ...compact });
    await expect(text).toMatchFileSnapshot(join(folder, "plan.txt"));
  });

  test("plan.md", async () => {
    const text = renderPlanMarkdown(report, { maxBytes: COMMENT_BYTES, origin: ORIGIN, hasMarker: true });
    await expect(text).toMatchFileSnapshot(join(folder, "plan.md"));
  });

  test("plan.json", async () => {
    await expect(renderPlanJson(report.plan)).toMatchFileSnapshot(join(folder, "plan.json"));
  });
});

test("there are cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(12);
});

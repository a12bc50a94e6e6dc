/** Every folder of test/golden is a case: its state goes the real way to a plan, and the plan is what the files say. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { aPlanReport, type Given } from "../fakes/builders.ts";

const GOLDEN = join(import.meta.dirname, "..", "golden");
const cases = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(cases.map(({ name }) => name))("%s", async (name) => {
  const folder = join(GOLDEN, name);
  const { given } = (await import(pathToFileURL(join(folder, "case.ts")).href)) as { given: Given };
  const report = aPlanReport(given);

  test("plan.txt", async () => {
    const text = renderPlanText(report, { width: 80, color: false, full: given.full ?? false });
    await expect(text).toMatchFileSnapshot(join(folder, "plan.txt"));
  });

  test("plan.json", async () => {
    await expect(renderPlanJson(report.plan)).toMatchFileSnapshot(join(folder, "plan.json"));
  });
});

test("there are cases", () => {
  expect(cases.length).toBeGreaterThanOrEqual(12);
});

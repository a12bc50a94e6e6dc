/** Markdown beside the plans of test/golden/<case>: drift, what an apply did, and a plan that is too long to show whole. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { readReport } from "../../src/core/read-report.ts";
import { renderDriftMarkdown } from "../../src/render/drift-markdown.ts";
import { COMMENT_BYTES, type MarkdownOptions } from "../../src/render/markdown-options.ts";
import { byteLength } from "../../src/render/markdown-text.ts";
import { renderPlanMarkdown } from "../../src/render/plan-markdown.ts";
import { renderResultMarkdown } from "../../src/render/result-markdown.ts";
import {
  aDesired,
  aFault,
  aKept,
  aLive,
  aPlanReport,
  at,
  DEV,
  type Given,
  HAIKU,
  NOVA,
  PROD,
} from "../fakes/builders.ts";

const REPOSITORY = "https://github.com/acme/ai";
const OPTIONS: MarkdownOptions = {
  maxBytes: COMMENT_BYTES,
  origin: {
    commit: "9f3c2ab1d0e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8",
    repositoryUrl: REPOSITORY,
    run: { id: 1182, url: `${REPOSITORY}/actions/runs/1182` },
    readAt: "2026-11-23T09:14:05Z",
  },
  hasMarker: true,
};
const golden = (name: string): string => join(import.meta.dirname, "../golden", `${name}.md`);

test("drift", async () => {
  const kept = aKept("kept");
  const given: Given = {
    desired: [
      kept.desired,
      aDesired({ name: "deleted-by-hand", declaredAt: at(20) }),
      aDesired({ name: "edited", declaredAt: at(12), tags: { project: "search", stage: "prod" } }),
      aDesired({ name: "other-model", declaredAt: at(16), source: HAIKU }),
      aDesired({ name: "taken", declaredAt: at(30) }),
    ],
    live: [
      kept.live,
      aLive({ name: "edited", tags: { project: "ads", stage: "prod", temp: "@everyone | ```" } }),
      aLive({ name: "other-model", source: NOVA }),
      aLive({ name: "taken", stack: "data-science" }),
      aLive({ name: "not-in-the-file" }),
    ],
    unread: [{ ...DEV, status: "unreadable", fault: aFault() }],
  };
  await expect(renderDriftMarkdown(aPlanReport(given).plan, OPTIONS)).toMatchFileSnapshot(golden("drift"));
});

test("no drift", async () => {
  const kept = aKept("kept");
  const { plan } = aPlanReport({ desired: [kept.desired], live: [kept.live] });
  await expect(renderDriftMarkdown(plan, OPTIONS)).toMatchFileSnapshot(golden("no-drift"));
});

test("ten thousand differences of drift fit too", () => {
  const desired = Array.from({ length: 10_000 }, (_, i) => aDesired({ name: `app-${i}`, tags: { team: "a" } }));
  const live = desired.map(({ key }, i) => aLive({ name: key.name, id: `l${i}`, tags: { team: "b" } }));
  const text = renderDriftMarkdown(aPlanReport({ desired, live }).plan, OPTIONS);
  expect(byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
  expect(text).toContain(": 10000 differences");
});

test("ten thousand changes", async () => {
  const names = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, i) => `${prefix}-${i}`);
  const { plan, guards } = aPlanReport({
    desired: [
      ...names(8_500, "create").map((name) => aDesired({ name })),
      ...names(1_300, "edit").map((name) => aDesired({ name, tags: { team: "new" } })),
      ...names(100, "replace").map((name) => aDesired({ name, source: HAIKU })),
    ],
    live: [
      ...names(1_300, "edit").map((name, i) => aLive({ name, id: `edited${i}` })),
      ...names(100, "replace").map((name, i) => aLive({ name, source: NOVA, id: `replaced${i}` })),
      ...names(100, "delete").map((name, i) => aLive({ name, target: PROD, id: `deleted${i}` })),
    ],
  });
  const text = renderPlanMarkdown({ plan, guards, configFiles: ["profiles.yaml"] }, OPTIONS);
  await expect(text).toMatchFileSnapshot(golden("ten-thousand-changes"));
});

const OUTCOME = {
  type: "outcome",
  status: "applied",
  action: "create",
  account: PROD.account,
  region: PROD.region,
  name: "checkout",
  hash: "a".repeat(64),
  oldArn: null,
  arn: "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/c4h5e6c7k8o9",
  attempts: 1,
  fault: null,
  note: null,
  skip: null,
};
const FAILED = {
  ...OUTCOME,
  status: "failed",
  name: "search",
  arn: null,
  fault: aFault({ operation: "bedrock:CreateInferenceProfile" }),
};
const STOPPED = {
  ...OUTCOME,
  status: "skipped",
  name: "late",
  arn: null,
  skip: "stopped",
  note: "the run was stopped",
};
const LEFT = {
  ...OUTCOME,
  status: "skipped",
  action: "delete",
  name: "old",
  skip: "not-approved",
  note: "not approved",
};
const summary = (complete: boolean, untold = 0) => ({
  type: "summary",
  formatVersion: "1.0",
  stack: "genai-platform",
  planHash: "80b668a5f893".padEnd(64, "0"),
  complete,
  counts: { applied: 1, already: 0, failed: 0, stale: 0, skipped: 0, untold },
});
const TEXT =
  "The current plan is not covered by what was approved: 1 change is not approved, 0 approved. Nothing was applied.\n\nNew\n  ~   prod us-east-1  search  tag update\n";

test.each([
  ["result-applied", [OUTCOME, LEFT, summary(true)]],
  [
    "result-failed",
    [
      OUTCOME,
      FAILED,
      STOPPED,
      { type: "note", text: "checkout is not in the list yet: lists may lag." },
      summary(false),
    ],
  ],
  ["result-refused", [{ type: "refusal", reason: "not-covered", text: TEXT }, summary(false, 1)]],
  ["result-guard", [{ type: "refusal", reason: "guard", text: "6 live profiles of 12 would end." }, summary(false, 7)]],
  ["result-cut-off", [OUTCOME]],
])("%s", async (name, lines) => {
  const read = readReport(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  if (!read.ok) throw new Error(read.why);
  await expect(renderResultMarkdown(read.report, { ...OPTIONS, key: "genai-platform" })).toMatchFileSnapshot(
    golden(name),
  );
});

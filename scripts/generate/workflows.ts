/** This repository's own workflows: those that `strata init` writes for others, with Strata built from the commit. */
import { VERSION } from "../../src/cli/version.ts";
import { renderApplyWorkflow } from "../../src/render/workflow-apply.ts";
import { renderDriftWorkflow } from "../../src/render/workflow-drift.ts";
import { DAILY, type WorkflowSettings } from "../../src/render/workflow-parts.ts";
import { renderPlanWorkflow } from "../../src/render/workflow-plan.ts";
import type { GeneratedFile } from "./generated-file.ts";

const SETTINGS: WorkflowSettings = {
  tool: { kind: "checkout" },
  branch: "main",
  config: "profiles.yaml",
  region: "us-west-2",
  ...DAILY,
};

export const workflowFiles: readonly GeneratedFile[] = [
  { path: ".github/workflows/plan.yml", content: () => renderPlanWorkflow(SETTINGS) },
  { path: ".github/workflows/apply.yml", content: () => renderApplyWorkflow(SETTINGS) },
  { path: ".github/workflows/drift.yml", content: () => renderDriftWorkflow(SETTINGS) },
];

/** What docs/sharding.md shows: the workflows of another repository, by shards. */
const BY_SHARDS: WorkflowSettings = {
  ...SETTINGS,
  tool: { kind: "package", spec: `bedrock-strata@${VERSION}` },
  shards: 4,
};

export const exampleFiles: readonly GeneratedFile[] = [
  { path: "docs/examples/strata-plan-by-shards.yml", content: () => renderPlanWorkflow(BY_SHARDS) },
  { path: "docs/examples/strata-apply-by-shards.yml", content: () => renderApplyWorkflow(BY_SHARDS) },
];

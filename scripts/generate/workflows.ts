/** This repository's own workflows: those that `strata init` writes for others, with Strata built from the commit. */
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

/** The files that `strata init` writes, as texts, and where they go. */
import type { InitAnswers } from "../core/init-answers.ts";
import { renderInitConfig } from "./init-config.ts";
import { renderApplyWorkflow } from "./workflow-apply.ts";
import { renderDriftWorkflow } from "./workflow-drift.ts";
import { DAILY } from "./workflow-parts.ts";
import { renderPlanWorkflow } from "./workflow-plan.ts";

export interface TextFile {
  /** From the repository root. */
  readonly path: string;
  readonly text: string;
}

/** What the workflows of another repository differ in. */
export interface WorkflowPlace {
  readonly repository: string;
  readonly branch: string;
  readonly config: string;
  readonly region: string;
  readonly version: string;
}

export const WORKFLOW_PLACES = {
  plan: ".github/workflows/strata-plan.yml",
  apply: ".github/workflows/strata-apply.yml",
  drift: ".github/workflows/strata-drift.yml",
} as const;

/** GitHub heeds the first of these that is there, and no other. */
export const CODEOWNERS_PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

export function configFile(path: string, answers: InitAnswers, version: string): TextFile {
  return { path, text: renderInitConfig(answers, version) };
}

export function workflowFiles({ branch, config, region, version }: WorkflowPlace): TextFile[] {
  const tool = { kind: "package", spec: `bedrock-strata@${version}` } as const;
  const settings = { tool, branch, config, region, ...DAILY };
  return [
    { path: WORKFLOW_PLACES.plan, text: renderPlanWorkflow(settings) },
    { path: WORKFLOW_PLACES.apply, text: renderApplyWorkflow(settings) },
    { path: WORKFLOW_PLACES.drift, text: renderDriftWorkflow(settings) },
  ];
}

/** Without these lines a pull request could weaken the very files that guard it. */
export function codeownersLines({ repository, config }: WorkflowPlace): string[] {
  const owner = `@${repository.split("/")[0] ?? ""}`;
  return [
    "# What may change AWS, and what guards that. An organisation cannot own files: put a team or persons in its place,",
    "# such as @acme/platform. GitHub takes any one of a file's owners, so give each team a file of its own.",
    `/.github/ ${owner}`,
    `/${config} ${owner}`,
    "# /teams/search.yaml @acme/search",
  ];
}

/** The commands that talk to GitHub, over the real Octokit, against the stand-in. */

import Bottleneck from "bottleneck";
import type { ApprovedContext } from "../../src/commands/approved.ts";
import type { Ci } from "../../src/commands/ci.ts";
import type { Format } from "../../src/commands/context.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Patience } from "../../src/github/client.ts";
import { gitHubPorts } from "../../src/github/ports.ts";
import { readRun } from "../../src/github/run.ts";
import type { MarkdownOrigin } from "../../src/render/markdown-options.ts";
import { renderPlanJson } from "../../src/render/plan-json.ts";
import { aPlanReport, type Given } from "../fakes/builders.ts";
import { type GitHubStandIn, TOKEN } from "./stand-in/server.ts";

/** Octokit waits a second between writes and more between tries; here it is two milliseconds. */
const group = (): unknown => new Bottleneck.Group({ maxConcurrent: 1 });
const PATIENCE: Patience = {
  retryAfterBaseValue: 2,
  limiters: { write: group(), notifications: group(), search: group(), auth: group() },
};

export interface Told {
  readonly context: ApprovedContext;
  readonly results: string[];
  readonly notes: string[];
  readonly notices: string[];
  readonly summaries: string[];
  readonly outputs: Record<string, unknown>;
  readonly found: Diagnostic[];
  readonly saved: Map<string, string>;
}

export interface Run {
  readonly pull?: number;
  /** Where the pull request comes from. */
  readonly from?: string;
  readonly sha?: string;
  readonly runId?: number;
  readonly texts?: Readonly<Record<string, string>>;
  readonly format?: Format;
  readonly apiUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function aRun(gitHub: GitHubStandIn, run: Run = {}): Told {
  const { pull, from = "acme/ai", sha = "9".repeat(40), runId = 7, texts = {} } = run;
  const told = { results: [], notes: [], notices: [], summaries: [], outputs: {}, found: [], saved: new Map() } as Omit<
    Told,
    "context"
  >;
  const origin: MarkdownOrigin = {
    commit: sha,
    repositoryUrl: "https://github.com/acme/ai",
    run: { id: runId, url: `https://github.com/acme/ai/actions/runs/${runId}` },
    readAt: "2026-11-23T09:14:00Z",
  };
  const ci: Ci = {
    origin,
    annotate: () => undefined,
    notice: (text, kind) => told.notices.push(`${kind}: ${text}`),
    summarise: (markdown) => told.summaries.push(markdown),
    output: (values) => Object.assign(told.outputs, values),
  };
  const event =
    pull === undefined ? null : JSON.stringify({ pull_request: { number: pull, head: { repo: { full_name: from } } } });
  const env = {
    GITHUB_REPOSITORY: "acme/ai",
    GITHUB_API_URL: run.apiUrl ?? gitHub.apiUrl,
    GITHUB_SHA: sha,
    GITHUB_REF_NAME: "main",
    GITHUB_RUN_ID: String(runId),
    ...run.env,
  };
  const context: ApprovedContext = {
    view: {
      result: (text) => told.results.push(text),
      save: () => undefined,
      note: (text) => told.notes.push(text),
      told: (rendered) => told.notes.push(rendered),
      diagnostics: (more) => told.found.push(...more),
      progress: () => undefined,
    },
    format: run.format ?? "text",
    clock: {
      now: (laterMs = 0) => new Date(Date.parse("2026-11-23T12:00:00Z") + laterMs).toISOString().replace(".000Z", "Z"),
      sleep: async () => undefined,
      elapsedMs: () => 0,
    },
    readText: async (file) => {
      const text = texts[file];
      return text === undefined ? { ok: false, reason: "no such file" } : { ok: true, text };
    },
    ci,
    origin,
    notice: ci.notice,
    gitHub: () => {
      const read = readRun(env, event);
      if (!read.ok) return read;
      const access = { token: TOKEN, userAgent: "strata/test", patience: PATIENCE };
      return { ok: true, run: read.run, connect: async () => gitHubPorts(read.run, access) };
    },
    saveFresh: (folder, name, text) => {
      told.saved.set(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    },
  };
  return { context, ...told };
}

export function planJson(given: Given): string {
  return renderPlanJson(aPlanReport(given).plan);
}

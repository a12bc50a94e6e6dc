/** Commands that talk to GitHub: they need a token, and neither AWS nor the configuration. */
import { type Command, Option } from "commander";
import type { GitHubConnection, GitHubContext } from "../commands/github-context.ts";
import { COMMENT_MODES, type CommentMode } from "../core/comment-choice.ts";
import { readRun } from "../github/run.ts";
import { NO_ORIGIN } from "../render/markdown-options.ts";
import { ciOf, eventText } from "./ci.ts";
import { clockOf, makeView, readText } from "./deps.ts";
import type { Edge } from "./edge.ts";
import { planFormat } from "./formats.ts";
import { saveFresh } from "./fresh-files.ts";
import type { GlobalOptions } from "./global-options.ts";
import { everyOne, wholeNumber } from "./option-values.ts";
import type { Registrar } from "./registrar.ts";
import { VERSION } from "./version.ts";

interface CommentFlags {
  readonly from?: string;
  readonly report: readonly string[];
  readonly issue: boolean;
  readonly mode: CommentMode;
}

export function addGitHubCommands(registrar: Registrar): void {
  addComment(registrar);
  addApproved(registrar);
}

function addComment({ program, edge, run }: Registrar): void {
  program
    .command("comment")
    .description("tell a saved plan, an apply or drift on GitHub")
    .option("--from <plan.json>", "a saved plan, or with --issue saved drift")
    .option("--report <report.jsonl>", "what an apply did, on its pull requests (repeatable: shards)", everyOne, [])
    .option("--issue", "keep the one issue about drift", false)
    .addOption(
      new Option("--mode <mode>", "how comments follow each other").choices([...COMMENT_MODES]).default("auto"),
    )
    .action(async (own: CommentFlags, command: Command) => {
      const { commentCommand } = await import("../commands/comment.ts");
      const { report: reports, ...others } = own;
      const context = gitHubContext(edge, command.optsWithGlobals<GlobalOptions>());
      run.exit = await commentCommand(context, { ...others, reports });
    });
}

function addApproved({ program, edge, run }: Registrar): void {
  program
    .command("approved")
    .description("fetch the plans that this push approves, for apply --plan")
    .option("--out-dir <folder>", "where the plans are written", "approved")
    .option("--pull <number>", "the plan of this pull request, merged or not", wholeNumber)
    .action(async (own: { outDir: string; pull?: number }, command: Command) => {
      const { approvedCommand } = await import("../commands/approved.ts");
      const context = gitHubContext(edge, command.optsWithGlobals<GlobalOptions>());
      run.exit = await approvedCommand({ ...context, saveFresh }, own);
    });
}

function gitHubContext(edge: Edge, options: GlobalOptions): GitHubContext {
  const clock = clockOf(edge);
  const ci = ciOf(edge, clock.now());
  const view = makeView(edge, options);
  return {
    view,
    format: planFormat(options.format),
    clock,
    readText,
    ci,
    origin: ci?.origin ?? NO_ORIGIN,
    notice: (text, kind) => (ci === null ? view.note(text) : ci.notice(text, kind)),
    gitHub: () => connection(edge),
  };
}

function connection({ env }: Edge): GitHubConnection {
  const read = readRun(env, eventText(env.GITHUB_EVENT_PATH));
  if (!read.ok) return read;
  const token = env.GITHUB_TOKEN || env.GH_TOKEN;
  if (!token) return { ok: false, why: "GITHUB_TOKEN has to hold a token." };
  return {
    ok: true,
    run: read.run,
    connect: async () => {
      const { gitHubPorts } = await import("../github/ports.ts");
      return gitHubPorts(read.run, { token, userAgent: `strata/${VERSION}` });
    },
  };
}

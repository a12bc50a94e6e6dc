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
import { wholeNumber } from "./option-values.ts";
import type { Registrar } from "./registrar.ts";
import { VERSION } from "./version.ts";

interface CommentFlags {
  readonly from?: string;
  readonly report?: string;
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
    .option("--report <report.jsonl>", "what an apply did, on the pull requests it was for")
    .option("--issue", "keep the one issue about drift", false)
    .addOption(
      new Option("--mode <mode>", "how comments follow each other").choices([...COMMENT_MODES]).default("auto"),
    )
    .addHelpText("after", EXAMPLES.comment)
    .action(async (own: CommentFlags, command: Command) => {
      const { commentCommand } = await import("../commands/comment.ts");
      run.exit = await commentCommand(gitHubContext(edge, command.optsWithGlobals<GlobalOptions>()), own);
    });
}

function addApproved({ program, edge, run }: Registrar): void {
  program
    .command("approved")
    .description("fetch the plans that this push approves, for apply --plan")
    .option("--out-dir <folder>", "where the plans are written", "approved")
    .option("--pull <number>", "the plan of this pull request, merged or not", wholeNumber)
    .addHelpText("after", EXAMPLES.approved)
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

const EXAMPLES = {
  comment: `
Examples, in a job of GitHub Actions with GITHUB_TOKEN:
  strata comment --from plan.json               on the pull request of this run
  strata comment --from plan.json --mode new    always a new one
  strata comment --report report.jsonl          on the pull requests just merged
  strata comment --issue --from drift.json      opens, rewrites or closes an issue

Where the token may not write, as on forks, the text goes to the job summary.
The exit code tells nothing about GitHub: 0, or 64 for a file that is no plan.
`,
  approved: `
Examples, in a job of GitHub Actions with GITHUB_TOKEN:
  strata approved --out-dir approved
  strata apply --plan approved/12.json --yes
  strata approved --pull 12            before the merge, as in a merge queue

It leaves the outputs plans (as flags for apply) and count. Exit codes: 0 also
where nothing is approved · 1 GitHub did not say · 4 an old run is run again
`,
} as const;

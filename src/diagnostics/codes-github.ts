/** Codes of the commands that talk to GitHub: `github/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const GITHUB_CODES = {
  "github/no-run": {
    severity: "error",
    summary: "This is no run that GitHub can be told about",
    cause:
      "Which repository is meant and who asks come from the environment that GitHub Actions gives to a job, and from the token.",
    mend: "Run it in a job of GitHub Actions with its token as GITHUB_TOKEN in the environment.",
    link: "https://docs.github.com/en/actions/reference/workflows-and-actions/variables",
  },
  "github/unavailable": {
    severity: "error",
    summary: "GitHub did not say what is approved",
    cause:
      "Which plans were approved cannot be told without GitHub's answers. Going on without them could apply less or other than was reviewed, so nothing is applied.",
    mend: "Give the job `actions: read`, `contents: read` and `pull-requests: read`, or run it again when GitHub answers.",
  },
  "github/no-plan": {
    severity: "warning",
    summary: "A merged pull request has no plan that approves it",
    cause:
      "Only a plan that the plan workflow of this repository has kept for the pull request's last commit is an approval (docs/github.md).",
    mend: "What it brings and no other plan holds stops the apply with exit 4; without any plan only what adds is applied. Run its plan workflow again, then this job.",
  },
} as const satisfies Record<string, CodeEntry>;

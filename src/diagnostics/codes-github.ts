/** Codes of the commands that talk to GitHub: `github/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const GITHUB_CODES = {
  "github/no-run": {
    severity: "error",
    summary: "This is no run that GitHub can be told about",
    cause:
      "Which repository is meant and who asks come from the environment that GitHub Actions gives to a job, and from the token.",
    mend: "Run it in a job of GitHub Actions, and give the step its token: the environment variable GITHUB_TOKEN with the value of the expression github.token.",
    link: "https://docs.github.com/en/actions/reference/workflows-and-actions/variables",
  },
  "github/unavailable": {
    severity: "error",
    summary: "GitHub did not say what is approved",
    cause:
      "Which plans were approved cannot be told without GitHub's answers. Going on without them could apply less or other than was reviewed, so nothing is applied.",
    mend: "Give the job `actions: read`, `contents: read` and `pull-requests: read`, or run it again when GitHub answers.",
  },
  "github/outrun": {
    severity: "error",
    summary: "An old run is run again",
    cause:
      "A run that is run again has the files of its own commit. With newer commits on the branch it would set back what their runs have applied since.",
    mend: "Run the newest run of the workflow again: it applies everything that was merged since the last one that succeeded.",
  },
  "github/no-plan": {
    severity: "warning",
    summary: "A merged pull request has no plan that approves it",
    cause:
      "Only a plan that the plan workflow of this repository has kept for the pull request's last commit is an approval (docs/github.md).",
    mend: "Of what it brings, only what adds is applied; anything else stops the apply with exit 4. Run its plan workflow again, then this job.",
  },
} as const satisfies Record<string, CodeEntry>;

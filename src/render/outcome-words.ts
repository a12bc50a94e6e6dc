/** Words for endings: what was done, not what was planned. */

import type { ActivationOutcome } from "../core/activation-outcome.ts";
import type { Action } from "../core/change.ts";
import type { Outcome, OutcomeStatus } from "../core/outcome.ts";
import type { Tone } from "./text-layout.ts";

const DONE_WORDS: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  adopt: "adopted",
  release: "released",
  replace: "replaced",
  delete: "deleted",
  retire: "retired",
  keep: "unchanged",
  protected: "protected",
  retiring: "retiring",
  blocked: "blocked",
};

const STATUS_WORDS: Readonly<Record<OutcomeStatus, string>> = {
  applied: "",
  already: "already done",
  failed: "FAILED",
  stale: "LEFT ALONE",
  skipped: "NOT TRIED",
};

export function outcomeWord({ status, change, skip }: Outcome): string {
  if (skip === "not-approved") return "not approved";
  return status === "applied" ? doneWord(change.action) : STATUS_WORDS[status];
}

export function activationWord({ status, skip }: ActivationOutcome): string {
  if (skip === "not-approved") return "not approved";
  return status === "applied" ? "activated" : STATUS_WORDS[status];
}

export function doneWord(action: Action): string {
  return DONE_WORDS[action];
}

export function outcomeTone({ status }: Pick<Outcome, "status">): Tone {
  switch (status) {
    case "applied":
      return "good";
    case "already":
      return "dim";
    case "failed":
      return "ends";
    case "stale":
    case "skipped":
      return "warn";
  }
}

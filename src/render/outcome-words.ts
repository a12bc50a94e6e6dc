/** Words for endings: what was done, not what was planned. */

import type { ActivationOutcome } from "../core/activation-outcome.ts";
import type { Action } from "../core/change.ts";
import type { OutcomeStatus } from "../core/outcome.ts";
import type { ParameterAction } from "../core/parameter-change.ts";
import type { AnyOutcome } from "../core/parameter-outcome.ts";
import type { Tone } from "./text-layout.ts";

const DONE_WORDS: Readonly<Record<Action | ParameterAction, string>> = {
  create: "created",
  update: "updated",
  adopt: "adopted",
  release: "released",
  replace: "replaced",
  delete: "deleted",
  retire: "retired",
  publish: "published",
  unpublish: "unpublished",
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

export function outcomeWord({ status, change, skip }: AnyOutcome): string {
  if (skip === "not-approved") return "not approved";
  return status === "applied" ? doneWord(change.action) : STATUS_WORDS[status];
}

export function activationWord({ status, skip }: ActivationOutcome): string {
  if (skip === "not-approved") return "not approved";
  return status === "applied" ? "activated" : STATUS_WORDS[status];
}

export function doneWord(action: Action | ParameterAction): string {
  return DONE_WORDS[action];
}

export function outcomeTone({ status }: Pick<AnyOutcome, "status">): Tone {
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

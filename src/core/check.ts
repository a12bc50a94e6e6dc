/** One row of `doctor`: what was looked at, how it stands, and what to do about it. */
import type { Fault } from "./fault.ts";

/** `skipped`: not looked at, and the text says why. */
export type CheckStatus = "ok" | "warning" | "failed" | "skipped";

export type CheckKind = "credentials" | "region" | "permission" | "quota" | "model" | "writing";

/** How one thing stands. */
export interface Verdict {
  readonly status: CheckStatus;
  readonly text: string;
  /** What to do; null where there is nothing to do. */
  readonly mend: string | null;
  /** AWS's own answer, where it is the reason. */
  readonly fault: Fault | null;
}

export interface Check extends Verdict {
  readonly kind: CheckKind;
  /** The action or the source it is about; null where the kind says it all. */
  readonly subject: string | null;
}

/** Worst first; a row that could not be looked at counts for more than one that is right. */
const RANK: readonly CheckStatus[] = ["failed", "warning", "skipped", "ok"];

export function worstStatus(statuses: readonly CheckStatus[]): CheckStatus {
  return RANK.find((status) => statuses.includes(status)) ?? "ok";
}

export function okVerdict(text: string): Verdict {
  return { status: "ok", text, mend: null, fault: null };
}

export function skippedVerdict(text: string): Verdict {
  return { status: "skipped", text, mend: null, fault: null };
}

/** A row of a verdict, with its keys in a fixed order. */
export function checkOf(kind: CheckKind, subject: string | null, { status, text, mend, fault }: Verdict): Check {
  return { kind, subject, status, text, mend, fault };
}

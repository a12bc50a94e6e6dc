/** What one short question to each profile brought, for `invoke --all`. Values only. */
import type { Answer, Fault } from "./fault.ts";
import { ANSWER_STATUSES, type AnswerStatus, type Trouble, troubleOf } from "./invoke-trouble.ts";
import type { ProfileRow } from "./listing.ts";
import type { ModelAnswer } from "./model-answer.ts";
import { compareTargets, compareText } from "./profile.ts";

export interface Probe {
  readonly row: ProfileRow;
  readonly status: AnswerStatus;
  readonly answer: ModelAnswer | null;
  readonly fault: Fault | null;
  /** What to do; null for a profile that answers or was not asked. */
  readonly trouble: Trouble | null;
}

/** `answer` is null for a profile that was not asked. */
export function toProbe(row: ProfileRow, answer: Answer<ModelAnswer> | null): Probe {
  if (answer === null) return { row, status: "not-asked", answer: null, fault: null, trouble: null };
  if (answer.ok) return { row, status: "answers", answer: answer.value, fault: null, trouble: null };
  const trouble = troubleOf(answer.fault);
  return { row, status: trouble.status, answer: null, fault: answer.fault, trouble };
}

/** The worst first, then by account, region, name and ARN. */
export function sortProbes(probes: readonly Probe[]): Probe[] {
  const rank = ({ status }: Probe): number => ANSWER_STATUSES.indexOf(status);
  return [...probes].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      compareTargets(a.row, b.row) ||
      compareText(a.row.name, b.row.name) ||
      compareText(a.row.arn, b.row.arn),
  );
}

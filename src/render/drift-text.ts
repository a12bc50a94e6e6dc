/** Drift in the terminal: per target what differs from the file, in words that name who may have done it. */
import type { Change } from "../core/change.ts";
import { isDrift } from "../core/drift.ts";
import { isParameterDrift } from "../core/parameter-change.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import { shownEdits } from "../core/tag-edits.ts";
import { compactHint, unreadRows } from "./compact-rows.ts";
import { detail } from "./detail-row.ts";
import { headLines } from "./head-line.ts";
import { accountNames, changeRow, listRowLines, parameterRow } from "./list-rows.ts";
import { driftWordOf } from "./parameter-words.ts";
import { driftedParameterLines } from "./plan-parameters-text.ts";
import type { PlanReport, PlanTextOptions } from "./plan-report.ts";
import { targetHeading, unreadSection } from "./plan-target-text.ts";
import { headingLines, warningLines } from "./plan-text.ts";
import { ACTION_WORDS, countOf } from "./plan-words.ts";
import { tagEditLines } from "./tags-text.ts";
import { joinParts, type Line, paragraph, renderLines } from "./text-layout.ts";

export interface DriftReport extends PlanReport {
  /** False for targets that only `--everywhere` looks at: what is ours there is an orphan. */
  readonly isDeclared: (target: { readonly account: string; readonly region: string }) => boolean;
}

export function renderDriftText(report: DriftReport, options: PlanTextOptions): string {
  const { plan } = report;
  const sections = () => [
    ...plan.targets.map((target) => sectionOf(target, report, options)),
    driftedParameterLines(plan, options),
  ];
  const parts = [
    headingLines(report, options),
    ...(options.compact === undefined ? sections() : [unreadRows(plan.targets), driftRows(report, options)]),
    warningLines(report, options),
    summary(report, options),
  ];
  return renderLines(joinParts(parts), options);
}

function sectionOf(target: Plan["targets"][number], report: DriftReport, options: PlanTextOptions): Line[] {
  if (target.status !== "read") return unreadSection(target, options);
  const isHere = ({ key }: Change): boolean => key.account === target.account && key.region === target.region;
  const drifted = report.plan.changes.filter((change) => isDrift(change) && isHere(change));
  if (drifted.length === 0) return [];
  return [...targetHeading(target, options), ...drifted.flatMap((change) => driftLines(change, report, options))];
}

function driftLines(change: PlannedChange, { isDeclared }: DriftReport, options: PlanTextOptions): Line[] {
  const { marker, tone } = ACTION_WORDS[change.action];
  const phrase = driftPhrase(change, isDeclared(change.key));
  const head = { marker, name: change.key.name, phrase, tone, declaredAt: change.declaredAt };
  return [
    ...headLines(head, options),
    ...tagLines(change, options),
    ...(change.arn === null ? [] : detail("ARN", change.arn, options, "dim")),
    ...(change.action === "blocked" || change.action === "replace"
      ? change.because.flatMap(({ text }) => detail("why", text, options))
      : []),
  ];
}

/** Without the profiles' tags, models and ARNs. */
function driftRows({ plan, isDeclared }: DriftReport, options: PlanTextOptions): Line[] {
  const names = accountNames(plan);
  const rows = [
    ...plan.changes
      .filter(isDrift)
      .map((change) => changeRow(change, names, driftWord(change, isDeclared(change.key)))),
    ...plan.parameters.filter(isParameterDrift).map((one) => parameterRow(one, names, driftWordOf(one))),
  ];
  return [...listRowLines(rows, options).flat(), ...compactHint(options)];
}

function driftWord(change: PlannedChange, isDeclared: boolean): string {
  switch (change.action) {
    case "create":
      return "MISSING";
    case "update":
      return "tags changed";
    case "replace":
      return "another source";
    case "delete":
      return isDeclared ? "NOT DECLARED" : "ORPHAN";
    case "adopt":
      return "to be adopted";
    case "release":
      return "to be released";
    default:
      return `BLOCKED ${change.because[0]?.code ?? ""}`.trimEnd();
  }
}

function driftPhrase(change: PlannedChange, isDeclared: boolean): string {
  switch (change.action) {
    case "create":
      return "MISSING: deleted outside Strata, or never applied";
    case "update":
      return "tags changed outside Strata (file -> live)";
    case "replace":
      return "another source than the file's";
    case "delete":
      return isDeclared ? "LIVE, BUT NOT DECLARED" : "ORPHAN: ours, in a region that the file does not look after";
    case "adopt":
      return "declared to be adopted, not ours yet";
    case "release":
      return "declared to be released, still ours";
    default:
      return "BLOCKED";
  }
}

/** From what the file says to what is live: the way somebody changed it, which is not the way an apply would. */
function tagLines(change: PlannedChange, options: PlanTextOptions): Line[] {
  if (change.action !== "update") return [];
  const changed = shownEdits(change.tagEdits).map(({ key, from, to }) => ({ key, from: to, to: from }));
  return tagEditLines(changed, options);
}

function summary({ plan }: DriftReport, options: PlanTextOptions): Line[] {
  const count = plan.changes.filter(isDrift).length + plan.parameters.filter(isParameterDrift).length;
  const later = plan.changes.filter((change) => change.hash !== null && !isDrift(change)).length;
  const unread = plan.targets.filter(({ status }) => status === "unreadable").length;
  const rest =
    later === 0
      ? []
      : paragraph(
          `Not drift: ${countOf(later, "change that time brought is", "changes that time brought are")} left to do (strata apply --due).`,
          0,
          options,
        );
  const gaps =
    unread === 0
      ? []
      : paragraph(
          `! ${countOf(unread, "target was", "targets were")} not read: drift there is unknown.`,
          0,
          options,
          "warn",
        );
  if (count > 0) {
    return [
      ...paragraph(`Drift: ${countOf(count, "difference", "differences")}.`, 0, options, "ends"),
      ...rest,
      ...gaps,
    ];
  }
  const kept = `${countOf(plan.summary.keep, "profile is", "profiles are")} as the file says.`;
  const where = unread === 0 ? "No drift." : "No drift in the targets that were read.";
  return [...paragraph(`${where} ${kept}`, 0, options, unread === 0 ? "good" : "plain"), ...rest, ...gaps];
}

/** One account × region of the terminal plan: its heading, its changes, or why there are none. */
import type { Change } from "../core/change.ts";
import type { Plan, PlannedChange, PlanTarget } from "../core/plan.ts";
import type { Tags } from "../core/profile.ts";
import { CODES } from "../diagnostics/codes.ts";
import { faultText } from "./fault-text.ts";
import { changeLines } from "./plan-change-text.ts";
import type { PlanReport, PlanTextOptions } from "./plan-report.ts";
import { type Line, paragraph, span, wrapWords } from "./text-layout.ts";

export function targetSections({ plan, unchanged = [] }: PlanReport, options: PlanTextOptions): Line[] {
  const kept = options.full ? unchanged : [];
  const byTarget = new Map<string, (PlannedChange | Change)[]>();
  for (const change of [...plan.changes, ...kept]) {
    const id = `${change.key.account}/${change.key.region}`;
    const group = byTarget.get(id);
    if (group === undefined) byTarget.set(id, [change]);
    else group.push(change);
  }
  const above = new Map<string, Tags>();
  return plan.targets.flatMap((target) => {
    const changes = byTarget.get(`${target.account}/${target.region}`) ?? [];
    if (target.status !== "read") return unreadLines(target, options);
    if (changes.length === 0) return [];
    return [...headingLines(target, "", options), ...changes.flatMap((change) => rows(change, plan, above, options))];
  });
}

/** Remembers the tags of each create, so that the next one of the same name can point at them. */
function rows(change: PlannedChange | Change, plan: Plan, above: Map<string, Tags>, options: PlanTextOptions): Line[] {
  const { name } = change.key;
  const lines = changeLines(change, { options, diagnostics: plan.diagnostics, tagsAbove: above.get(name) ?? null });
  above.delete(name);
  if (change.action === "create" && Object.keys(change.after.tags).length > 1) above.set(name, change.after.tags);
  return lines;
}

function headingLines(target: PlanTarget, note: string, options: PlanTextOptions): Line[] {
  const { accountName, account, region } = target;
  const place = [accountName, account, region].filter((part) => part !== null).join(" ");
  const [first = "", ...rest] = wrapWords(place, options.width);
  const heading: Line[] = [first, ...rest].map((row) => [span(row, "strong")]);
  const last = heading.at(-1) ?? [];
  return note === "" ? heading : [...heading.slice(0, -1), [...last, span("  "), span(note, "warn")]];
}

function unreadLines(target: PlanTarget, options: PlanTextOptions): Line[] {
  if (target.status === "pending") {
    return [
      ...headingLines(target, "", options),
      ...paragraph("pending: its role does not exist yet, so nothing is read or changed there", 4, options, "dim"),
    ];
  }
  const { fault } = target;
  const why = fault === null ? "no answer" : faultText(fault);
  const id = fault?.requestId;
  return [
    ...headingLines(target, "NOT READ", options),
    ...paragraph(why, 4, options),
    ...(id === undefined ? [] : paragraph(`request id ${id}`, 4, options, "dim")),
    ...paragraph(`Nothing is changed there. ${CODES["aws/target-unreadable"].mend}`, 4, options),
  ];
}

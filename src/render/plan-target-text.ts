/** One account × region of the terminal plan: its heading, its changes, or why there are none. */
import type { Change } from "../core/change.ts";
import type { Plan, PlannedChange, PlanTarget } from "../core/plan.ts";
import type { Tags } from "../core/profile.ts";
import { diffTags, isEmptyEdits } from "../core/tag-edits.ts";
import { faultText } from "./fault-text.ts";
import { changeLines, hintsOf } from "./plan-change-text.ts";
import type { PlanReport, PlanTextOptions } from "./plan-report.ts";
import { placeOf } from "./plan-words.ts";
import { type Line, paragraph, span, wrapWords } from "./text-layout.ts";

/** Tags that were told whole, and where. */
interface Told {
  readonly tags: Tags;
  readonly place: string;
}

/** What the rows of all sections share. */
interface Section {
  readonly plan: Plan;
  readonly options: PlanTextOptions;
  readonly above: Map<string, Told>;
  readonly hints: ReadonlyMap<string, string>;
}

/** One section for each target that has something to say. */
export function targetSections({ plan, unchanged = [] }: PlanReport, options: PlanTextOptions): Line[][] {
  const kept = options.full ? unchanged : [];
  const byTarget = new Map<string, (PlannedChange | Change)[]>();
  for (const change of [...plan.changes, ...kept]) {
    const id = `${change.key.account}/${change.key.region}`;
    const group = byTarget.get(id);
    if (group === undefined) byTarget.set(id, [change]);
    else group.push(change);
  }
  const section: Section = { plan, options, above: new Map(), hints: hintsOf(plan.diagnostics) };
  return plan.targets.map((target) => {
    const changes = byTarget.get(`${target.account}/${target.region}`) ?? [];
    if (target.status !== "read") return unreadSection(target, options);
    if (changes.length === 0) return [];
    return [...targetHeading(target, options), ...changes.flatMap((change) => rows(change, section))];
  });
}

/** Remembers where a name's tags were last told whole, so that the next create of that name can point there. */
function rows(change: PlannedChange | Change, section: Section): Line[] {
  const { plan, above, hints, options } = section;
  const { name, account, region } = change.key;
  const told = above.get(name);
  const isRepeated = change.action === "create" && told !== undefined && hasSameTags(told.tags, change.after.tags);
  const tagsAt = isRepeated && !options.full ? told.place : null;
  if (change.action === "create" && !isRepeated && Object.keys(change.after.tags).length > 1) {
    const accountName = plan.targets.find((target) => target.account === account)?.accountName ?? null;
    above.set(name, { tags: change.after.tags, place: placeOf(accountName, account, region) });
  }
  return changeLines(change, { options, hints, tagsAt });
}

function hasSameTags(one: Tags, other: Tags): boolean {
  return isEmptyEdits(diffTags(one, other, { isIgnored: () => false, unlistedTags: "remove" }));
}

export function targetHeading(target: PlanTarget, options: PlanTextOptions, note = ""): Line[] {
  const { accountName, account, region } = target;
  const place = [accountName, account, region].filter((part) => part !== null).join(" ");
  const [first = "", ...rest] = wrapWords(place, options.width);
  const heading: Line[] = [first, ...rest].map((row) => [span(row, "strong")]);
  const last = heading.at(-1) ?? [];
  return note === "" ? heading : [...heading.slice(0, -1), [...last, span("  "), span(note, "warn")]];
}

/** Why there is nothing to tell of a target. */
export function unreadSection(target: PlanTarget, options: PlanTextOptions): Line[] {
  if (target.status === "pending") {
    return [
      ...targetHeading(target, options),
      ...paragraph("pending: its role does not exist yet, so nothing is read or changed there", 4, options, "dim"),
    ];
  }
  const { fault } = target;
  const why = fault === null ? "no answer" : faultText(fault);
  const id = fault?.requestId;
  return [
    ...targetHeading(target, options, "NOT READ"),
    ...paragraph(why, 4, options),
    ...(id === undefined ? [] : paragraph(`request id ${id}`, 4, options, "dim")),
    ...paragraph("Nothing is changed there; mend the cause, and plan again.", 4, options),
  ];
}

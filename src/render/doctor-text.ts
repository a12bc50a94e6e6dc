/** `strata doctor`: one row per target, then each thing that is not right, with what to do about it. */
import { type Check, type CheckKind, type CheckStatus, worstStatus } from "../core/check.ts";
import type { Checkup, TargetCheckup } from "../core/checkup.ts";
import type { Fault } from "../core/fault.ts";
import { faultText } from "./fault-text.ts";
import { countOf } from "./plan-words.ts";
import { type Column, tableLines } from "./table-text.ts";
import { padToWidth } from "./terminal-text.ts";
import {
  joinParts,
  type Line,
  paragraph,
  renderLines,
  span,
  type TextStyle,
  type Tone,
  wrapWords,
} from "./text-layout.ts";

export interface DoctorTextStyle extends TextStyle {
  /** Every check, not only those that are not right. */
  readonly full: boolean;
}

const TONES: Readonly<Record<CheckStatus, Tone>> = { ok: "good", warning: "change", failed: "ends", skipped: "dim" };

const COLUMNS: readonly Column<TargetCheckup>[] = [
  { title: "TARGET", cell: placeText, least: 16, cut: "start" },
  { title: "ROLE", cell: (row) => cellOf(row, "credentials"), tone: (row) => toneOf(row, "credentials"), least: 7 },
  { title: "REGION", cell: (row) => cellOf(row, "region"), tone: (row) => toneOf(row, "region"), least: 7 },
  {
    title: "READING",
    cell: (row) => countsText(row, "permission"),
    tone: (row) => toneOf(row, "permission"),
    least: 7,
  },
  { title: "QUOTA", cell: quotaText, tone: (row) => toneOf(row, "quota"), least: 9 },
  { title: "MODELS", cell: (row) => countsText(row, "model"), tone: (row) => toneOf(row, "model"), least: 6 },
];

export function renderDoctorText(checkup: Checkup, style: DoctorTextStyle): string {
  const { targets, billing } = checkup;
  const sections = targets.map((target) => targetLines(target, style));
  const table = targets.length === 0 ? [] : tableLines(targets, COLUMNS, style);
  const payer = billing === null ? [] : sectionLines(["billing", billing.accountName, billing.account], billing, style);
  return renderLines(joinParts([table, ...sections, payer, footLines(checkup, style)]), style);
}

/** `prod us-west-2`, the account's number where it has no name, and no account while it is not known. */
function placeText({ account, accountName, region }: TargetCheckup): string {
  return `${accountName ?? account ?? "?"} ${region}`;
}

function ofKind({ checks }: TargetCheckup, kind: CheckKind): readonly Check[] {
  return checks.filter((check) => check.kind === kind);
}

function toneOf(row: TargetCheckup, kind: CheckKind): Tone {
  return row.status === "pending" ? "dim" : TONES[worstStatus(ofKind(row, kind).map(({ status }) => status))];
}

function cellOf(row: TargetCheckup, kind: CheckKind): string {
  if (row.status === "pending") return kind === "credentials" ? "pending" : "-";
  const [check] = ofKind(row, kind);
  return check === undefined || check.status === "skipped" ? "-" : statusWord(check.status);
}

/** `failed` is the one word that must not be overlooked without colour. */
function statusWord(status: CheckStatus): string {
  return status === "failed" ? "FAILED" : status;
}

/** In the table: the worst comes first, since a narrow terminal cuts the end. */
const COUNTED = [
  ["failed", "FAILED"],
  ["warning", "warn"],
  ["ok", "ok"],
] as const;

/** `7 ok`, `1 warn, 5 ok`; `-` where nothing was looked at. */
function countsText(row: TargetCheckup, kind: CheckKind): string {
  const statuses = ofKind(row, kind).map(({ status }) => status);
  const shown = COUNTED.flatMap(([status, word]) => {
    const count = statuses.filter((one) => one === status).length;
    return count === 0 ? [] : `${count} ${word}`;
  });
  return shown.length === 0 ? "-" : shown.join(", ");
}

function quotaText(row: TargetCheckup): string {
  return row.quota === null ? cellOf(row, "quota") : `${row.quota.left} left`;
}

function targetLines(checkup: TargetCheckup, style: DoctorTextStyle): Line[] {
  const { accountName, account, region, status } = checkup;
  const note: Line = status === "unreadable" ? [span("  "), span("CANNOT BE READ", "warn")] : [];
  return sectionLines([accountName, account ?? "the account of the credentials", region], checkup, style, note);
}

/** What is not right in one place; with `full`, everything. The note stands behind the place's name. */
function sectionLines(
  place: readonly (string | null)[],
  { checks }: { readonly checks: readonly Check[] },
  style: DoctorTextStyle,
  note: Line = [],
): Line[] {
  const shown = checks.filter(({ status }) => style.full || status === "failed" || status === "warning");
  if (shown.length === 0) return [];
  const words = place.filter((part) => part !== null).join(" ");
  const heading: Line[] = wrapWords(words, style.width).map((row) => [span(row, "strong")]);
  const last = heading.at(-1) ?? [];
  return [...heading.slice(0, -1), [...last, ...note], ...shown.flatMap((check) => checkLines(check, style))];
}

const STATUS_WIDTH = 8;
const INDENT = 2;
const UNDER = INDENT + STATUS_WIDTH + 1;

/** One line as far as it fits; AWS's own words and the mend below it. */
function checkLines({ kind, subject, status, text, mend, fault }: Check, style: TextStyle): Line[] {
  const label = padToWidth(statusWord(status), STATUS_WIDTH);
  const [first = "", ...rest] = wrapWords(`${subject ?? kind}: ${text}`, style.width - UNDER);
  const isTrouble = status === "failed" || status === "warning";
  return [
    [span(" ".repeat(INDENT)), span(label, TONES[status]), span(" "), span(first)],
    ...rest.map((row): Line => [span(" ".repeat(UNDER)), span(row)]),
    ...(fault === null ? [] : paragraph(reasonText(fault, subject), UNDER, style, "dim")),
    ...(mend === null || !isTrouble ? [] : paragraph(`-> ${mend}`, UNDER, style)),
  ];
}

/** AWS's own words; the operation only where the row does not name it. */
function reasonText(fault: Fault, subject: string | null): string {
  const text = faultText(fault);
  return fault.operation === subject ? text.slice(`${fault.operation}: `.length) : text;
}

function footLines({ targets: checkups, billing }: Checkup, style: DoctorTextStyle): Line[] {
  const has = (checkup: TargetCheckup, wanted: CheckStatus): boolean =>
    checkup.checks.some(({ status }) => status === wanted);
  const failed = checkups.filter((one) => has(one, "failed")).length;
  const warned = checkups.filter((one) => !has(one, "failed") && has(one, "warning")).length;
  const pending = checkups.filter(({ status }) => status === "pending").length;
  const parts = [
    ...(failed === 0 ? [] : [`${failed} with failures`]),
    ...(warned === 0 ? [] : [`${warned} with warnings`]),
    ...(pending === 0 ? [] : [`${pending} pending`]),
    `${checkups.length - failed - warned - pending} all well`,
  ];
  const writing = checkups.flatMap((one) => ofKind(one, "writing"))[0];
  const status = billing === null ? null : worstStatus(billing.checks.map((check) => check.status));
  const payer = status === null ? "" : status === "ok" ? " Billing: all well." : " Billing: a warning.";
  const untried = "Not tried: writing, which cannot be tried without doing it.";
  return [
    ...paragraph(`${countOf(checkups.length, "target", "targets")}: ${parts.join(", ")}.${payer}`, 0, style, "strong"),
    ...(writing === undefined || style.full ? [] : paragraph(`${untried} ${writing.mend}`, 0, style, "dim")),
  ];
}

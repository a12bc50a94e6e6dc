/** One line per change, the worst last: what a hurried reader checks before saying yes. */
import type { Action } from "../core/change.ts";
import type { Plan, PlannedChange } from "../core/plan.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { ACTION_WORDS, arnEffect, BILLING_MARKER, countOf } from "./plan-words.ts";
import { displayWidth, fitToWidth, padToWidth } from "./terminal-text.ts";
import { type Line, line, span, type Tone } from "./text-layout.ts";

/** Of the quiet classes at most so many are listed once more; endings always are. */
const QUIET_LIMIT = 40;
const QUIET: readonly Action[] = ["create", "adopt", "update", "release"];
const LOUD: readonly Action[] = ["retire", "replace", "delete"];

interface Row {
  readonly marker: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly effect: string;
  readonly tone: Tone;
}

const ACCOUNT_MAX = 16;
const REGION_MAX = 14;
const NAME_MIN = 12;
const MARGIN = 6;

export function changeList(plan: Plan, options: PlanTextOptions): Line[] {
  const names = new Map(plan.targets.map(({ account, accountName }) => [account, accountName ?? account]));
  const rowsOf = (actions: readonly Action[]): Row[] =>
    actions.flatMap((action) => plan.changes.filter((change) => change.action === action).map((c) => toRow(c, names)));
  const quiet = [...rowsOf(QUIET), ...parameterRows(plan, names), ...billingRows(plan)];
  const shown = options.full ? quiet : quiet.slice(0, QUIET_LIMIT);
  const folded = quiet.length - shown.length;
  const loud = rowsOf(LOUD);
  const columns = measure([...shown, ...loud], options.width);
  const fold =
    folded === 0
      ? []
      : [line(`      ... ${countOf(folded, "more change", "more changes")} of that kind, told above`, "dim")];
  return [...shown.flatMap((row) => rowLines(row, columns)), ...fold, ...loud.flatMap((row) => rowLines(row, columns))];
}

function toRow(change: PlannedChange, names: ReadonlyMap<string, string>): Row {
  const { marker, tone } = ACTION_WORDS[change.action];
  const { account, region, name } = change.key;
  return { marker, account: names.get(account) ?? account, region, name, effect: arnEffect(change), tone };
}

function parameterRows({ parameters }: Plan, names: ReadonlyMap<string, string>): Row[] {
  return parameters
    .filter(({ hash }) => hash !== null)
    .map(({ action, key, parameter }) => {
      const { marker, tone } = ACTION_WORDS[action];
      const { account, region } = key;
      return { marker, account: names.get(account) ?? account, region, name: parameter, effect: "", tone };
    });
}

function billingRows({ billing }: Plan): Row[] {
  return billing
    .filter(({ action }) => action === "activate-tag")
    .map(({ key }) => ({
      marker: BILLING_MARKER,
      account: "billing",
      region: "",
      name: key,
      effect: "",
      tone: "change",
    }));
}

interface Columns {
  readonly account: number;
  readonly region: number;
  readonly name: number;
  /** False on a narrow terminal: what happens to the ARN is never cut, so it moves below. */
  readonly isEffectBeside: boolean;
}

function measure(rows: readonly Row[], width: number): Columns {
  const widest = (pick: (row: Row) => string): number =>
    rows.reduce((width, row) => Math.max(width, displayWidth(span(pick(row)).text)), 0);
  const account = Math.min(
    ACCOUNT_MAX,
    widest((row) => row.account),
  );
  const region = Math.min(
    REGION_MAX,
    widest((row) => row.region),
  );
  const left = width - MARGIN - account - 1 - region - 2;
  const beside = left - 2 - widest((row) => row.effect);
  const isEffectBeside = beside >= NAME_MIN;
  const room = isEffectBeside ? beside : Math.max(1, left);
  return {
    account,
    region,
    name: Math.min(
      room,
      widest((row) => row.name),
    ),
    isEffectBeside,
  };
}

function rowLines(row: Row, columns: Columns): Line[] {
  const cell = (text: string, width: number): string => padToWidth(fitToWidth(span(text).text, width), width);
  const place = `${cell(row.account, columns.account)} ${cell(row.region, columns.region)}`;
  const start: Line = [
    span(`  ${row.marker.padEnd(3)} `, row.tone),
    span(`${place}  `),
    span(cell(row.name, columns.name)),
  ];
  if (row.effect === "") return [start];
  if (columns.isEffectBeside) return [[...start, span("  "), span(row.effect, row.tone)]];
  return [start, [span(" ".repeat(MARGIN)), span(row.effect, row.tone)]];
}

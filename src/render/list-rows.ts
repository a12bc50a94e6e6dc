/** Rows of one line per change: marker, place, name, and what happens to the ARN, in columns. */
import type { Change } from "../core/change.ts";
import type { ParameterChange } from "../core/parameter-change.ts";
import type { Plan } from "../core/plan.ts";
import { ACTION_WORDS } from "./plan-words.ts";
import { displayWidth, fitToWidth, padToWidth } from "./terminal-text.ts";
import { type Line, span, type TextStyle, type Tone } from "./text-layout.ts";

export interface ListRow {
  readonly marker: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly effect: string;
  readonly tone: Tone;
}

/** By account id, what a row calls the account. */
export type AccountNames = ReadonlyMap<string, string>;

const ACCOUNT_MAX = 16;
const REGION_MAX = 14;
const NAME_MIN = 12;
const MARGIN = 6;

export function accountNames({ targets }: Pick<Plan, "targets">): AccountNames {
  return new Map(targets.map(({ account, accountName }) => [account, accountName ?? account]));
}

export function changeRow(change: Change, names: AccountNames, effect: string): ListRow {
  const { marker, tone } = ACTION_WORDS[change.action];
  const { account, region, name } = change.key;
  return { marker, account: names.get(account) ?? account, region, name, effect, tone };
}

export function parameterRow(planned: ParameterChange, names: AccountNames, effect = ""): ListRow {
  const { marker, tone } = ACTION_WORDS[planned.action];
  const { account, region } = planned.key;
  return { marker, account: names.get(account) ?? account, region, name: planned.parameter, effect, tone };
}

interface Columns {
  readonly account: number;
  readonly region: number;
  readonly name: number;
  /** False on a narrow terminal: what happens to the ARN is never cut, so it moves below. */
  readonly isEffectBeside: boolean;
}

/** The lines of each row; one, where there is room enough. */
export function listRowLines(rows: readonly ListRow[], { width }: TextStyle): Line[][] {
  const columns = measure(rows, width);
  return rows.map((row) => rowLines(row, columns));
}

function measure(rows: readonly ListRow[], width: number): Columns {
  const widest = (pick: (row: ListRow) => string): number =>
    rows.reduce((most, row) => Math.max(most, displayWidth(span(pick(row)).text)), 0);
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

function rowLines(row: ListRow, columns: Columns): Line[] {
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

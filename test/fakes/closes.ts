/** Monthly closes out of a few lines of usage, as Cost Explorer would tell them. */
import type { Project } from "../../src/core/desired.ts";
import { exactMoney, parseMoney, sumMoney } from "../../src/core/money.ts";
import { projectRegistry } from "../../src/core/projects.ts";
import type { Close } from "../../src/core/report.ts";
import { buildClose, type CloseFacts } from "../../src/core/report-build.ts";
import type { SpendAnswer, SpendCell } from "../../src/core/spend-query.ts";

const BEFORE = "2026-09-01";
const MONTH = "2026-10-01";
export const SONNET = "Claude Sonnet 4.5 (Amazon Bedrock Edition)";
export const HAIKU = "Claude Haiku 4.5 (Amazon Bedrock Edition)";
export const NATIVE = "Amazon Bedrock";
export const INPUT = "USW2-MP:USW2_input_tokens_standard-Units";
export const OUTPUT = "USW2-MP:USW2_output_tokens_standard-Units";

/** Usage of one value of the key in both months; quantity and amount, the month before first. */
export interface Used {
  readonly value: string;
  readonly service?: string;
  readonly usageType?: string;
  readonly unit?: string;
  readonly before?: readonly [quantity: string, amount: string];
  readonly now?: readonly [quantity: string, amount: string];
}

/** A charge beside usage; the month before first. */
export type Charged = readonly [recordType: string, service: string, before: string, now: string];

export interface CloseParts extends Partial<Omit<CloseFacts, "registry">> {
  readonly used: readonly Used[];
  readonly charged?: readonly Charged[];
  readonly projects?: readonly Project[];
  /** `strata:name`, account, amount before and now. */
  readonly names?: readonly (readonly [name: string, account: string, before: string, now: string])[];
  /** What Cost Explorer tells without grouping, where that is not the sum. */
  readonly total?: string;
  readonly estimated?: boolean;
}

const cell = (start: string, values: readonly string[], amount: string, more: object = {}): SpendCell => ({
  start,
  values,
  amount,
  currency: "USD",
  ...more,
});

const both = (values: readonly string[], before: string, now: string): SpendCell[] => [
  cell(BEFORE, values, before),
  cell(MONTH, values, now),
];

function usedCells({ value, service = SONNET, usageType = INPUT, unit = "Units", before, now }: Used): SpendCell[] {
  const values = [service, value, usageType];
  const one = (start: string, told: readonly [string, string] | undefined): SpendCell[] =>
    told === undefined ? [] : [cell(start, values, told[1], { quantity: told[0], unit })];
  return [...one(BEFORE, before), ...one(MONTH, now)];
}

function sumOf(cells: readonly SpendCell[], start: string): string {
  return exactMoney(sumMoney(cells.filter((one) => one.start === start).map(({ amount }) => parseMoney(amount) ?? 0n)));
}

export function aClose(parts: CloseParts): Close {
  const { used, charged = [], projects = [], names, total, estimated = false, ...facts } = parts;
  const spans = [BEFORE, MONTH].map((start) => ({ start, end: "x", estimated: estimated && start === MONTH }));
  const answer = (cells: readonly SpendCell[]): SpendAnswer => ({ spans, cells });
  const usage = used.flatMap(usedCells);
  const whole = total ?? sumOf(usage, MONTH);
  return buildClose(
    {
      usage: answer(usage),
      total: answer(both([], sumOf(usage, BEFORE), whole)),
      kinds: answer([
        ...both(["Usage", NATIVE], sumOf(usage, BEFORE), whole),
        ...charged.flatMap(([kind, service, before, now]) => both([kind, service], before, now)),
      ]),
      names:
        names === undefined
          ? null
          : answer(names.flatMap(([name, account, ...months]) => both([name, account], ...months))),
    },
    {
      payer: "111122223333",
      isLinked: false,
      period: { start: BEFORE, end: "2026-11-01" },
      services: [...new Set(used.map(({ service = SONNET }) => service))].sort(),
      key: { key: "project", status: "active", isKnown: true, partialFrom: null },
      namesFrom: null,
      desired: { profiles: [] },
      now: "2026-11-24T09:00:00Z",
      ...facts,
      registry: projectRegistry(projects),
    },
  );
}

// Lines of a made-up bill: usage of models, and what stands beside it: credits, tax, another service.
import { billedAs, OWN_SERVICE, priceOf, type Token } from "./prices.ts";
import type { ServiceContext } from "./service.ts";
import { PAST_DAYS, type Spender, spendersOf, type TokenMemory } from "./spenders.ts";
import { DAY_MS, HOUR_MS } from "./traffic.ts";

/** What Cost Explorer can group and filter by here. */
export const DIMENSIONS = ["SERVICE", "LINKED_ACCOUNT", "REGION", "USAGE_TYPE", "RECORD_TYPE", "OPERATION"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** One kind of charge over many days; days are UTC, since 1970. */
export interface CostLine {
  readonly dimensions: Readonly<Record<Dimension, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly unit: string;
  /** First day, and the day after the last. */
  readonly from: number;
  readonly until: number;
  /** Nano-dollars, whole. */
  readonly amountOn: (day: number) => number;
  /** Millionths of `unit`, whole. */
  readonly quantityOn: (day: number) => number;
}

/** Everything that was ever charged to these accounts; null: to all of them. */
export function costLinesOf(context: ServiceContext, memory: TokenMemory, account: string | null): CostLine[] {
  const spenders = spendersOf(context, memory).filter((one) => account === null || one.account === account);
  const usage = spenders.flatMap((spender) => [usageLine(spender, "input"), usageLine(spender, "output")]);
  if (!context.behaviour.syntheticCosts) return usage;
  const now = context.now().getTime();
  const accounts = [...new Set(spenders.map((spender) => spender.account))];
  return [...usage, ...accounts.flatMap((one) => otherLines(one, usage, now))];
}

function usageLine(
  { account, region, tags, foundationModel, isGlobal, tokens, from, until }: Spender,
  token: Token,
): CostLine {
  const { service, usageType, unit, tokensAUnit } = billedAs(foundationModel, token, region, isGlobal);
  const price = priceOf(foundationModel)[token];
  const counts = tokens[token];
  const first = tokens.from;
  return {
    dimensions: {
      SERVICE: service,
      LINKED_ACCOUNT: account,
      REGION: region,
      USAGE_TYPE: usageType,
      RECORD_TYPE: "Usage",
      OPERATION: "InvokeModelInference",
    },
    tags,
    unit,
    from: Math.max(from, first),
    until: Math.min(until, first + counts.length),
    amountOn: (day) => (counts[day - first] ?? 0) * price,
    quantityOn: (day) => (counts[day - first] ?? 0) * (1_000_000 / tokensAUnit),
  };
}

/** Dollars a day of a service that has nothing to do with models: who forgets to filter sees it. */
const OTHER_SERVICE_NANO_A_DAY = 26_400_000_000;
const CREDIT_SHARE = 0.1;
const TAX_SHARE = 0.07;

function otherLines(account: string, usage: readonly CostLine[], now: number): CostLine[] {
  const today = Math.floor(now / DAY_MS);
  const mine = usage.filter(({ dimensions }) => dimensions.LINKED_ACCOUNT === account);
  const native = mine.filter(({ dimensions }) => dimensions.SERVICE === OWN_SERVICE);
  const hoursToday = Math.floor(now / HOUR_MS) - today * 24;
  const fixed = { LINKED_ACCOUNT: account, REGION: "us-east-1" } as const;
  const span = { tags: {}, from: today - PAST_DAYS, until: today + 1 } as const;
  return [
    {
      ...span,
      dimensions: {
        ...fixed,
        SERVICE: "Amazon Elastic Compute Cloud - Compute",
        USAGE_TYPE: "BoxUsage:m7i.large",
        RECORD_TYPE: "Usage",
        OPERATION: "RunInstances",
      },
      unit: "Hrs",
      amountOn: (day) => (day === today ? (OTHER_SERVICE_NANO_A_DAY / 24) * hoursToday : OTHER_SERVICE_NANO_A_DAY),
      quantityOn: (day) => (day === today ? hoursToday : 24) * 1_000_000,
    },
    {
      ...span,
      ...monthly((first, next) => -Math.round(sumOf(native, first, next) * CREDIT_SHARE)),
      dimensions: { ...fixed, SERVICE: OWN_SERVICE, USAGE_TYPE: "USE1-Credit", RECORD_TYPE: "Credit", OPERATION: "" },
    },
    {
      ...span,
      ...monthly((first, next) => Math.round(sumOf(mine, first, next) * TAX_SHARE)),
      dimensions: { ...fixed, SERVICE: "Tax", USAGE_TYPE: "", RECORD_TYPE: "Tax", OPERATION: "" },
    },
  ];
}

/** A charge of the month's first day, worked out when somebody asks for that day. */
function monthly(
  amountOf: (first: number, next: number) => number,
): Pick<CostLine, "unit" | "amountOn" | "quantityOn"> {
  return {
    unit: "",
    amountOn: (day) => {
      const date = new Date(day * DAY_MS);
      if (date.getUTCDate() !== 1) return 0;
      return amountOf(day, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / DAY_MS);
    },
    quantityOn: () => 0,
  };
}

function sumOf(lines: readonly CostLine[], from: number, until: number): number {
  let sum = 0;
  for (const line of lines) {
    for (let day = Math.max(from, line.from); day < Math.min(until, line.until); day += 1) sum += line.amountOn(day);
  }
  return sum;
}

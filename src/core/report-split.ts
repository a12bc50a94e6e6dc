/** Why a spend changed: more tokens (volume), other models (mix), or other prices (rate). docs/report.md derives it. */
import { type Money, proportion, sumMoney } from "./money.ts";
import { type TokenScale, tokenScale } from "./token-units.ts";

/** One kind of usage in two months. Quantities are in 10⁻¹⁸ of `unit`, as amounts are of the currency. */
export interface UsageLine {
  readonly service: string;
  readonly usageType: string;
  /** As Cost Explorer tells it. */
  readonly unit: string;
  readonly amount: Money;
  readonly before: Money;
  readonly quantity: bigint;
  readonly quantityBefore: bigint;
}

/** Parts of a change; their sum is the whole of it, to the last digit. */
export interface Split {
  readonly volume: Money;
  readonly mix: Money;
  readonly rate: Money;
}

/** Lines of one key are of one unit, so that their quantities can be added. */
export function usageKey({ service, usageType, unit }: UsageLine): string {
  return JSON.stringify([service, usageType, unit]);
}

/** Adds up the lines of each key; no amount is lost. */
export function mergeLines(lines: readonly UsageLine[]): UsageLine[] {
  const merged = new Map<string, UsageLine>();
  for (const line of lines) {
    const key = usageKey(line);
    const sum = merged.get(key);
    merged.set(key, sum === undefined ? line : { ...sum, ...sumOf(sum, line) });
  }
  return [...merged.values()];
}

function sumOf(a: UsageLine, b: UsageLine): Omit<UsageLine, "service" | "usageType" | "unit"> {
  return {
    amount: a.amount + b.amount,
    before: a.before + b.before,
    quantity: a.quantity + b.quantity,
    quantityBefore: a.quantityBefore + b.quantityBefore,
  };
}

/**
 * The scale of each line, decided once from all spenders and both months: a unit without a name is told by its price, and
 * must not count for another number of tokens because the price moved, or because somebody pays another one.
 */
export function scaleOfBoth(lines: readonly UsageLine[]): TokenScale {
  return tokenScale(
    lines.map(({ amount, before, quantity, quantityBefore, ...line }) => ({
      ...line,
      amount: amount + before,
      quantity: quantity + quantityBefore,
    })),
  );
}

/** The change of one spender's lines, one of each key. */
export function splitChange(lines: readonly UsageLine[], scale: TokenScale): Split {
  const counted = lines.map((line) => ({ line, tokens: scale(line) }));
  const ofTokens = counted.flatMap(({ line, tokens }) => (tokens === null ? [] : [inTokens(line, BigInt(tokens))]));
  const others = counted.flatMap(({ line, tokens }) => (tokens === null ? [splitOther(line)] : []));
  return sumSplits([splitTokens(ofTokens), ...others]);
}

export function sumSplits(splits: readonly Split[]): Split {
  return {
    volume: sumMoney(splits.map(({ volume }) => volume)),
    mix: sumMoney(splits.map(({ mix }) => mix)),
    rate: sumMoney(splits.map(({ rate }) => rate)),
  };
}

interface TokenLine {
  readonly amount: Money;
  readonly before: Money;
  readonly tokens: bigint;
  readonly tokensBefore: bigint;
}

function inTokens({ amount, before, quantity, quantityBefore }: UsageLine, each: bigint): TokenLine {
  return { amount, before, tokens: quantity * each, tokensBefore: quantityBefore * each };
}

/** Volume at the old average price of a token; rate at the new number of tokens; what is left is the mix. */
function splitTokens(lines: readonly TokenLine[]): Split {
  const before = sumMoney(lines.map((line) => line.before));
  const change = sumMoney(lines.map(({ amount }) => amount)) - before;
  const tokens = sumMoney(lines.map((line) => line.tokens));
  const tokensBefore = sumMoney(lines.map((line) => line.tokensBefore));
  if (tokens <= 0n || tokensBefore <= 0n) return { volume: change, mix: 0n, rate: 0n };
  const volume = proportion(before, tokens - tokensBefore, tokensBefore);
  const rate = sumMoney(lines.map(rateOf));
  return { volume, rate, mix: change - volume - rate };
}

/** Of a line in both months: what its tokens cost more than at their old price. */
function rateOf({ amount, before, tokens, tokensBefore }: TokenLine): Money {
  return tokens > 0n && tokensBefore > 0n ? amount - proportion(before, tokens, tokensBefore) : 0n;
}

/** Images, hours: the quantity at the old price is volume, and the rest rate; of what began or ended, all is volume. */
function splitOther({ amount, before, quantity, quantityBefore }: UsageLine): Split {
  const change = amount - before;
  if (quantity <= 0n || quantityBefore <= 0n) return { volume: change, mix: 0n, rate: 0n };
  const volume = proportion(before, quantity - quantityBefore, quantityBefore);
  return { volume, mix: 0n, rate: change - volume };
}

/** How many tokens a billed quantity is: the units of Cost Explorer differ, and Marketplace does not name its own. */
import { groupBy } from "./group-by.ts";
import { type Money, parseMoney, sumMoney, unitPrice } from "./money.ts";
import { modelOf } from "./spend.ts";

/** What a charge counts; `other` is no token: images, hours of provisioned throughput. */
export type BilledKind = "input" | "output" | "cache-read" | "cache-write" | "other";

/** The kind of a usage type, by the grammars of AWS.md section 6. */
export function kindOf(usageType: string): BilledKind {
  const text = usageType.toLowerCase().replaceAll("_", "-");
  if (!/token/.test(text)) return "other";
  if (/cache-?read/.test(text)) return "cache-read";
  if (/cache-?write/.test(text)) return "cache-write";
  if (/output/.test(text)) return "output";
  return /input/.test(text) ? "input" : "other";
}

/**
 * From such a price on, in a currency's own units, a nameless unit is taken for a million tokens, and below it for a thousand.
 * Between the two lies a gap, by kind: list prices of a thousand tokens reach 0.0015 (read from a cache), 0.02 (in, written
 * into a cache) and 0.075 (out); those of a million begin at 0.008, 0.03 and 0.1, but for models too cheap to matter.
 */
const PRICES_OF_A_MILLION: Readonly<Record<Exclude<BilledKind, "other">, Money>> = {
  "cache-read": parseMoney("0.005") ?? 0n,
  input: parseMoney("0.03") ?? 0n,
  "cache-write": parseMoney("0.03") ?? 0n,
  output: parseMoney("0.1") ?? 0n,
};

const NAMELESS = /^units?$/i;

/** Tokens in one unit; null where it cannot be told, or is no token. `price` is what one unit cost. */
export function tokensAUnit(unit: string, usageType: string, price: Money): number | null {
  const kind = kindOf(usageType);
  if (kind === "other") return null;
  const text = unit.toLowerCase();
  if (/^1k\b|thousand/.test(text)) return 1_000;
  if (/^1m\b|million/.test(text)) return 1_000_000;
  if (/^tokens?$/.test(text)) return 1;
  if (!NAMELESS.test(text)) return null;
  return price >= PRICES_OF_A_MILLION[kind] ? 1_000_000 : 1_000;
}

/** Usage as billed; quantities are in 10⁻¹⁸ of `unit`, as amounts are of the currency. */
export interface BilledLine {
  readonly service: string;
  readonly usageType: string;
  readonly unit: string;
  readonly amount: Money;
  readonly quantity: bigint;
}

/** Tokens in one unit of a line; null for what counts no tokens. */
export type TokenScale = (line: Pick<BilledLine, "service" | "usageType" | "unit">) => number | null;

/**
 * The scale of each line, decided once from all of them. Nameless units of one model whose usage types are named alike are
 * the same: their dearest line decides, since the cheapest ones are those that a price tells least of.
 */
export function tokenScale(lines: readonly BilledLine[]): TokenScale {
  const nameless = lines.filter(isNameless);
  const decided = new Map<string, { readonly price: Money; readonly tokens: number | null }>();
  for (const [line, ...more] of groupBy(nameless, lineKey).values()) {
    if (line === undefined) continue;
    const same = [line, ...more];
    const price = unitPrice(sumMoney(same.map(({ amount }) => amount)), sumMoney(same.map((one) => one.quantity)));
    const known = decided.get(styleKey(line));
    if (known !== undefined && known.price >= price) continue;
    decided.set(styleKey(line), { price, tokens: tokensAUnit(line.unit, line.usageType, price) });
  }
  return (line) =>
    isNameless(line) ? (decided.get(styleKey(line))?.tokens ?? null) : tokensAUnit(line.unit, line.usageType, 0n);
}

function isNameless({ unit, usageType }: Named): boolean {
  return NAMELESS.test(unit) && kindOf(usageType) !== "other";
}

type Named = Parameters<TokenScale>[0];

function lineKey({ service, usageType, unit }: Named): string {
  return JSON.stringify([service, usageType, unit]);
}

/** `…InputTokenCount…` is one style, `…input_tokens_standard…` another; their units need not be the same. */
function styleKey({ service, usageType }: Named): string {
  return JSON.stringify([modelOf(service, usageType), /token-?count/i.test(usageType)]);
}

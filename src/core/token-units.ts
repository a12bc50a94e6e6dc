/** How many tokens a billed quantity is: the units of Cost Explorer differ, and Marketplace does not name its own. */
import { type Money, parseMoney } from "./money.ts";

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
 * From here on, in a currency's own units, one nameless unit is taken for a million tokens, and below it for a thousand: no
 * model asks so much for a thousand tokens, and what costs less by the million is too cheap to matter.
 */
const PRICE_OF_A_MILLION = parseMoney("0.1") ?? 0n;

/** Tokens in one unit; null where it cannot be told, or is no token. `price` is what one unit cost. */
export function tokensAUnit(unit: string, usageType: string, price: Money): number | null {
  if (kindOf(usageType) === "other") return null;
  const text = unit.toLowerCase();
  if (/^1k\b|thousand/.test(text)) return 1_000;
  if (/^1m\b|million/.test(text)) return 1_000_000;
  if (/^tokens?$/.test(text)) return 1;
  return /^(?:units?)$/.test(text) ? (price >= PRICE_OF_A_MILLION ? 1_000_000 : 1_000) : null;
}

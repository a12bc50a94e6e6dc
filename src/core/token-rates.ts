/**
 * What a token of each model and kind really cost an account: amounts over quantities, as the bill has them. Prices of lists
 * know no discounts; these do, and mix what the bill mixes: tiers, batches, regions.
 */
import { idKeys, nameKeys } from "./model-names.ts";
import type { ModelUse } from "./model-use.ts";
import { type Money, parseMoney } from "./money.ts";
import { modelOf, SpendMismatch } from "./spend.ts";
import type { SpendAnswer } from "./spend-query.ts";
import { type BilledKind, kindOf, tokenScale } from "./token-units.ts";

type TokenKind = Exclude<BilledKind, "other">;

/** So much for so many tokens. `tokens` is in units of 10⁻¹⁸, as money is. */
interface Rate {
  readonly amount: Money;
  readonly tokens: bigint;
}

export interface TokenRates {
  /** As the answer says; null where nothing was charged. */
  readonly currency: string | null;
  /** By a key of the model's name and the kind of token. */
  readonly rates: ReadonlyMap<string, Rate>;
}

const ONE = 10n ** 18n;

const KINDS = {
  inputTokens: "input",
  outputTokens: "output",
  cacheReadTokens: "cache-read",
  cacheWriteTokens: "cache-write",
} as const satisfies Partial<Record<keyof ModelUse, TokenKind>>;

/** `answer` is told by service and usage type, with quantities. */
export function tokenRates({ cells }: SpendAnswer): TokenRates {
  const lines = cells.map(({ values, amount: text, currency, quantity: count = "0", unit = "" }) => {
    const [service = "", usageType = ""] = values;
    const [amount, quantity] = [parseMoney(text), parseMoney(count)];
    if (amount === undefined || quantity === undefined) throw new SpendMismatch(`a charge of ${usageType} is ${text}`);
    return { service, usageType, unit, amount, quantity, currency };
  });
  const currencies = new Set(lines.map(({ currency }) => currency));
  const scale = tokenScale(lines);
  const rates = new Map<string, Rate>();
  for (const { service, usageType, unit, amount, quantity } of lines) {
    const kind = kindOf(usageType);
    const each = quantity > 0n ? scale({ service, usageType, unit }) : null;
    if (each === null || kind === "other") continue;
    for (const key of nameKeys(modelOf(service, usageType))) {
      const known = rates.get(rateKey(key, kind)) ?? { amount: 0n, tokens: 0n };
      const tokens = known.tokens + quantity * BigInt(each);
      rates.set(rateKey(key, kind), { amount: known.amount + amount, tokens });
    }
  }
  if (currencies.size > 1) throw new SpendMismatch(`amounts are in ${[...currencies].sort().join(" and ")}`);
  return { currency: [...currencies][0] ?? null, rates };
}

/** What such use of a model costs at these rates; null where a kind of token that was used was never charged. */
export function estimate({ rates }: TokenRates, model: string, use: ModelUse): Money | null {
  const keys = idKeys(model);
  let sum = 0n;
  for (const [metric, kind] of Object.entries(KINDS)) {
    const count = use[metric as keyof typeof KINDS];
    const rate = keys.flatMap((key) => rates.get(rateKey(key, kind)) ?? [])[0];
    if (count === 0) continue;
    if (rate === undefined) return null;
    sum += (rate.amount * BigInt(count) * ONE) / rate.tokens;
  }
  return sum;
}

function rateKey(name: string, kind: TokenKind): string {
  return `${kind} ${name}`;
}

/** Effective rates from a bill: units of every kind, names of every spelling. */
import { describe, expect, test } from "vitest";
import { NO_USE } from "../../src/core/model-use.ts";
import { exactMoney } from "../../src/core/money.ts";
import { SpendMismatch } from "../../src/core/spend.ts";
import { estimate, tokenRates } from "../../src/core/token-rates.ts";

const cell = (
  service: string,
  usageType: string,
  amount: string,
  quantity: string,
  unit: string,
  currency = "USD",
) => ({
  start: "2026-11-16",
  values: [service, usageType],
  amount,
  currency,
  quantity,
  unit,
});
const CLAUDE = "Claude 4.6 Sonnet (Amazon Bedrock Edition)";
const rates = (...cells: ReturnType<typeof cell>[]) => tokenRates({ spans: [], cells });
const cost = (known: ReturnType<typeof rates>, model: string, use: object) => {
  const money = estimate(known, model, { ...NO_USE, ...use });
  return money === null ? null : exactMoney(money);
};

const BILL = rates(
  cell(CLAUDE, "USW2-MP:USW2_input_tokens_standard-Units", "6", "2", "Units"),
  cell(CLAUDE, "EUC1-MP:EUC1_input_tokens_global_standard-Units", "3", "1", "Units"),
  cell(CLAUDE, "USW2-MP:USW2_output_tokens_standard-Units", "15", "1", "Units"),
  cell(CLAUDE, "USW2-MP:USW2_cache_read_tokens_standard-Units", "0.3", "1", "Units"),
  cell("Amazon Bedrock", "USW2-Nova2.0Lite-input-tokens", "0.3", "1000", "1K tokens"),
  cell("Amazon Bedrock", "USW2-Nova2.0Lite-input-tokens-batch", "0.15", "1000", "1K tokens"),
  cell("Amazon Bedrock", "USE1-NovaCanvas-T2I-1024-Standard", "9", "100", "images"),
);

describe("the estimate", () => {
  test.each([
    ["anthropic.claude-sonnet-4-6", { inputTokens: 1_000_000, outputTokens: 200_000, cacheReadTokens: 10 }, "6.000003"],
    ["amazon.nova-2-lite-v1:0", { inputTokens: 2_000_000 }, "0.45"],
    ["amazon.nova-2-lite-v1:0", {}, "0"],
    ["amazon.nova-2-lite-v1:0", { outputTokens: 1 }, null],
    ["amazon.nova-lite-v1:0", { inputTokens: 1 }, null],
    ["anthropic.claude-sonnet-4-6", { cacheWriteTokens: 1 }, null],
  ])("of %s %j", (model, use, expected) => expect(cost(BILL, model, use)).toBe(expected));

  test("a bill of nothing has no rate, a charge of no quantity gives none, and one of two currencies is no bill", () => {
    expect(rates().currency).toBeNull();
    const free = rates(cell(CLAUDE, "USW2-MP:USW2_input_tokens_standard-Units", "6", "0", "Units"));
    expect(cost(free, "anthropic.claude-sonnet-4-6", { inputTokens: 1 })).toBeNull();
    const usage = "USW2-NovaLite-input-tokens";
    const mixed = [
      cell("Amazon Bedrock", usage, "1", "1", "1K tokens"),
      cell("Amazon Bedrock", usage, "1", "1", "1K tokens", "EUR"),
    ];
    expect(() => rates(...mixed)).toThrow(SpendMismatch);
  });
});

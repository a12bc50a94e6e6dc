/** How many tokens a billed quantity is, by every grammar of usage types that AWS.md section 6 tells. */
import { expect, test } from "vitest";
import { parseMoney } from "../../src/core/money.ts";
import { kindOf, tokenScale, tokensAUnit } from "../../src/core/token-units.ts";

test.each([
  ["USE1-Claude4.6Sonnet-output-tokens-cross-region-global", "output"],
  ["USW2-NovaLite-input-tokens", "input"],
  ["USW2-NovaLite-input-tokens-batch", "input"],
  ["USE1-Claude4.6Sonnet-cache-read-input-token-count", "cache-read"],
  ["USE1-Claude4.6Sonnet-cache-write-input-token-count", "cache-write"],
  ["USE1-openai.gpt-oss-120b-mantle-output-tokens-flex", "output"],
  ["USW2-MP:USW2_InputTokenCount-Units", "input"],
  ["USW2-MP:USW2_OutputTokenCount-Units", "output"],
  ["USW2-MP:USW2_output_tokens_standard-Units", "output"],
  ["USW2-MP:USW2_cache_read_tokens_global_standard-Units", "cache-read"],
  ["USW2-MP:USW2_CacheWriteInputTokenCount-Units", "cache-write"],
  ["InputTokenCount_Global_Batch-Units", "input"],
  ["USE1-NovaCanvas-T2I-1024-Standard", "other"],
  ["USW2-ProvisionedThroughput-ModelUnit", "other"],
  ["USE1-Tokenizer-Requests", "other"],
])("%s is %s", (usageType, kind) => {
  expect(kindOf(usageType)).toBe(kind);
});

const INPUT = "USW2-NovaLite-input-tokens";

test.each([
  ["1K tokens", INPUT, "0", 1_000],
  ["Thousand Tokens", INPUT, "0", 1_000],
  ["1M tokens", INPUT, "0", 1_000_000],
  ["Million tokens", INPUT, "0", 1_000_000],
  ["Tokens", INPUT, "0", 1],
  ["Token", INPUT, "0", 1],
  ["Units", INPUT, "3", 1_000_000],
  ["Units", INPUT, "0.03", 1_000_000],
  ["Units", INPUT, "0.02", 1_000],
  ["Units", "USW2-MP:USW2_CacheReadInputTokenCount-Units", "0.008", 1_000_000],
  ["Units", "USW2-MP:USW2_CacheReadInputTokenCount-Units", "0.0015", 1_000],
  ["Units", "USW2-MP:USW2_CacheWriteInputTokenCount-Units", "0.03", 1_000_000],
  ["Units", "USW2-MP:USW2_CacheWriteInputTokenCount-Units", "0.02", 1_000],
  ["Units", "USW2-MP:USW2_OutputTokenCount-Units", "0.1", 1_000_000],
  ["Units", "USW2-MP:USW2_OutputTokenCount-Units", "0.075", 1_000],
  ["Unit", INPUT, "0.003", 1_000],
  ["N/A", INPUT, "3", null],
  ["", INPUT, "3", null],
  ["Units", "USW2-ProvisionedThroughput-ModelUnit", "3", null],
  ["1K tokens", "USE1-NovaCanvas-T2I-1024-Standard", "3", null],
])("a unit %o of %s at %s is %s tokens", (unit, usageType, price, tokens) => {
  expect(tokensAUnit(unit, usageType, parseMoney(price) ?? 0n)).toBe(tokens);
});

const HAIKU = "Claude Haiku 4.5 (Amazon Bedrock Edition)";
const NEW = ["MP:USW2_input_tokens_standard-Units", "MP:USW2_output_tokens_standard-Units"] as const;
const READ = "MP:USW2_cache_read_tokens_standard-Units";
const OLD = "MP:USW2_CacheReadInputTokenCount-Units";

test.each<[string, string, [string, string, string][], number | null]>([
  ["a million by its own price", READ, [[HAIKU, READ, "0.095"]], 1_000_000],
  [
    "a million by the dearest of its style",
    READ,
    [
      [HAIKU, READ, "0.002"],
      [HAIKU, NEW[1], "4.75"],
    ],
    1_000_000,
  ],
  [
    "a thousand by the dearest of its style",
    READ,
    [
      [HAIKU, READ, "0.006"],
      [HAIKU, NEW[1], "0.075"],
    ],
    1_000,
  ],
  [
    "another style says nothing",
    OLD,
    [
      [HAIKU, OLD, "0.0008"],
      [HAIKU, NEW[1], "4.75"],
    ],
    1_000,
  ],
  [
    "another model says nothing",
    READ,
    [
      [HAIKU, READ, "0.002"],
      ["Claude Opus 4.1", NEW[1], "75"],
    ],
    1_000,
  ],
  [
    "an empty line says nothing",
    READ,
    [
      [HAIKU, READ, "0"],
      [HAIKU, NEW[0], "0.95"],
    ],
    1_000_000,
  ],
  ["of no line nothing is known", READ, [], null],
])("%s", (_, usageType, prices, tokens) => {
  const lines = prices.map(([service, type, price]) => {
    const [amount, quantity] = [parseMoney(price) ?? 0n, price === "0" ? 0n : 10n ** 18n];
    return { service, usageType: type, unit: "Units", amount, quantity };
  });
  expect(tokenScale(lines)({ service: HAIKU, usageType, unit: "Units" })).toBe(tokens);
});

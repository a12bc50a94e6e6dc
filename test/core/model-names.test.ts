/** Names of models as billing spells them, against their ids. */
import { expect, test } from "vitest";
import { foundationOf, idKeys, isModelId, nameKeys } from "../../src/core/model-names.ts";
import { modelOf } from "../../src/core/spend.ts";
import { FOUNDATION_MODELS } from "../../src/sandbox/catalogue-models.ts";
import { billedAs } from "../../src/sandbox/prices.ts";

const isSame = (id: string, name: string): boolean => nameKeys(name).some((key) => idKeys(id).includes(key));

test.each([
  ["anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5"],
  ["us.anthropic.claude-sonnet-4-6", "Claude 4.6 Sonnet"],
  ["anthropic.claude-sonnet-4-6", "Claude4.6Sonnet"],
  ["anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet v2"],
  ["anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet"],
  ["global.amazon.nova-2-lite-v1:0", "Nova2.0Lite"],
  ["amazon.nova-pro-v1:0:300k", "NovaPro"],
  ["amazon.titan-embed-text-v2:0", "TitanEmbeddingV2-Text"],
  ["deepseek.r1-v1:0", "DeepSeek-R1"],
  ["deepseek.v3.2", "DeepSeek V3.2"],
  ["meta.llama3-3-70b-instruct-v1:0", "Llama 3.3 70B Instruct"],
  ["mistral.mistral-large-2402-v1:0", "Mistral Large (24.02)"],
  ["openai.gpt-oss-120b-1:0", "OpenAI gpt-oss-120b"],
  ["openai.gpt-oss-120b-1:0", "gpt-oss-120b"],
  ["cohere.command-r-plus-v1:0", "Command R+"],
  ["ai21.jamba-1-5-large-v1:0", "Jamba 1.5 Large"],
])("%s is %s", (id, name) => expect(isSame(id, name)).toBe(true));

test.each([
  ["anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4"],
  ["anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4.5"],
  ["anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet v2"],
  ["anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet"],
  ["amazon.nova-lite-v1:0", "Nova2.0Lite"],
  ["amazon.nova-2-lite-v1:0", "NovaLite"],
  ["meta.llama3-1-70b-instruct-v1:0", "Llama 3.3 70B Instruct"],
  ["meta.llama3-1-8b-instruct-v1:0", "Llama 3.1 70B Instruct"],
  ["amazon.titan-embed-text-v1", "TitanEmbeddingV2-Text"],
])("%s is not %s", (id, name) => expect(isSame(id, name)).toBe(false));

test("each model of the catalogue is told from every other by what its tokens are billed as", () => {
  const names = FOUNDATION_MODELS.map(({ id }) => {
    const { service, usageType } = billedAs(id, "input", "us-west-2", true);
    return { id, name: modelOf(service, usageType) };
  });
  const matches = names.map(({ name }) => names.filter(({ id }) => isSame(id, name)).map(({ id }) => id));
  expect(matches).toEqual(names.map(({ id }) => [id]));
});

test("ids of models have a dot; opaque ids and ARNs have not, or are no such id", () => {
  for (const { id } of FOUNDATION_MODELS) expect(isModelId(id) && isModelId(`us.${id}`)).toBe(true);
  for (const id of ["06vsfs68yb4g", "arn:aws:bedrock:us-east-1::foundation-model/x.y", ""])
    expect(isModelId(id)).toBe(false);
  expect(foundationOf("us-gov.anthropic.claude-sonnet-4-6")).toBe("anthropic.claude-sonnet-4-6");
  expect(foundationOf("meta.llama3-3-70b-instruct-v1:0")).toBe("meta.llama3-3-70b-instruct-v1:0");
});

// What a token costs, and under which name it is billed. MADE UP: plausible figures, never AWS's prices (docs/sandbox.md).
// The grammars of usage types are those of AWS.md section 6.

/** Amounts of money are whole nano-dollars (10⁻⁹ USD): one dollar per million tokens is 1,000 of them a token. */
export const NANO_DIGITS = 9;

export interface ModelPrice {
  /** Cost Explorer's SERVICE: Amazon's own models are "Amazon Bedrock", any other is a Marketplace product of its own. */
  readonly service: string;
  /** The model as usage types of Amazon's own models spell it. */
  readonly spelling: string;
  /** Nano-dollars a token. */
  readonly input: number;
  readonly output: number;
  /** The model that callers of this one had before; their past is billed to it. */
  readonly before?: string;
}

export const OWN_SERVICE = "Amazon Bedrock";

const marketplace = (name: string) => ({ service: `${name} (Amazon Bedrock Edition)`, spelling: "" });
const own = (spelling: string) => ({ service: OWN_SERVICE, spelling });

const PRICES: Readonly<Record<string, ModelPrice>> = {
  "amazon.nova-micro-v1:0": { ...own("NovaMicro"), input: 35, output: 140 },
  "amazon.nova-lite-v1:0": { ...own("NovaLite"), input: 60, output: 240 },
  "amazon.nova-pro-v1:0": { ...own("NovaPro"), input: 800, output: 3_200 },
  "amazon.nova-2-lite-v1:0": { ...own("Nova2.0Lite"), input: 300, output: 2_500, before: "amazon.nova-lite-v1:0" },
  "amazon.titan-embed-text-v2:0": { ...own("TitanEmbeddingV2-Text"), input: 20, output: 0 },
  "anthropic.claude-3-haiku-20240307-v1:0": { ...marketplace("Claude 3 Haiku"), input: 250, output: 1_250 },
  "anthropic.claude-3-5-sonnet-20241022-v2:0": { ...marketplace("Claude 3.5 Sonnet v2"), input: 3_000, output: 15_000 },
  "anthropic.claude-sonnet-4-20250514-v1:0": { ...marketplace("Claude Sonnet 4"), input: 3_000, output: 15_000 },
  "anthropic.claude-sonnet-4-5-20250929-v1:0": {
    ...marketplace("Claude Sonnet 4.5"),
    input: 3_000,
    output: 15_000,
    before: "anthropic.claude-sonnet-4-20250514-v1:0",
  },
  "anthropic.claude-sonnet-4-6": {
    ...marketplace("Claude Sonnet 4.6"),
    input: 3_000,
    output: 15_000,
    before: "anthropic.claude-sonnet-4-5-20250929-v1:0",
  },
  "anthropic.claude-haiku-4-5-20251001-v1:0": {
    ...marketplace("Claude Haiku 4.5"),
    input: 1_000,
    output: 5_000,
    before: "anthropic.claude-3-haiku-20240307-v1:0",
  },
  "anthropic.claude-opus-4-1-20250805-v1:0": { ...marketplace("Claude Opus 4.1"), input: 15_000, output: 75_000 },
  "anthropic.claude-opus-4-7": {
    ...marketplace("Claude Opus 4.7"),
    input: 5_000,
    output: 25_000,
    before: "anthropic.claude-opus-4-1-20250805-v1:0",
  },
  "deepseek.r1-v1:0": { ...marketplace("DeepSeek-R1"), input: 1_350, output: 5_400 },
  "meta.llama3-3-70b-instruct-v1:0": { ...marketplace("Llama 3.3 70B Instruct"), input: 720, output: 720 },
  "meta.llama3-1-405b-instruct-v1:0": { ...marketplace("Llama 3.1 405B Instruct"), input: 2_400, output: 2_400 },
  "mistral.mistral-large-2402-v1:0": { ...marketplace("Mistral Large (24.02)"), input: 4_000, output: 12_000 },
};

const ANY_OTHER: ModelPrice = { ...own("OtherModel"), input: 500, output: 2_000 };

export function priceOf(foundationModel: string): ModelPrice {
  return (Object.hasOwn(PRICES, foundationModel) ? PRICES[foundationModel] : undefined) ?? ANY_OTHER;
}

export type Token = "input" | "output";

export interface BilledAs {
  readonly service: string;
  readonly usageType: string;
  /** Unit of the usage quantity; services differ, so quantities of several are no sum (AWS.md 6). */
  readonly unit: string;
  /** Tokens in one of them. */
  readonly tokensAUnit: number;
}

/** How tokens of a model are billed in a region; `global`: through a profile that routes worldwide. */
export function billedAs(foundationModel: string, token: Token, region: string, global: boolean): BilledAs {
  const { service, spelling } = priceOf(foundationModel);
  const code = regionCode(region);
  if (service === OWN_SERVICE) {
    const usageType = `${code}-${spelling}-${token}-tokens${global ? "-cross-region-global" : ""}`;
    return { service, usageType, unit: "1K tokens", tokensAUnit: 1_000 };
  }
  const usageType = `${code}-MP:${code}_${token}_tokens_${global ? "global_" : ""}standard-Units`;
  return { service, usageType, unit: "Units", tokensAUnit: 1_000_000 };
}

/** Codes that do not follow from the region's name. */
const CODES: Readonly<Record<string, string>> = {
  "eu-west-1": "EU",
  "ap-south-1": "APS3",
  "ap-southeast-1": "APS1",
  "ap-southeast-2": "APS2",
  "us-gov-west-1": "UGW1",
  "us-gov-east-1": "UGE1",
};

/** `USW2` for us-west-2. */
export function regionCode(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  return CODES[region] ?? `${area}${direction.slice(0, 1)}${number}`.toUpperCase();
}

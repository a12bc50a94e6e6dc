// Foundation models: ids of AWS.md 2. Lifecycle dates and on-demand regions are illustrative, not AWS's (docs/sandbox.md).
import { COMMERCIAL_REGIONS } from "./regions.ts";

export interface FoundationModelSeed {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly input: readonly ("TEXT" | "IMAGE" | "VIDEO")[];
  readonly output: readonly ("TEXT" | "EMBEDDING")[];
  /** Regions with on-demand throughput; empty for a model that only answers through profiles ("P" in AWS.md 2). */
  readonly onDemand: readonly string[];
  /** False for a model that no inference profile can be made of. */
  readonly profiles: boolean;
  readonly lifecycle: {
    readonly status: "ACTIVE" | "LEGACY";
    readonly startOfLifeTime: string;
    readonly legacyTime?: string;
    readonly publicExtendedAccessTime?: string;
    readonly endOfLifeTime?: string;
  };
}

type ModelRow = Omit<FoundationModelSeed, "lifecycle" | "provider">;

const day = (date: string) => `${date}T00:00:00+00:00`;

function active(provider: string, start: string, row: ModelRow): FoundationModelSeed {
  return { ...row, provider, lifecycle: { status: "ACTIVE", startOfLifeTime: day(start) } };
}

/** `dates`: launch, legacy, public extended access, end of life. */
function legacy(
  provider: string,
  dates: readonly [string, string, string, string],
  row: ModelRow,
): FoundationModelSeed {
  const [start, legacyFrom, extendedFrom, end] = dates;
  const lifecycle = {
    status: "LEGACY",
    startOfLifeTime: day(start),
    endOfLifeTime: day(end),
    legacyTime: day(legacyFrom),
    publicExtendedAccessTime: day(extendedFrom),
  } as const;
  return { ...row, provider, lifecycle };
}

const TEXT_IMAGE = { input: ["TEXT", "IMAGE"], output: ["TEXT"], profiles: true } as const;
const TEXT_ONLY = { input: ["TEXT"], output: ["TEXT"], profiles: true } as const;
const NOVA_INPUT = { input: ["TEXT", "IMAGE", "VIDEO"], output: ["TEXT"], profiles: true } as const;
const NOVA_REGIONS = ["us-east-1", "us-gov-west-1"];
const HAIKU_REGIONS = [
  "us-east-1",
  "us-west-2",
  "eu-central-1",
  "eu-west-1",
  "eu-west-3",
  "ap-northeast-1",
  "ap-south-1",
  "ap-southeast-2",
];
const MISTRAL_REGIONS = ["us-east-1", "us-west-2", "eu-west-1", "eu-west-3", "ap-south-1", "ap-southeast-2"];

export const FOUNDATION_MODELS: readonly FoundationModelSeed[] = [
  active("Amazon", "2024-12-03", {
    id: "amazon.nova-micro-v1:0",
    name: "Nova Micro",
    ...TEXT_ONLY,
    onDemand: NOVA_REGIONS,
  }),
  active("Amazon", "2024-12-03", {
    id: "amazon.nova-lite-v1:0",
    name: "Nova Lite",
    ...NOVA_INPUT,
    onDemand: NOVA_REGIONS,
  }),
  active("Amazon", "2024-12-03", {
    id: "amazon.nova-pro-v1:0",
    name: "Nova Pro",
    ...NOVA_INPUT,
    onDemand: NOVA_REGIONS,
  }),
  active("Amazon", "2025-12-02", { id: "amazon.nova-2-lite-v1:0", name: "Nova 2 Lite", ...NOVA_INPUT, onDemand: [] }),
  active("Amazon", "2024-04-30", {
    id: "amazon.titan-embed-text-v2:0",
    name: "Titan Text Embeddings V2",
    input: ["TEXT"],
    output: ["EMBEDDING"],
    onDemand: COMMERCIAL_REGIONS,
    profiles: false,
  }),
  legacy("Anthropic", ["2024-03-13", "2026-03-10", "2026-09-10", "2027-03-10"], {
    id: "anthropic.claude-3-haiku-20240307-v1:0",
    name: "Claude 3 Haiku",
    ...TEXT_IMAGE,
    onDemand: HAIKU_REGIONS,
  }),
  legacy("Anthropic", ["2024-10-22", "2026-06-15", "2026-09-15", "2026-12-31"], {
    id: "anthropic.claude-3-5-sonnet-20241022-v2:0",
    name: "Claude 3.5 Sonnet v2",
    ...TEXT_IMAGE,
    onDemand: ["us-west-2", "ap-southeast-2"],
  }),
  legacy("Anthropic", ["2025-05-22", "2026-08-14", "2026-11-14", "2027-05-14"], {
    id: "anthropic.claude-sonnet-4-20250514-v1:0",
    name: "Claude Sonnet 4",
    ...TEXT_IMAGE,
    onDemand: [],
  }),
  legacy("Anthropic", ["2025-08-05", "2026-08-05", "2026-11-05", "2027-02-05"], {
    id: "anthropic.claude-opus-4-1-20250805-v1:0",
    name: "Claude Opus 4.1",
    ...TEXT_IMAGE,
    onDemand: [],
  }),
  active("Anthropic", "2025-09-29", {
    id: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    name: "Claude Sonnet 4.5",
    ...TEXT_IMAGE,
    onDemand: [],
  }),
  active("Anthropic", "2025-10-15", {
    id: "anthropic.claude-haiku-4-5-20251001-v1:0",
    name: "Claude Haiku 4.5",
    ...TEXT_IMAGE,
    onDemand: [],
  }),
  active("Anthropic", "2026-02-17", {
    id: "anthropic.claude-sonnet-4-6",
    name: "Claude Sonnet 4.6",
    ...TEXT_IMAGE,
    onDemand: [],
  }),
  active("Anthropic", "2026-04-16", {
    id: "anthropic.claude-opus-4-7",
    name: "Claude Opus 4.7",
    ...TEXT_IMAGE,
    onDemand: [],
  }),
  active("DeepSeek", "2025-03-10", { id: "deepseek.r1-v1:0", name: "DeepSeek-R1", ...TEXT_ONLY, onDemand: [] }),
  active("Meta", "2024-12-19", {
    id: "meta.llama3-3-70b-instruct-v1:0",
    name: "Llama 3.3 70B Instruct",
    ...TEXT_ONLY,
    onDemand: ["us-east-1", "us-east-2", "us-west-2"],
  }),
  active("Meta", "2024-07-23", {
    id: "meta.llama3-1-405b-instruct-v1:0",
    name: "Llama 3.1 405B Instruct",
    ...TEXT_ONLY,
    onDemand: ["us-west-2"],
  }),
  legacy("Mistral AI", ["2024-04-03", "2026-06-30", "2026-09-30", "2027-01-31"], {
    id: "mistral.mistral-large-2402-v1:0",
    name: "Mistral Large (24.02)",
    ...TEXT_ONLY,
    onDemand: MISTRAL_REGIONS,
  }),
];

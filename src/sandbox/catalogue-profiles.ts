// System-defined inference profiles: the seed table of AWS.md 2, as data. Resolved for one region in catalogue.ts.
import { COMMERCIAL_REGIONS, GOV_REGIONS, regionList } from "./regions.ts";

/** One system profile, in every region it can be called from. */
export interface SystemProfileSeed {
  readonly prefix: "us" | "eu" | "apac" | "jp" | "au" | "ca" | "global" | "gov";
  readonly model: string;
  /** The model as the profile's name says it; geographic and global profiles differ (AWS.md 2). */
  readonly label: string;
  readonly sources: readonly string[];
  /** In the order the API returns them; absent for a global profile, whose models are `:::` and the source's own. */
  readonly destinations?: readonly string[];
  /** Source regions that route to themselves too, after the destinations. */
  readonly selfAdding?: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

const US = ["us-east-1", "us-east-2", "us-west-2"];
const US_NOVA_ORDER = ["us-east-1", "us-west-2", "us-east-2"];
const EU_NOVA = ["eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"];
const EU_CLAUDE_ORDER = ["eu-north-1", "eu-west-3", "eu-south-1", "eu-south-2", "eu-west-1", "eu-central-1"];
const JP = ["ap-northeast-1", "ap-northeast-3"];
const AU = ["ap-southeast-2", "ap-southeast-4"];
const APAC_MICRO_ORDER = regionList(
  "ap-southeast-2 ap-northeast-1 ap-south-1 ap-northeast-2 ap-southeast-1 ap-northeast-3",
);
const APAC_SONNET_4 = regionList(
  "ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-4",
);
/** AWS.md says "26 regions" without naming them: which 7 are left out is a guess. */
const NOVA_2_GLOBAL = COMMERCIAL_REGIONS.filter(
  (region) =>
    ![
      "af-south-1",
      "ap-east-2",
      "ap-southeast-6",
      "ap-southeast-7",
      "il-central-1",
      "me-south-1",
      "mx-central-1",
    ].includes(region),
);

const NOVA_1 = { createdAt: "2024-11-29T13:23:00+00:00", updatedAt: "2024-11-29T13:23:00+00:00" };
const NOVA_2 = { createdAt: "2025-12-01T00:00:00+00:00", updatedAt: "2025-12-02T17:20:41.336120+00:00" };

const NOVA: readonly SystemProfileSeed[] = [
  {
    prefix: "us",
    model: "amazon.nova-micro-v1:0",
    label: "Nova Micro",
    sources: US,
    destinations: US_NOVA_ORDER,
    ...NOVA_1,
  },
  {
    prefix: "us",
    model: "amazon.nova-lite-v1:0",
    label: "Nova Lite",
    sources: US,
    destinations: US_NOVA_ORDER,
    ...NOVA_1,
  },
  {
    prefix: "us",
    model: "amazon.nova-pro-v1:0",
    label: "Nova Pro",
    sources: US,
    destinations: US_NOVA_ORDER,
    ...NOVA_1,
  },
  {
    prefix: "us",
    model: "amazon.nova-2-lite-v1:0",
    label: "Nova 2 Lite",
    sources: US,
    destinations: US,
    selfAdding: ["us-west-1", "ca-central-1", "ca-west-1"],
    ...NOVA_2,
  },
  {
    prefix: "eu",
    model: "amazon.nova-2-lite-v1:0",
    label: "Nova 2 Lite",
    sources: EU_NOVA,
    destinations: EU_NOVA,
    ...NOVA_2,
  },
  {
    prefix: "jp",
    model: "amazon.nova-2-lite-v1:0",
    label: "Nova 2 Lite",
    sources: ["ap-northeast-1"],
    destinations: JP,
    ...NOVA_2,
  },
  { prefix: "global", model: "amazon.nova-2-lite-v1:0", label: "Nova 2 Lite", sources: NOVA_2_GLOBAL, ...NOVA_2 },
  {
    prefix: "ca",
    model: "amazon.nova-lite-v1:0",
    label: "Nova Lite",
    sources: ["ca-central-1"],
    destinations: ["ca-central-1", "ca-west-1"],
    createdAt: "2025-06-10T00:00:00+00:00",
    updatedAt: "2025-06-12T18:02:11.804417+00:00",
  },
  {
    prefix: "apac",
    model: "amazon.nova-micro-v1:0",
    label: "Nova Micro",
    sources: APAC_MICRO_ORDER,
    destinations: APAC_MICRO_ORDER,
    createdAt: "2025-01-31T00:00:00+00:00",
    updatedAt: "2025-02-03T20:14:09.150230+00:00",
  },
];

/** A Claude model whose geographic profiles follow the pattern of Sonnet 4.5 (AWS.md 2). */
function claude(
  model: string,
  name: string,
  usSelfAdding: readonly string[],
  launch: string,
  updated: string,
): SystemProfileSeed[] {
  const times = { createdAt: `${launch}T00:00:00+00:00`, updatedAt: updated };
  const label = `Anthropic ${name}`;
  return [
    { prefix: "us", model, label, sources: US, destinations: US, selfAdding: usSelfAdding, ...times },
    {
      prefix: "eu",
      model,
      label,
      sources: EU_NOVA,
      destinations: EU_CLAUDE_ORDER,
      selfAdding: ["eu-central-2", "eu-west-2"],
      ...times,
    },
    { prefix: "jp", model, label, sources: JP, destinations: JP, ...times },
    { prefix: "au", model, label, sources: AU, destinations: AU, selfAdding: ["ap-southeast-6"], ...times },
    { prefix: "global", model, label: name, sources: COMMERCIAL_REGIONS, ...times },
  ];
}

const SONNET_45 = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const SONNET_45_UPDATED = "2025-09-29T16:28:45.108331+00:00";

const CLAUDE: readonly SystemProfileSeed[] = [
  ...claude(SONNET_45, "Claude Sonnet 4.5", ["us-west-1", "ca-central-1"], "2025-09-29", SONNET_45_UPDATED),
  ...claude(
    "anthropic.claude-haiku-4-5-20251001-v1:0",
    "Claude Haiku 4.5",
    ["us-west-1", "ca-central-1"],
    "2025-10-13",
    "2025-10-15T17:07:32.495561+00:00",
  ),
  ...claude(
    "anthropic.claude-sonnet-4-6",
    "Claude Sonnet 4.6",
    ["us-west-1", "ca-central-1", "ca-west-1"],
    "2026-02-16",
    "2026-02-17T18:11:05.702913+00:00",
  ),
  ...claude(
    "anthropic.claude-opus-4-7",
    "Claude Opus 4.7",
    [],
    "2026-04-15",
    "2026-04-16T17:41:58.220146+00:00",
  ).filter((seed) => seed.prefix === "jp" || seed.prefix === "au" || seed.prefix === "global"),
  {
    prefix: "gov",
    model: SONNET_45,
    label: "Anthropic Claude Sonnet 4.5",
    sources: GOV_REGIONS,
    destinations: ["us-gov-west-1", "us-gov-east-1"],
    createdAt: "2025-11-18T00:00:00+00:00",
    updatedAt: "2025-11-20T19:32:10.615084+00:00",
  },
  {
    prefix: "apac",
    model: "anthropic.claude-sonnet-4-20250514-v1:0",
    label: "Claude Sonnet 4",
    sources: APAC_SONNET_4,
    destinations: APAC_SONNET_4,
    createdAt: "2025-05-20T00:00:00+00:00",
    updatedAt: "2025-06-10T16:03:19.530762+00:00",
  },
  {
    prefix: "global",
    model: "anthropic.claude-sonnet-4-20250514-v1:0",
    label: "Claude Sonnet 4",
    sources: ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "ap-northeast-1"],
    createdAt: "2025-09-01T00:00:00+00:00",
    updatedAt: "2025-09-03T18:45:27.993082+00:00",
  },
  {
    prefix: "us",
    model: "anthropic.claude-opus-4-1-20250805-v1:0",
    label: "Anthropic Claude Opus 4.1",
    sources: US,
    destinations: US,
    createdAt: "2025-08-04T00:00:00+00:00",
    updatedAt: "2025-08-05T16:17:33.041190+00:00",
  },
  {
    prefix: "us",
    model: "anthropic.claude-3-5-sonnet-20241022-v2:0",
    label: "Claude 3.5 Sonnet v2",
    sources: US,
    destinations: ["us-west-2", "us-east-1", "us-east-2"],
    createdAt: "2024-12-31T17:11:00+00:00",
    updatedAt: "2025-02-12T22:56:58.018896+00:00",
  },
];

const OTHERS: readonly SystemProfileSeed[] = [
  {
    prefix: "us",
    model: "meta.llama3-3-70b-instruct-v1:0",
    label: "Meta Llama 3.3 70B Instruct",
    sources: US,
    destinations: US,
    createdAt: "2024-12-14T19:17:00+00:00",
    updatedAt: "2024-12-19T19:55:55.413630+00:00",
  },
  {
    prefix: "us",
    model: "meta.llama3-1-405b-instruct-v1:0",
    label: "Meta Llama 3.1 Instruct 405B",
    sources: ["us-east-2"],
    destinations: US,
    createdAt: "2024-12-02T00:00:00+00:00",
    updatedAt: "2024-12-03T03:23:11.137842+00:00",
  },
  {
    prefix: "us",
    model: "deepseek.r1-v1:0",
    label: "DeepSeek-R1",
    sources: US,
    destinations: US,
    createdAt: "2025-03-07T00:00:00+00:00",
    updatedAt: "2025-03-10T20:34:15.424177+00:00",
  },
];

export const SYSTEM_PROFILES: readonly SystemProfileSeed[] = [...NOVA, ...CLAUDE, ...OTHERS];

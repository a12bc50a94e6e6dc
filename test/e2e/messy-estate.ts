/** Inference profiles as a company has them that never looked: untagged, misspelt, double, forgotten, of other tools. */
import { activate } from "../../scripts/costs-picture/estate.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";

export const OWN = "111122223333";
export const DEV = "444455556666";
export const LOST = "777788889999";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
/** Ends on 2026-12-31 in the sandbox's catalogue. */
export const ENDING = "anthropic.claude-3-5-sonnet-20241022-v2:0";
const OLD = new Date("2026-03-01T00:00:00Z");
const DAY_MS = 86_400_000;

interface Messy {
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
  readonly source?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly isNew?: true;
  /** Calls of the last days. */
  readonly calls?: number;
}

export const MESSY: readonly Messy[] = [
  { name: "search", tags: { project: "search", stage: "prod" }, calls: 900 },
  { name: "search-rerank", tags: { project: "Search", stage: "prod" }, calls: 40 },
  { name: "ads", tags: { Project: "ads", stage: "prod" }, calls: 120 },
  { name: "support-bot", source: ENDING, tags: { project: "support" }, calls: 7 },
  { name: "notebooks" },
  { name: "hackday", calls: 3 },
  { name: "double", tags: { project: "docs" }, calls: 5 },
  { name: "double", tags: { project: "docs" }, calls: 1 },
  { name: "fresh", tags: { project: "docs" }, isNew: true },
  { name: "terraformed", tags: { project: "docs", ManagedBy: "terraform" }, calls: 8 },
  { name: "studio", tags: { AmazonDataZoneProject: "p1", project: "studio" }, calls: 2 },
  { name: "stacked", tags: { "aws:cloudformation:stack-name": "genai", project: "docs" }, calls: 2 },
  { name: "ours", tags: { "strata:stack": "genai", "strata:name": "ours", project: "docs" }, calls: 4 },
  { name: "search", region: "eu-central-1", tags: { project: "search" }, calls: 11 },
  { name: "dev-bot", account: DEV, region: "us-east-1", tags: { project: "search" } },
  { name: "dev-lab", account: DEV, region: "us-east-1", calls: 1 },
];

/** One of the caller's own account unless it says otherwise; in us-west-2. */
export async function putMessy(sandbox: Sandbox, now = new Date()): Promise<void> {
  for (const { name, account = OWN, region = "us-west-2", source, tags = {}, isNew, calls = 0 } of MESSY) {
    const model = source ?? `${region.startsWith("eu") ? "eu" : "us"}.${SONNET}`;
    const createdAt = isNew ? now : OLD;
    const profile = await sandbox.put({ name, account, region, source: model, tags, createdAt });
    if (calls === 0) continue;
    const place = { account, region, modelId: profile.id, foundationModel: SONNET, tags };
    await sandbox.recordUse(place, new Date(now.getTime() - DAY_MS), { invocations: calls });
  }
}

/** The middle of the last full month. */
export function lastMonth(now = new Date()): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15));
}

/** 1,800 USD under `project`, 1,200 under nothing, in the last full month; `project` is active and written back. */
export async function spendMessy(sandbox: Sandbox, now = new Date()): Promise<void> {
  // `now` is when the key was activated, which may be in another month than today.
  const at = lastMonth();
  const place = { account: OWN, region: "us-west-2" };
  const tagged = { ...place, modelId: "x", foundationModel: SONNET, tags: { project: "search" } };
  await sandbox.recordUse(tagged, at, { inputTokens: 600_000_000 });
  const direct = { ...place, modelId: "y", foundationModel: "amazon.nova-pro-v1:0", tags: {} };
  await sandbox.recordUse(direct, at, { inputTokens: 1_500_000_000 });
  await activate(sandbox, ["project"], now);
}

/** A made-up company in a sandbox of its own, at a fixed moment: the same figures in every run. For pictures and tests. */
import {
  CostExplorerClient,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from "@aws-sdk/client-cost-explorer";
import { billingReader } from "../../src/aws/billing-gateway.ts";
import { AwsClients } from "../../src/aws/clients.ts";
import { costsGateway } from "../../src/aws/costs-gateway.ts";
import { type CostsFlags, readQuestion } from "../../src/commands/costs-question.ts";
import { type ReadResult, readSpend, type SpendSource } from "../../src/commands/costs-read.ts";
import { type ReportFlags, readReportQuestion } from "../../src/commands/report-question.ts";
import { type CloseRead, readClose } from "../../src/commands/report-read.ts";
import type { Project } from "../../src/core/desired.ts";
import { CALLER } from "../../src/core/profile.ts";
import { askingSpend } from "../../src/engine/ask-spend.ts";
import type { CostGateway } from "../../src/engine/ports/costs.ts";
import type { Pace } from "../../src/engine/ports.ts";
import { seededRandom } from "../../src/sandbox/faults.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/server.ts";

export const NOW = "2026-11-24T09:00:00Z";
export const PAYER = "111122223333";
const OTHER = "444455556666";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0";

/** name, account, region, source, project, stage; a profile without a project is one that somebody forgot. */
const PROFILES: readonly (readonly [string, string, string, string, string | null, string])[] = [
  ["search", PAYER, "us-west-2", `us.${SONNET}`, "search", "prod"],
  ["search", PAYER, "eu-central-1", `eu.${SONNET}`, "search", "prod"],
  ["search-rerank", PAYER, "us-west-2", `us.${HAIKU}`, "search", "prod"],
  ["ads-copy", PAYER, "us-west-2", `us.${SONNET}`, "ads", "prod"],
  ["ads-review", OTHER, "us-east-1", `us.${HAIKU}`, "ads", "test"],
  ["support-bot", PAYER, "us-west-2", "us.amazon.nova-pro-v1:0", "support", "prod"],
  ["support-mail", PAYER, "eu-central-1", `eu.${SONNET}`, "support", "prod"],
  ["docs-summary", OTHER, "us-east-1", `us.${SONNET}`, "docs", "prod"],
  ["research", OTHER, "us-east-1", `global.${SONNET}`, "research", "test"],
  ["notebooks", OTHER, "us-east-1", "us.amazon.nova-lite-v1:0", "research", "test"],
  ["hackday", OTHER, "us-east-1", `us.${SONNET}`, null, "test"],
];

export async function anEstate(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ now: () => new Date(NOW), random: seededRandom(7), ...options });
  for (const [name, account, region, source, project, stage] of PROFILES) {
    const tags = { ...(project === null ? {} : { project }), stage, owner: "ai-platform" };
    await sandbox.put({ name, account, region, source, tags });
  }
  return sandbox;
}

/** As after an apply: billing has met the keys on a call, follows them, and has written back the values of a year. */
export async function activate(sandbox: Sandbox, keys: readonly string[], now = new Date(NOW)): Promise<void> {
  const client = explorer(sandbox);
  sandbox.behaviour.billingDelayMs = 0;
  const place = { account: PAYER, region: "us-west-2", modelId: "none", foundationModel: "amazon.nova-micro-v1:0" };
  await sandbox.recordUse({ ...place, tags: Object.fromEntries(keys.map((key) => [key, "x"])) }, now, {});
  const CostAllocationTagsStatus = keys.map((TagKey) => ({ TagKey, Status: "Active" as const }));
  await client.send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus }));
  const from = new Date(Date.UTC(now.getUTCFullYear() - 1, now.getUTCMonth()));
  const BackfillFrom = from.toISOString().replace(".000Z", "Z");
  await client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom }));
}

export function explorer(sandbox: Sandbox, account = "test"): CostExplorerClient {
  const credentials = { accessKeyId: account, secretAccessKey: "test" };
  return new CostExplorerClient({ endpoint: sandbox.url, region: "us-east-1", credentials, maxAttempts: 1 });
}

const once: Pace = (_, send) => send();

/** Cost Explorer and billing of an account. */
export function sourceOf(sandbox: Sandbox, account = "test"): SpendSource & { readonly costs: CostGateway } {
  const clients = new AwsClients({
    endpoint: sandbox.url,
    credentials: { accessKeyId: account, secretAccessKey: "test" },
    homeRegion: "us-east-1",
    sessionName: "strata",
    pace: once,
  });
  const payer = { account: CALLER, region: "us-east-1" };
  const costs = costsGateway(clients, payer);
  return { payer: PAYER, costs, ask: askingSpend(costs), billing: billingReader(clients, payer) };
}

/** What `strata costs` would read. */
export async function askCosts(
  source: SpendSource,
  flags: Partial<CostsFlags> = {},
  keys: readonly string[] = ["project", "stage"],
): Promise<Extract<ReadResult, { ok: true }>["read"]> {
  const read = readQuestion(
    { metric: "unblended", format: "text", refresh: false, rawProjects: false, ...flags },
    keys,
    NOW,
  );
  if (!read.ok) throw new Error(read.problem.detail);
  const result = await readSpend(source, read.question);
  if (!result.ok) throw new Error(result.fault.message);
  return result.read;
}

/** A register for the estate: `search` has got another name since. */
export const REGISTER: readonly Project[] = [
  { name: "discovery", formerly: ["search"], costCenter: "CC-2210", owner: "@acme/discovery", budget: 2_000 },
  { name: "ads", formerly: [], costCenter: "CC-2211", owner: "@acme/ads", budget: 800 },
  { name: "support", formerly: [], costCenter: "CC-2300", owner: "@acme/care", budget: 500 },
  { name: "docs", formerly: [], costCenter: "CC-2300", owner: "@acme/docs", budget: 1_500 },
  { name: "research", formerly: [], costCenter: "CC-9000", owner: "@acme/research" },
];

/** What `strata report` would read: the last month that is over, unless flags say otherwise. */
export async function askReport(
  source: SpendSource,
  flags: Partial<ReportFlags> = {},
  projects: readonly Project[] = REGISTER,
): Promise<CloseRead> {
  const read = readReportQuestion({ format: "text", refresh: false, ...flags }, null, NOW);
  if (!read.ok) throw new Error(read.problem.detail);
  const asked = { ...source, askAgain: source.ask };
  const result = await readClose(asked, read.question, { projects, profiles: [] }, NOW);
  if (!result.ok) throw new Error(result.fault.message);
  return result.read;
}

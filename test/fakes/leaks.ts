/** A report of leaks of every kind, for whatever shows one. `names` are strangers' texts. */
import { type LeakInput, type LeakReport, leakReport, type RateSource } from "../../src/core/leaks.ts";
import type { ProfileRow } from "../../src/core/listing.ts";
import { NO_USE } from "../../src/core/model-use.ts";
import { tokenRates } from "../../src/core/token-rates.ts";
import { aFault, at as declaredAt, PROD, PROD_EU } from "./builders.ts";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const TIME = {
  days: 7,
  since: "2026-11-16T09:00:00Z",
  until: "2026-11-23T09:01:00Z",
  beforeSince: "2026-11-09T09:00:00Z",
} as const;

const BILLED = { start: "2026-11-16", currency: "USD", quantity: "1", unit: "Units" };
const SERVICE = "Claude Sonnet 4.5 (Amazon Bedrock Edition)";
export const KNOWN_RATES: RateSource = {
  status: "known",
  payer: "111122223333",
  period: { start: "2026-11-16", end: "2026-11-23" },
  rates: tokenRates({
    spans: [],
    cells: [
      { ...BILLED, values: [SERVICE, "USW2-MP:USW2_input_tokens_standard-Units"], amount: "3" },
      { ...BILLED, values: [SERVICE, "USW2-MP:USW2_output_tokens_standard-Units"], amount: "15" },
    ],
  }),
};

export function leakReportOf(names: readonly string[], source: RateSource = KNOWN_RATES): LeakReport {
  const targets = [PROD, PROD_EU];
  const profiles = targets.flatMap((target) =>
    names.flatMap((name, at): ProfileRow[] => {
      const common = { ...target, accountName: name, name, awsName: name, description: null, protect: false };
      const modelArns = [`arn:aws:bedrock:us-east-1::foundation-model/${SONNET}`];
      const rest = { source: null, modelArns, createdAt: TIME.since, retireAfter: null, declaredAt: null };
      const row = (id: string) => ({ ...common, ...rest, id: `${id}${at}`, arn: `arn:aws:bedrock:x:1:y/${id}${at}` });
      return [
        { ...row("ours"), ownership: "ours", stack: "test", tags: { [name]: "x" }, declaredAt: declaredAt(3) },
        { ...row("bare"), ownership: "ours", stack: "test", tags: {} },
        { ...row("unmanaged"), ownership: "unmanaged", stack: null, tags: null },
        { ...row("foreign"), ownership: "foreign", stack: name, tags: { [names[0] ?? ""]: "x" } },
      ];
    }),
  );
  const ids = [...profiles.map(({ id }) => id), ...names, SONNET, `us.${SONNET}`, "us.amazon.nova-lite-v1:0"];
  const used = targets.flatMap((target, place) =>
    [...new Set(ids)].map((modelId, at) => ({
      ...target,
      accountName: names[0] ?? "prod",
      modelId,
      now: {
        ...NO_USE,
        invocations: 10 * (at + 1),
        inputTokens: 12_345 * (at + 1 + place),
        outputTokens: 678 * (at + 1),
      },
      before: { ...NO_USE, inputTokens: 1_000 },
    })),
  );
  const unread = [
    { ...PROD, region: "us-west-2", accountName: names[0] ?? "prod", status: "unreadable" as const, fault: aFault() },
  ];
  const input: LeakInput = { stack: "test", tagKeys: names.slice(0, 1), used, profiles, time: TIME, unread };
  return leakReport(input, source);
}

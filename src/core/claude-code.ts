/**
 * Which profile answers for which of Claude Code's model tiers. Claude Code takes ARNs of inference profiles for them, all
 * in one region (https://code.claude.com/docs/en/amazon-bedrock, https://code.claude.com/docs/en/model-config).
 */
import { baseModelOf, type Output } from "./outputs.ts";
import { targetId } from "./profile.ts";

/** Tier → the variable that names its model. `ANTHROPIC_SMALL_FAST_MODEL` is deprecated in favour of Haiku's. */
const TIERS = {
  sonnet: "ANTHROPIC_DEFAULT_SONNET_MODEL",
  opus: "ANTHROPIC_DEFAULT_OPUS_MODEL",
  haiku: "ANTHROPIC_DEFAULT_HAIKU_MODEL",
  fable: "ANTHROPIC_DEFAULT_FABLE_MODEL",
} as const;

type Tier = keyof typeof TIERS;
const TIER_NAMES = Object.keys(TIERS) as readonly Tier[];

export type ClaudeCodeEnv =
  | { readonly ok: true; readonly env: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: "no-claude" }
  /** Several profiles for one tier, or several targets: one of them has to be named. */
  | { readonly ok: false; readonly problem: "several"; readonly what: string; readonly labels: readonly string[] };

/** The first tier that there is answers where none is asked for: Sonnet before Opus, as in Claude Code itself. */
export function claudeCodeEnv(outputs: readonly Output[]): ClaudeCodeEnv {
  const claude = outputs.filter((output) => tierOf(output) !== undefined);
  const [first] = claude;
  if (first === undefined) return { ok: false, problem: "no-claude" };
  const targets = new Set(claude.map(targetId));
  if (targets.size > 1) return { ok: false, problem: "several", what: "targets", labels: [...targets].sort() };
  const byTier = TIER_NAMES.map((tier) => ({ tier, found: claude.filter((output) => tierOf(output) === tier) }));
  const crowded = byTier.find(({ found }) => found.length > 1);
  if (crowded !== undefined) {
    const labels = crowded.found.map(({ name }) => name);
    return { ok: false, problem: "several", what: `profiles of the tier ${crowded.tier}`, labels };
  }
  const models = byTier.flatMap(({ tier, found: [output] }) =>
    output === undefined ? [] : [[TIERS[tier], output.arn] as const],
  );
  return {
    ok: true,
    env: {
      CLAUDE_CODE_USE_BEDROCK: "1",
      AWS_REGION: first.region,
      ANTHROPIC_MODEL: models[0]?.[1] ?? first.arn,
      ...Object.fromEntries(models),
    },
  };
}

function tierOf(output: Output): Tier | undefined {
  const model = baseModelOf(output) ?? "";
  return TIER_NAMES.find((tier) => new RegExp(`\\bclaude-(?:[\\d-]+-)?${tier}\\b`).test(model));
}

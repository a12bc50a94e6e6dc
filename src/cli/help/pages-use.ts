/** Help of the commands for those who call profiles, and for those who pay. */
import { type CommandPages, example, READS_TARGETS } from "./command-page.ts";

const PAYER = ["file", "sandbox", "role", "billing"] as const;

export const USE_PAGES: CommandPages = {
  outputs: {
    group: "Callers",
    effect: "nothing",
    about: [
      "Prints the ARN of every profile that serves, in the form that a program reads: variables, Terraform, LiteLLM, Claude Code.",
      "It only reads. Retiring profiles are never among them; what is not there yet is a note on stderr.",
    ],
    globals: READS_TARGETS,
    examples: [
      example("strata outputs"),
      example("strata outputs --format dotenv --target prod/us-west-2 > .env"),
      example("strata outputs --format json --only search | jq -r '.outputs[].arn'"),
      example("strata outputs --format tfvars --out strata.auto.tfvars"),
      example("strata outputs --format claude-code --only 'claude-*'"),
    ],
    exits: {
      0: "printed",
      1: "AWS could not be asked",
      6: "the file is invalid",
      7: "a target cannot be read; the others are printed",
      64: "something that the format cannot hold",
    },
    docs: "docs/outputs.md",
  },
  invoke: {
    group: "Callers",
    effect: "calls a model",
    about: [
      "Asks a model through a profile of this stack, the way an application does, and shows its answer as it comes; tokens and latency follow on stderr.",
      "AWS charges for each call, to the tags of the profile. It is the one command that calls models; it changes no profile.",
    ],
    options: { "The question": ["--system", "--max-tokens", "--temperature"] },
    globals: READS_TARGETS,
    examples: [
      example('strata invoke myapp-01 "What is a cost allocation tag?"'),
      example("strata invoke search --target prod/us-west-2 --max-tokens 50 < question.txt"),
      example('git diff | strata invoke reviewer --system "Review this change."'),
      example('strata invoke myapp-01 "Say hi" --json | jq .tokens'),
      example("strata invoke --all", "one call of one token for each profile"),
    ],
    exits: {
      0: "answered",
      1: "not answered; with --all, some profile does not",
      6: "the file is invalid",
      7: "a target cannot be read",
      64: "no such profile, several, or no prompt",
      130: "interrupted",
    },
    docs: "docs/invoke.md",
  },
  tags: {
    group: "Money",
    effect: "nothing",
    about: [
      "Shows the cost allocation tags of the file: which are active in the account that pays, and what the others wait for.",
      "It only reads; strata apply activates what can be. Billing that cannot be asked is a warning, never an exit code.",
    ],
    globals: PAYER,
    examples: [
      example("strata tags"),
      example("strata tags --all --format json"),
      example("strata tags --billing-role-name strata-billing"),
    ],
    exits: { 0: "shown", 1: "AWS could not be asked", 6: "the file is invalid" },
    docs: "docs/billing.md",
  },
  "tags backfill": {
    effect: "writes AWS",
    about: [
      "Asks AWS to write the present status of all keys of the account that pays into earlier months, also that of the inactive ones. It says what that would do, and asks first.",
      "AWS takes one in 24 hours, at most 12 months back. It changes no profile.",
    ],
    globals: PAYER,
    examples: [
      example("strata tags backfill --from 2026-08"),
      example("strata tags backfill --from 2026-08 --yes --format json"),
    ],
    exits: {
      0: "asked for",
      1: "AWS refused it, or what it would do is not known",
      6: "the file is invalid",
      8: "declined, or nobody to ask",
      64: "a month that AWS does not take",
    },
    docs: "docs/billing.md",
  },
  costs: {
    group: "Money",
    effect: "nothing",
    about: [
      "Tells what Bedrock cost, by tag, account, region, service or model, and how much of it carries each tag key. It asks the Cost Explorer of the account that pays, at 0.01 USD a request.",
      "It changes nothing. Answers are kept on disk: those about this month for 12 hours, those about closed months for a week.",
    ],
    options: { Period: ["--last", "--since", "--until", "--granularity"] },
    globals: PAYER,
    examples: [
      example("strata costs"),
      example("strata costs --by project,stage --last mtd"),
      example("strata costs --since 2026-08 --until 2026-10 --granularity monthly"),
      example("strata costs --format html --out costs.html"),
    ],
    exits: {
      0: "told",
      1: "AWS could not be asked, or what it answered cannot be told",
      6: "the file is invalid",
      64: "a period or group that is none",
    },
    docs: "docs/costs.md",
  },
  leaks: {
    group: "Money",
    effect: "nothing",
    about: [
      "Tells the Bedrock use that goes through no tagged profile of this stack, by account, region and model: tokens from CloudWatch, money as an estimate, and the profile that would have taken it.",
      "It changes nothing. The estimate takes two requests to the Cost Explorer of the account that pays, at 0.01 USD each, and only where something leaked; answers are kept on disk for 12 hours.",
    ],
    options: { Period: ["--last"], Money: ["--no-money", "--refresh"] },
    globals: ["file", "target", "sandbox", "role", "billing", "progress"],
    examples: [
      example("strata leaks"),
      example("strata leaks --last 1d --no-money"),
      example("strata leaks --format html --out leaks.html"),
      example("strata leaks --sandbox --behaviour syntheticUsage=true"),
    ],
    exits: {
      0: "told",
      1: "AWS could not be asked",
      2: "something leaked, only with --detailed-exitcode",
      6: "the file is invalid",
      7: "a target, or CloudWatch there, could not be read",
    },
    docs: "docs/leaks.md",
  },
  report: {
    group: "Money",
    effect: "nothing",
    about: [
      "Closes a month: what each project spent on Bedrock and why that changed (volume, model mix, rate), what is nobody's, credits and tax apart, and the proof that it adds up to the bill. It asks the Cost Explorer of the account that pays, at 0.01 USD a request: about six, and one for each service.",
      "It changes nothing. Kept as JSON it is frozen by a hash, and --restate tells what the bill has changed since.",
    ],
    globals: PAYER,
    examples: [
      example("strata report"),
      example("strata report 2026-08 --format json --out 2026-08.json"),
      example("strata report --restate 2026-08.json"),
      example("strata report 2026-08 --format html --out 2026-08.html"),
      example("strata report 2026-08 --format csv --out focus.csv"),
    ],
    exits: {
      0: "told, and it adds up",
      1: "AWS could not be asked, or the parts are not the whole",
      6: "the file is invalid",
      64: "a month or key that is none, or a report that was changed",
    },
    docs: "docs/report.md",
  },
  usage: {
    group: "Money",
    effect: "nothing",
    about: [
      "Tells calls, tokens and errors of every profile of this stack, from CloudWatch: minutes old, without waiting for billing.",
      "It changes nothing. A target that cannot be asked is told, and not taken for a silent one.",
    ],
    globals: READS_TARGETS,
    examples: [
      example("strata usage"),
      example('strata usage --last 7d --only "search*"'),
      example("strata usage --last 30d --format html --out usage.html"),
      example("strata usage --sandbox --behaviour syntheticUsage=true"),
    ],
    exits: {
      0: "told",
      1: "AWS could not be asked",
      6: "the file is invalid",
      7: "a target, or CloudWatch there, could not be read",
    },
    docs: "docs/usage.md",
  },
};

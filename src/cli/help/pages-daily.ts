/** Help of the commands of every day. */
import { type CommandPages, example, READS_TARGETS } from "./command-page.ts";

const WITH_BILLING = [...READS_TARGETS, "billing"] as const;

export const DAILY_PAGES: CommandPages = {
  plan: {
    group: "Every day",
    effect: "nothing",
    about: [
      "Reads every account and region of the file, and shows what an apply would create, change and end. A target that cannot be read gets no changes.",
      "It only reads. --out saves the plan: the file that a review approves, and that apply --plan takes.",
    ],
    options: {
      "Saved plans": ["--out", "--check", "--from", "--base"],
      Money: ["--money"],
      "Beyond one machine": ["--shard"],
      Consent: ["--allow-deletes", "--allow-in-use"],
    },
    globals: WITH_BILLING,
    examples: [
      example("strata plan"),
      example("strata plan --out plan.json --detailed-exitcode"),
      example("strata plan --format json | jq .summary"),
      example("strata plan --base origin/main", "only this branch's own changes count"),
      example("strata plan --check plan.json", "exit 4 when it no longer covers the work"),
      example("strata plan --from plan.json", "show it again, without AWS"),
      example("strata plan --money", "what moves between projects, at last month's cost"),
      example("strata plan --shard 1/4 --out part-1.json", "a quarter of the targets; see plan merge"),
    ],
    exits: {
      0: "planned, with or without changes",
      1: "AWS could not be asked",
      2: "changes are pending (with --detailed-exitcode)",
      4: "the plan of --check does not cover what is to be done",
      5: "a guard would stop the apply, or a change is blocked",
      6: "the file is invalid",
      7: "a target cannot be read; the others are planned",
    },
    docs: "docs/applying.md",
  },
  "plan merge": {
    effect: "nothing",
    about: [
      "Joins the saved plans of all shards into the one plan that a run over all targets makes, hash included. Guards judge it here, since they count over all targets.",
      "It asks neither AWS nor the configuration. Parts of another configuration, version or number of shards are refused, and so is a missing one.",
    ],
    options: { Consent: ["--allow-deletes"] },
    globals: [],
    examples: [
      example("strata plan merge part-*.json --out plan.json"),
      example("strata plan merge part-*.json --format markdown"),
      example("strata apply --plan plan.json --shard 1/4", "then by shards, or as a whole"),
    ],
    exits: {
      0: "joined, with or without changes",
      2: "changes are pending (with --detailed-exitcode)",
      5: "a guard would stop the apply, or a change is blocked",
      7: "a target could not be read in one of the parts",
      64: "the files are not the parts of one plan",
    },
    docs: "docs/sharding.md",
  },
  apply: {
    group: "Every day",
    effect: "writes AWS",
    about: [
      "Plans again, shows the plan, asks, and makes AWS as the file says: creates and tag edits first, then replacements, then deletes. Each change ends in an outcome of its own.",
      "It does only what somebody has said yes to. Profiles that do not carry this stack's mark are never touched, and guards stop a plan that would end too much. Without a terminal to ask on it wants --yes or an approved plan.",
    ],
    options: {
      "What is approved": ["--yes", "--plan", "--expect", "--additive", "--due"],
      "Beyond one machine": ["--shard"],
      "Consent to what guards stop": ["--allow-deletes", "--allow-in-use"],
    },
    globals: WITH_BILLING,
    examples: [
      example("strata apply"),
      example("strata apply --yes --report report.jsonl"),
      example("strata apply --plan plan.json", "what was reviewed, and nothing else"),
      example("strata apply --expect 7c1e5a90d3b2", "the plan that was just shown"),
      example("strata apply --additive", "nothing that ends or changes an ARN"),
      example("strata apply --due", "what was approved before and is due now"),
      example("strata apply --plan plan.json --shard 1/4", "a quarter of the targets of a merged plan"),
      example("strata apply --sandbox --yes"),
    ],
    exits: {
      0: "applied, or nothing to do",
      1: "AWS or internal error before anything was changed",
      3: "some change failed, was stale or was not tried",
      4: "something is not covered by what was approved",
      5: "stopped by a guard, or a change is blocked",
      6: "the file is invalid",
      7: "a target cannot be read; the others were applied",
      8: "declined, or nobody to ask",
      130: "interrupted; the report says how far it came",
    },
    docs: "docs/applying.md",
  },
  drift: {
    group: "Every day",
    effect: "nothing",
    about: [
      "Asks, on the branch that was applied: has someone changed what we applied? A profile that was deleted outside Strata is shown as missing.",
      "It only reads. What time alone brings, as due retirements, is no drift.",
    ],
    globals: READS_TARGETS,
    examples: [
      example("strata drift --detailed-exitcode"),
      example("strata drift --everywhere --format json"),
      example("strata drift --format json --out drift.json", "for strata comment --issue"),
    ],
    exits: {
      0: "looked, with or without drift",
      1: "AWS could not be asked",
      2: "there is drift (with --detailed-exitcode)",
      5: "something is blocked",
      6: "the file is invalid",
      7: "a target cannot be read",
    },
    docs: "docs/applying.md",
  },
  list: {
    group: "Every day",
    effect: "nothing",
    about: [
      "Lists the live application inference profiles of every target: ours, unmanaged, and those of other stacks; or, with --system, what can be copied from.",
      "It only reads. What the file asks for and is not there yet, a plan shows.",
    ],
    globals: READS_TARGETS,
    examples: [
      example("strata list"),
      example("strata list --unmanaged --format json"),
      example("strata list --system"),
    ],
    exits: {
      0: "listed",
      1: "AWS could not be asked",
      6: "the file is invalid",
      7: "a target cannot be read; the others are listed",
    },
    docs: "docs/applying.md",
  },
  show: {
    group: "Every day",
    effect: "nothing",
    about: [
      "Shows one live profile in full: ARN, source, models, tags and marks. NAME is its name in the file, its name on AWS, its id or its ARN.",
      "It only reads. A name that lives in several targets wants --target.",
    ],
    globals: READS_TARGETS,
    examples: [
      example("strata show myapp-01"),
      example("strata show search --target 111122223333/eu-central-1"),
      example("strata show search --target '*/us-west-2' --format json"),
    ],
    exits: {
      0: "shown",
      1: "AWS could not be asked",
      6: "the file is invalid",
      7: "not found, and a target could not be read",
      64: "no such profile, or several",
    },
    docs: "docs/applying.md",
  },
};

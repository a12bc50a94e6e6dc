/** Help of the commands for continuous integration and the roles it runs with. */
import { type CommandPage, type CommandPages, example } from "./command-page.ts";

const TRUST = {
  Options: [],
  "Whom the role trusts": [
    "--trust",
    "--repository",
    "--branch",
    "--environment",
    "--subject-prefix",
    "--subject",
    "--workflow-ref",
    "--principal",
  ],
};

const IAM: Pick<CommandPage, "effect" | "globals" | "exits" | "docs"> = {
  effect: "nothing",
  globals: ["file", "role"],
  exits: { 0: "printed", 6: "the file is invalid", 64: "options that contradict each other, or the file" },
  docs: "docs/iam.md",
};

export const CI_PAGES: CommandPages = {
  comment: {
    group: "Continuous integration",
    effect: "writes GitHub",
    about: [
      "Tells a saved plan, the report of an apply or saved drift on GitHub, in a job of GitHub Actions with GITHUB_TOKEN: on the pull request, on those just merged, or in one issue that it keeps current.",
      "It needs no AWS rights and no configuration. Where the token may not write, as on forks, the text goes to the job summary.",
    ],
    globals: [],
    examples: [
      example("strata comment --from plan.json", "on the pull request of this run"),
      example("strata comment --from plan.json --mode new", "always a new one"),
      example("strata comment --report report.jsonl", "on those just merged"),
      example("strata comment --report r1.jsonl --report r2.jsonl", "of two shards"),
      example("strata comment --issue --from drift.json", "one issue about drift"),
    ],
    exits: { 0: "whatever GitHub said", 64: "a file that is no plan, report or drift" },
    docs: "docs/github.md",
  },
  approved: {
    group: "Continuous integration",
    effect: "writes files",
    about: [
      "Fetches the saved plans that a push to the branch approves, for apply --plan, in a job of GitHub Actions with GITHUB_TOKEN. It leaves the outputs plans (flags for apply) and count.",
      "It needs no AWS rights and applies nothing.",
    ],
    globals: [],
    examples: [
      example("strata approved --out-dir approved"),
      example("strata apply --plan approved/12.json --yes", "what it fetched"),
      example("strata approved --pull 12", "before the merge, as in a merge queue"),
    ],
    exits: {
      0: "also where nothing is approved",
      1: "GitHub did not say",
      4: "an old run is run again",
      64: "no job of GitHub Actions",
    },
    docs: "docs/github.md",
  },
  iam: {
    group: "Continuous integration",
    ...IAM,
    globals: [],
    about: [
      "Prints the least-privilege policies of the roles around this very file: for its accounts, its regions and its stack; with --trust, whom a role trusts instead.",
      "It reads the file alone, asks nobody and makes nothing: the documents are yours to review and attach.",
    ],
    examples: [
      example("strata iam plan", "the policy of the read role"),
      example("strata iam apply --trust --account 111122223333", "who may write"),
      example("strata iam plan --role-name strata-plan --entry", "several accounts"),
      example('strata iam caller --only "search-*"', "for an application"),
    ],
  },
  "iam plan": {
    ...IAM,
    about: [
      "Prints what the role may do that plan, drift, list, show, import and doctor run with: reads, and no more.",
      "It makes nothing. For several accounts, --entry prints the role that assumes --role-name in each.",
    ],
    options: TRUST,
    examples: [
      example("strata iam plan"),
      example("strata iam plan --as terraform --account 111122223333 > strata-plan.tf"),
      example("strata iam plan --role-name strata-plan --entry"),
    ],
  },
  "iam apply": {
    ...IAM,
    about: [
      "Prints what the role may do that applies run with: the reads of a plan, and to create, tag, untag and delete profiles of this stack alone.",
      "It makes nothing, and applies nothing.",
    ],
    options: TRUST,
    examples: [
      example("strata iam apply --as terraform --account 111122223333 > strata-apply.tf"),
      example("strata iam apply --trust --account 111122223333"),
      example("strata iam apply --adopt", "for entries with adopt:"),
    ],
  },
  "iam billing": {
    ...IAM,
    about: [
      "Prints what the role in the payer's account may do: read, activate and backfill cost allocation tags, and read costs.",
      "It makes nothing.",
    ],
    options: TRUST,
    examples: [example("strata iam billing"), example("strata iam billing --as cloudformation > strata-billing.yaml")],
  },
  "iam caller": {
    ...IAM,
    globals: ["file", "scope", "role"],
    about: [
      "Prints what an application needs to call its profiles: those, and the models behind them. --only names them.",
      "It makes nothing.",
    ],
    examples: [
      example('strata iam caller --only "search-*"'),
      example("strata iam caller --only search --any-model", "a new model needs no new policy"),
    ],
  },
};

/** What the pictures of a terminal show: lines that were run before, unseen, and the command whose output is drawn. */

export interface Scene {
  /** Beginning of the picture's file name. */
  readonly name: string;
  /** For whoever does not see the picture. */
  readonly description: string;
  /** `profiles.yaml` before each of these commands, and at the one that is shown. */
  readonly before: readonly (readonly [file: string, line: string])[];
  readonly file: string;
  /** As it is drawn; it is run with colours. */
  readonly command: string;
  /** The beginning of the first row that is drawn, where not all are. */
  readonly from?: string;
  /** Which sandbox it runs in: an empty one, or that of a company with a past. */
  readonly sandbox: "empty" | "company";
}

const HEAD = `version: 1
stack: shop
regions: [us-west-2]
models:
  sonnet: us.anthropic.claude-sonnet-4-5-20250929-v1:0
  haiku: us.anthropic.claude-haiku-4-5-20251001-v1:0
`;

const BEFORE = `${HEAD}profiles:
  search:
    model: sonnet
    tags: { project: search, stage: test }
  support-bot:
    model: sonnet
    tags: { project: support, stage: prod }
  hackday:
    model: us.amazon.nova-lite-v1:0
    tags: { project: hackday, stage: test }
`;

/** One change of each kind. */
const AFTER = `${HEAD}profiles:
  search:
    model: sonnet
    tags: { project: search, stage: prod }
  support-bot:
    model: haiku
    tags: { project: support, stage: prod }
  ads-copy:
    model: haiku
    tags: { project: ads, stage: test }
`;

const TIDIED = `${HEAD}guards: { maxDeletes: 1 }
profiles:
  search:
    model: sonnet
    tags: { project: search, stage: test }
`;

const WRONG = `${HEAD}profiles:
  search:
    model: sonet
    tags: { project: search, stage: prod }
  support-bot:
    model: haiku
    region: [us-west-2]
    tags: { project: support, stage: prod }
`;

const COMPANY = `version: 1
stack: company
regions: [us-west-2]
costAllocationTags: [project, stage]
profiles: {}
`;

const REGISTERED = `${COMPANY}projects:
  discovery: { formerly: [search], costCenter: CC-2210, budget: 2000 }
  ads: { costCenter: CC-2211, budget: 800 }
  support: { costCenter: CC-2300, budget: 500 }
  docs: { costCenter: CC-2300, budget: 1500 }
  research: { costCenter: CC-9000 }
`;

const APPLIED = [[BEFORE, "strata apply --sandbox --yes"]] as const;

export const SCENES: readonly Scene[] = [
  {
    name: "overview",
    description: "strata alone: version, stack, file, what it holds, and the next command",
    before: [],
    file: AFTER,
    command: "strata",
    sandbox: "empty",
  },
  {
    name: "diagnostic",
    description: "strata validate: two errors, each with its code, the line of the file, a caret and what to do",
    before: [],
    file: WRONG,
    command: "strata validate",
    sandbox: "empty",
  },
  {
    name: "plan",
    description:
      "strata plan: a profile to create, tags to change, a replacement whose old ARN goes on for 24 hours, and a delete",
    before: APPLIED,
    file: AFTER,
    command: "strata plan --sandbox",
    sandbox: "empty",
  },
  {
    name: "apply",
    description: "The end of strata apply: one line per change as it is done, the new ARNs, and the counts",
    before: APPLIED,
    file: AFTER,
    command: "strata apply --sandbox --yes",
    from: "Plan: ",
    sandbox: "empty",
  },
  {
    name: "guard-stop",
    description: "strata apply stopped by a guard before the first change: two deletes where the file allows one",
    before: APPLIED,
    file: TIDIED,
    command: "strata apply --sandbox --yes",
    sandbox: "empty",
  },
  {
    name: "costs",
    description: "strata costs: what each project spent in 30 days, with bars, and how much carries no tag",
    before: [],
    file: COMPANY,
    command: "strata costs --sandbox",
    sandbox: "company",
  },
  {
    name: "report",
    description:
      "strata report: October by project beside September, why it changed, and the proof that it is the bill",
    before: [],
    file: REGISTERED,
    command: "strata report 2026-10 --sandbox",
    sandbox: "company",
  },
];

/** Codes of problems with what a configuration means as a whole: `config/*` and `policy/*`. */
import type { CodeEntry } from "./code-entry.ts";

const PROFILES_GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html";

export const MEANING_CODES = {
  "config/duplicate-profile": {
    severity: "error",
    summary: "Profile declared twice",
    cause: "The name is a profile's identity across all files, so a second declaration would fight with the first.",
    mend: "Remove one of the two, or give it another name. One entry can stand for several regions and accounts.",
  },
  "config/names-differ-by-case": {
    severity: "warning",
    summary: "Profile names differ only by case",
    cause: "Names are case-sensitive, so these are two profiles, but people and dashboards will mix them up.",
    mend: "Rename one of the two.",
  },
  "config/released-and-declared": {
    severity: "error",
    summary: "Profile both released and declared",
    cause: "`release` stops managing a profile, and its entry under `profiles` manages it.",
    mend: "Remove the entry, or narrow the glob under `release`.",
  },
  "config/undeclared-region": {
    severity: "error",
    summary: "Region not declared",
    cause:
      "Strata reads the declared regions only. A profile anywhere else would be created once and never looked after again.",
    mend: "Add the region to `regions` (or to the account's own), or narrow the profile's regions or accounts.",
  },
  "config/undeclared-account": {
    severity: "error",
    summary: "Account not declared",
    cause: "Accounts are named under `accounts`, and this name is not among them.",
    mend: "Correct the name, or add the account.",
  },
  "config/duplicate-account-id": {
    severity: "error",
    summary: "Two accounts have the same id",
    cause: "The same profiles would be declared twice in one account.",
    mend: "Correct one of the ids, or remove one of the accounts.",
  },
  "config/former-stack-is-stack": {
    severity: "error",
    summary: "Former stack is the stack itself",
    cause: "`formerStacks` lists earlier names of the stack, and this is its present one.",
    mend: "Remove it from `formerStacks`.",
  },
  "config/missing-model": {
    severity: "error",
    summary: "Profile without a model",
    cause: "A profile is a copy of a model or of a system profile, so it needs to know which.",
    mend: "Add `model`, to the profile or to each entry of its `regions` map.",
  },
  "config/unknown-model-alias": {
    severity: "error",
    summary: "Unknown model alias",
    cause: "Model ids hold a dot. A name without one is an alias, and `models` has none of this name.",
    mend: "Correct the name, or add it to `models`.",
  },
  "config/application-profile-as-model": {
    severity: "error",
    summary: "Application inference profile used as model",
    cause:
      "AWS copies from foundation models and system profiles only; an application inference profile cannot be copied.",
    mend: "Name what that profile was itself made from.",
    link: PROFILES_GUIDE,
  },
  "config/arn-elsewhere": {
    severity: "error",
    summary: "ARN belongs to another place",
    cause:
      "The ARN names a region, account or partition in which the profile is not declared, and AWS resolves it there alone.",
    mend: "Use the id instead of the ARN, or declare the profile where the ARN points.",
  },
  "config/invalid-adopt-arn": {
    severity: "error",
    summary: "Not the ARN of an application inference profile",
    cause: "Only a live application inference profile can be adopted.",
    mend: "Write `adopt: true`, or an ARN such as arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g.",
  },
  "config/routing-needs-model-id": {
    severity: "error",
    summary: "Routing on a model that is already resolved",
    cause:
      "`routing` puts the prefix of the region before a foundation model id. This model has a prefix already, or is an ARN.",
    mend: "Remove `routing`, or name the foundation model id without a prefix.",
  },
  "config/no-geo-routing": {
    severity: "error",
    summary: "No geographic routing in this region",
    cause: "AWS has no geographic system profiles for the region, so `routing: geo` cannot be resolved there.",
    mend: "Use `routing: global` or `regional`, or leave the region out.",
    link: PROFILES_GUIDE,
  },
  "config/prefix-elsewhere": {
    severity: "warning",
    summary: "System profile of another geography",
    cause:
      "System profiles are offered in the regions of their geography: `us.…` in the United States and Canada, `eu.…` in Europe. Elsewhere AWS will most likely refuse the create.",
    mend: "Use `routing: geo` with the id without its prefix, or a `regions` map with a model for each region.",
    link: PROFILES_GUIDE,
  },
  "config/invalid-cost-tag": {
    severity: "error",
    summary: "Key cannot be a cost allocation tag",
    cause: "Keys that begin with `aws:` are generated by AWS, and are not activated by their use on profiles.",
    mend: "Remove it; name the keys that your profiles carry.",
  },
  "config/unused-cost-tag": {
    severity: "warning",
    summary: "Cost allocation tag on no profile",
    cause:
      "Billing learns of a tag from the cost of a resource that carries it. No declared profile does, so this key would wait for ever.",
    mend: "Correct the key, or add the tag to the profiles.",
  },
  "config/publish-placeholder": {
    severity: "error",
    summary: "Placeholder without a tag",
    cause: "A placeholder in `publish` stands for a tag of the profile, and some profile does not carry that tag.",
    mend: "Correct the placeholder, or add the tag to `policy.requiredTags` and to the profile.",
  },
  "config/publish-collision": {
    severity: "error",
    summary: "Two profiles publish under one name",
    cause: "Both profiles would write the same parameter, and callers of one would get the ARN of the other.",
    mend: "Put `{name}` into the path, between slashes.",
  },
  "config/project-claimed-twice": {
    severity: "error",
    summary: "Value claimed by two projects",
    cause:
      "A value of the tag `project` books money to one project; as a name or former name of two, it would be counted twice.",
    mend: "Leave it with one of the two.",
  },
  "config/projects-differ-by-case": {
    severity: "warning",
    summary: "Projects differ only by case",
    cause: "Values of tags are case-sensitive, so the bill shows two projects, and people will mix them up.",
    mend: "Rename one of the two; its old name goes under `formerly` of the one that stays.",
  },
  "config/unregistered-fence": {
    severity: "warning",
    summary: "Fence around a project that nobody has",
    cause:
      "The value is not registered, no profile carries it, and it resembles one that is: a fence around it lets nothing of that project through.",
    mend: "Write the registered value, or register this one under `projects`.",
  },
  "config/registered-without-projects": {
    severity: "error",
    summary: "Registered values without a register",
    cause: "`registered` allows the values under `projects`, and there are none.",
    mend: "Add `projects`, or write `any` or a list of values.",
  },
  "config/registered-not-project": {
    severity: "error",
    summary: "Registered values of another tag",
    cause:
      "`projects` registers values of the tag `project`, and reports merge and book by that tag alone. Upper and lower case are different keys.",
    mend: "Require registered values of the tag `project`; for this one, write `any` or a list of values.",
  },
  "config/former-project": {
    severity: "warning",
    summary: "Former name of a project",
    cause:
      "The register lists this value under `formerly`. Reports count it under the project's present name, and the bill goes on showing the old one.",
    mend: "Write the present name. On a profile that is a tag edit: its ARN stays.",
  },
  "policy/required-tag": {
    severity: "error",
    summary: "Required tag missing",
    cause:
      "The policy wants this tag on every profile, so that no cost is left unattributed. An empty value attributes nothing.",
    mend: "Add the tag to the profile or to its defaults.",
  },
  "policy/tag-value": {
    severity: "error",
    summary: "Tag value not allowed",
    cause:
      "The policy lists the values that this tag may have, so that a misspelt one does not become a cost line of its own.",
    mend: "Use a listed value, or add the value to the policy.",
  },
  "policy/unregistered-value": {
    severity: "error",
    summary: "Value not registered",
    cause: "The policy wants a registered project by its present name, so that every cost has an owner.",
    mend: "Use a key of `projects`, or register the project there.",
  },
  "policy/model-not-allowed": {
    severity: "error",
    summary: "Model not allowed",
    cause: "The policy lists the models that profiles may be made from.",
    mend: "Use an allowed model, or add a glob to `policy.allowedModels`.",
  },
  "policy/outside-team": {
    severity: "error",
    summary: "Outside what the team owns",
    cause: "The main file puts a fence around this file with `owns`, so that a team can only change what it pays for.",
    mend: "Stay within the fence, or have the owners of the main file move it.",
  },
} as const satisfies Record<string, CodeEntry>;

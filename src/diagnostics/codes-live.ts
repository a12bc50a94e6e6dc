/** Codes of what is found while reading, planning and applying: `plan/*`, `safety/*`, `aws/*`, `billing/*`, `usage/*`, `system/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const LIVE_CODES = {
  "plan/name-taken": {
    severity: "error",
    summary: "A profile that is not ours has this name",
    cause:
      "A live profile bears the name, but not this stack's mark. Changing it could break its owner, and a second one of the same name would split its callers.",
    mend: "Rename the entry, take the profile over with `adopt: true`, or ask its owner to release it.",
  },
  "plan/mark-mismatch": {
    severity: "error",
    summary: "Our mark is on a profile of another name",
    cause:
      "The profile's `strata:name` tag names another entry than its AWS name does, as after a script that copies tags. Acting on the tag could end an ARN that applications call.",
    mend: "Remove its `strata:*` tags if they were copied there, or name its ARN with `adopt:` in the entry that is meant to hold it.",
  },
  "plan/adopt-refused": {
    severity: "error",
    summary: "The profile cannot be adopted",
    cause: "Adopting must change nothing for callers and must not give a profile two owners.",
    mend: "Make `model` the source the profile really has, or leave the profile to its owner.",
  },
  "plan/unknown-source": {
    severity: "error",
    summary: "The region does not offer this model",
    cause:
      "Neither a system profile nor a foundation model of that id exists in the region, so AWS would refuse the create.",
    mend: "Look up the id with `strata list --system`, and mind the prefix of the region.",
  },
  "plan/too-many-tags": {
    severity: "error",
    summary: "The profile would have more than 50 tags",
    cause: "AWS allows 50 tags on a resource, the tags of others included (AWS.md section 3).",
    mend: "Declare fewer tags, or remove tags that nobody needs from the live profile.",
    link: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_TagResource.html",
  },
  "plan/source-unclear": {
    severity: "warning",
    summary: "Cannot tell which source the profile has",
    cause:
      "Its `strata:source` tag differs from the file, and the models of the desired source cannot be read to compare. A guess could replace a profile that is right.",
    mend: "Allow bedrock:ListInferenceProfiles for system profiles, or set the `strata:source` tag right.",
  },
  "plan/routes-changed": {
    severity: "warning",
    summary: "AWS changed where the source routes to",
    cause:
      "The profile was copied from the desired source, but routes to other models or regions than that source does today. It keeps its routes for its whole life.",
    mend: "Nothing has to be done; to take the new routes, declare the profile under a new name.",
  },
  "plan/description-differs": {
    severity: "warning",
    summary: "The description cannot be changed in place",
    cause: "Bedrock has no call that changes a description: a new one is a new profile with a new ARN.",
    mend: "Put the old description back, or list `description` under `replacement.on` to have the profile replaced.",
  },
  "plan/model-differs": {
    severity: "warning",
    summary: "The model differs and is not replaced",
    cause: "`replacement.on` does not list `model`, so a live profile keeps the model it has.",
    mend: "List `model` under `replacement.on`, or put the old model back.",
  },
  "plan/malformed-retirement": {
    severity: "warning",
    summary: "The retirement time is unreadable",
    cause:
      "The `strata:retire-after` tag is not a UTC time such as 2026-11-24T09:00:00Z. The profile counts as retiring and is kept.",
    mend: "Set the tag to a UTC time, or remove it.",
  },
  "safety/too-many-deletes": {
    severity: "error",
    summary: "The plan deletes more profiles than the guards allow",
    cause: "Every deleted profile breaks its callers at once; many at a time are more often a mistake than a wish.",
    mend: "Check the list of deletes; if it is meant, consent with --allow-deletes N or `guards.allow`.",
  },
  "safety/nothing-desired": {
    severity: "error",
    summary: "The file declares no profile, and live ones are ours",
    cause: "An emptied or half-loaded file would end every profile of the stack.",
    mend: "If the stack is to be torn down, consent with --allow-deletes N or `guards.allow`.",
  },
  "safety/allowance-expired": {
    severity: "warning",
    summary: "The consent in the file has ended",
    cause: "`guards.allow` names the last day on which it counts, so that a consent does not outlive its occasion.",
    mend: "Remove `guards.allow`, or give it a new last day in a reviewed change.",
  },
  "aws/target-unreadable": {
    severity: "error",
    summary: "A target could not be read",
    cause: "Without a whole picture of an account and region nothing is changed there; the other targets go on.",
    mend: "Mend the cause named in the detail, and run the command again.",
  },
  "aws/no-credentials": {
    severity: "error",
    summary: "No usable AWS credentials",
    cause: "AWS did not accept, or nobody supplied, credentials for the calls that a plan needs.",
    mend: "Set AWS_PROFILE or sign in (for instance `aws sso login`), or try `--sandbox`, which needs no account.",
  },
  "aws/unreachable": {
    severity: "error",
    summary: "AWS could not be reached",
    cause: "The first calls got no usable answer, so not even the account is known. Nothing was changed.",
    mend: "Check the network, the proxy and AWS_ENDPOINT_URL, and run the command again.",
  },
  "aws/tags-read-one-by-one": {
    severity: "warning",
    summary: "Tags are read one profile at a time",
    cause: "tag:GetResources is not permitted, so each profile costs one call of its own.",
    mend: "Allow tag:GetResources to make plans faster; the result is the same.",
  },
  "aws/catalogue-unreadable": {
    severity: "warning",
    summary: "The catalogue of models could not be read",
    cause: "Sources cannot be checked before the create, so AWS itself decides about them.",
    mend: "Allow bedrock:ListInferenceProfiles and bedrock:ListFoundationModels.",
  },
  "billing/not-checked": {
    severity: "warning",
    summary: "Cost allocation tags are not checked yet",
    cause: "This version declares them and checks their names, but does not ask billing whether they are active.",
    mend: "Activate them in the Billing console of the payer account.",
  },
  "approval/not-a-plan": {
    severity: "error",
    summary: "The file is no saved plan",
    cause: "Only the file that `strata plan --out FILE` writes can approve an apply.",
    mend: "Save the plan again with `strata plan --out FILE`.",
  },
  "approval/other-version": {
    severity: "error",
    summary: "The saved plan is of another format version",
    cause: "What another version of Strata meant by its hashes cannot be checked by this one.",
    mend: "Save the plan again with this version, or apply it with the version that wrote it.",
  },
  "approval/edited": {
    severity: "error",
    summary: "The saved plan was changed after it was saved",
    cause: "Its hashes do not fit its content, so what was approved is not what it says.",
    mend: "Save the plan again with `strata plan --out FILE`, and have that one approved.",
  },
  "approval/other-stack": {
    severity: "error",
    summary: "The saved plan is of another stack",
    cause: "An approval for one stack says nothing about the profiles of another.",
    mend: "Name the plan of this configuration, or the configuration of this plan with --config.",
  },
  "approval/other-scope": {
    severity: "error",
    summary: "The saved plans are of different scopes",
    cause: "The scope of an apply comes from its saved plans, and these do not agree.",
    mend: "Apply them one after the other.",
  },
  "approval/not-covered": {
    severity: "error",
    summary: "The current plan is not the approved one",
    cause: "Something has changed since the approval, in the file or in AWS, and nobody has seen what that leads to.",
    mend: "Plan again, look at what is new, and have it approved.",
  },
  "usage/profile-not-found": {
    severity: "error",
    summary: "No such profile",
    cause: "No live profile of the targets in the file has this name, AWS name, id or ARN.",
    mend: "`strata list` shows what there is.",
  },
  "usage/ambiguous-name": {
    severity: "error",
    summary: "The name stands for several profiles",
    cause: "The same entry lives in several accounts or regions, and this command shows one profile.",
    mend: "Name the target with --target ACCOUNT/REGION.",
  },
  "usage/role-needed": {
    severity: "error",
    summary: "An account needs a role to be reached",
    cause:
      "Role ARNs never come from the file, so that a pull request cannot aim credentials anywhere; without a role name only the caller's own account is in reach.",
    mend: "Name the role that exists in every account with --role-name or STRATA_ROLE_NAME, or mark accounts without it `pending: true`.",
  },
  "usage/unknown-target": {
    severity: "error",
    summary: "The target is not one of the file's",
    cause:
      "--target names an account and region that the file does not look after, or an account that is not the caller's.",
    mend: "Write it as ACCOUNT/REGION, the account by its number or its name in the file; * stands for any.",
  },
  "usage/scope-empty": {
    severity: "error",
    summary: "The scope matches nothing",
    cause:
      "A pattern that matches no profile is most likely a slip; with --exclude a slip could end what was to be spared.",
    mend: "Check the spelling; quote patterns with * so that the shell leaves them alone.",
  },
  "usage/contradiction": {
    severity: "error",
    summary: "The options contradict each other",
    cause: "Two options ask for different things, and guessing which is meant could change the wrong profiles.",
    mend: "Give only one of them.",
  },
  "usage/unreadable-file": {
    severity: "error",
    summary: "A file cannot be read",
    cause: "The command line names a file that is missing or may not be read.",
    mend: "Check its path.",
  },
  "usage/base-not-found": {
    severity: "error",
    summary: "The revision cannot be found",
    cause: "--base reads the configuration at a git revision with `git show`, and there is no such revision here.",
    mend: "Name a branch, tag or commit that this clone has; in CI, check out with fetch-depth: 0.",
  },
  "plan/base-unusable": {
    severity: "warning",
    summary: "There is nothing to compare with at the base",
    cause: "The configuration is missing or invalid at the revision that --base names, as on a first pull request.",
    mend: "Nothing has to be done: every change counts as of this change.",
  },
  "aws/region-not-scanned": {
    severity: "warning",
    summary: "Some regions were not looked at",
    cause:
      "`drift --everywhere` asks every Bedrock region; one that the account has not enabled, or that a policy closes, does not answer.",
    mend: "Nothing has to be done where the account never used the region.",
  },
  "system/failed": {
    severity: "error",
    summary: "The system refused",
    cause: "A file, a port or another resource of this machine could not be used as the command needs it.",
    mend: "Mend what the detail names, or name another file or port.",
  },
} as const satisfies Record<string, CodeEntry>;

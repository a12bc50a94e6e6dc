/** Codes of what is found while reading, planning and applying: `plan/*`, `safety/*`, `aws/*`, `billing/*`, `usage/*`, `system/*`, `import/*`. */
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
  "import/other-tool": {
    severity: "warning",
    summary: "Profiles of another tool are not imported",
    cause:
      "Tags of SageMaker Unified Studio, DataZone or CloudFormation say that another tool made the profile and will change or delete it. Taking it over would give it two owners.",
    mend: "Leave it to that tool. Where the tool has let go of it, remove its tags and import again.",
  },
  "import/other-stack": {
    severity: "warning",
    summary: "Profiles of another stack are not imported",
    cause: "The `strata:stack` tag names another stack, which manages the profile.",
    mend: "Have its owners release it, or list the name under `formerStacks` if it is an earlier name of this stack.",
  },
  "import/ours-already": {
    severity: "warning",
    summary: "Profiles of the state are ours already",
    cause: "They were adopted before, so there is nothing left to import about them.",
    mend: "Nothing has to be done; `strata import --verify` proves it.",
  },
  "import/declared-already": {
    severity: "warning",
    summary: "Profiles that the file declares already are not imported",
    cause: "A name is declared once in all files together, so a second entry would make the file invalid.",
    mend: "Add `adopt: true`, and the region or account if it is another one, to the entry that is there.",
  },
  "import/released": {
    severity: "warning",
    summary: "Profiles that the file releases are not imported",
    cause: "`release` says that profiles of this name are not to be managed.",
    mend: "Narrow the glob under `release` if they are to be managed again.",
  },
  "import/retire-mark": {
    severity: "warning",
    summary: "Profiles with a retirement mark are not imported",
    cause:
      "The profile carries a `strata:retire-after` tag, left by a stack that no longer marks it. Once adopted it would be retired at that time, and its ARN would end.",
    mend: "Remove the tag if the profile is to stay, and import again.",
  },
  "import/too-many-tags": {
    severity: "warning",
    summary: "Profiles with too many tags are not imported",
    cause: "AWS allows 50 tags on a resource and an adoption adds three; an entry can list 45.",
    mend: "Remove tags that nobody needs from the live profile, or list their keys under `ignoreTags`.",
  },
  "import/several-sources": {
    severity: "warning",
    summary: "Several sources fit the profile",
    cause:
      "AWS does not tell what a profile was copied from. It is told by the models, and here several system profiles route to the same ones.",
    mend: "Write the entry by hand with the source that was meant, or import it from the Terraform state that made it.",
  },
  "import/no-source": {
    severity: "warning",
    summary: "No source fits the profile",
    cause:
      "A profile is adopted only if its models are those of the source in its entry, and nothing that can be copied today has just these. Most often AWS has changed where a system profile routes since the profile was made.",
    mend: "Leave it unmanaged, or declare a new profile under another name and move its callers there. Where the catalogue cannot be read, allow bedrock:ListInferenceProfiles.",
  },
  "import/unwritable": {
    severity: "warning",
    summary: "Something on the profile cannot be written in the file",
    cause: "The live profile holds characters that Bedrock's own rules, and so the file format, do not allow.",
    mend: "Nothing has to be done: adopting changes neither. To declare the tags, give them allowed characters first.",
  },
  "import/needs-mending": {
    severity: "warning",
    summary: "An imported entry breaks a rule of the configuration",
    cause:
      "The live profile is not as `policy`, or another rule of the main file, wants it. It is written down as it is, so the file is invalid until somebody decides.",
    mend: "Mend the entry, for instance by adding the required tag; the adoption then changes the live profile accordingly.",
  },
  "import/gone": {
    severity: "warning",
    summary: "A profile of the state is not live",
    cause: "Terraform's state is older than what happened to the profile.",
    mend: "Refresh the state with `terraform apply -refresh-only`, and import again.",
  },
  "import/not-looked-after": {
    severity: "warning",
    summary: "A profile of the state is where the configuration does not look",
    cause: "Its account or region is not in the configuration, so it was not read.",
    mend: "Add the region or the account to the configuration, or name it with --region or --account.",
  },
  "import/state-differs": {
    severity: "warning",
    summary: "Live tags differ from the state",
    cause: "Somebody changed tags outside Terraform. The live ones count: they are what billing sees.",
    mend: "Check the listed keys in the entry; Terraform's next apply would put its own back.",
  },
  "import/state-unusable": {
    severity: "warning",
    summary: "Something in the state cannot be taken over",
    cause: "The state does not tell which live profile is meant, or Terraform is about to end it.",
    mend: "Finish what Terraform has begun, with `terraform apply`, and import again.",
  },
  "import/not-a-state": {
    severity: "error",
    summary: "Not a state file that can be read",
    cause: "Profiles are taken over from Terraform and OpenTofu states of version 4 in plain JSON.",
    mend: "Write the state to a file with `terraform state pull`, and name that file.",
  },
  "import/no-file": {
    severity: "error",
    summary: "There is no configuration yet, and not enough to begin one",
    cause: "Without a file it is not known which stack the profiles are for, nor which regions to look in.",
    mend: "Name the stack with --stack and each region with --region, or the configuration with --config.",
  },
  "import/nothing-to-verify": {
    severity: "error",
    summary: "No ARN to verify",
    cause: "A proof needs the ARNs from before: those of a state, of an earlier list or import, or of `adopt:` lines.",
    mend: "Name a state with --from-tfstate, or a file of `strata import --format json` or `strata list --format json`.",
  },
} as const satisfies Record<string, CodeEntry>;

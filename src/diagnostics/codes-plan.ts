/** Codes of what a plan finds, what guards stop, and what an approval does not cover: `plan/*`, `policy/model-ends`, `safety/*`, `approval/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const PLAN_CODES = {
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
  "plan/model-ends-soon": {
    severity: "error",
    summary: "The model ends sooner than the policy allows",
    cause:
      "`policy.minModelLife` says how long a model must still live when a profile is created, replaced or adopted; or the model is legacy, and AWS does not tell its end yet. Whoever builds on the profile would have to move on soon.",
    mend: "Name a model that lives on, or lower `policy.minModelLife`. A profile that is there already goes on.",
    link: "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html",
  },
  "plan/successor-blocked": {
    severity: "error",
    summary: "What may take the profile's place is blocked",
    cause:
      "The file lacks the entry, and has a new one of the same source in the same place, which no tag tells apart: a rename, most likely. The new profile cannot be made, so ending the old one would leave its callers with nothing.",
    mend: "Mend what blocks the new entry. Where it is no successor, narrow the run to the one that is to end: `--only NAME`.",
  },
  "policy/model-ends": {
    severity: "warning",
    summary: "Profiles are on a model that ends soon",
    cause:
      "Its end of life is nearer than `policy.minModelLife`, or it is legacy without a told end. From that day on every call through these profiles fails.",
    mend: "Change the model in the file while the old one still answers; strata list --expiring tells who owns what. Nothing is changed by itself.",
    link: "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html",
  },
  "plan/too-many-tags": {
    severity: "error",
    summary: "The profile would have more than 50 tags",
    cause: "AWS allows 50 tags on a resource, the tags of others included (AWS.md section 3).",
    mend: "Declare fewer tags, or remove tags that nobody needs from the live profile.",
    link: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_TagResource.html",
  },
  "plan/in-use": {
    severity: "error",
    summary: "The profile is still called",
    cause:
      "CloudWatch counts calls through it within `guards.inUseDays`, and its ARN would end at once: whoever calls it would fail.",
    mend: "Move its callers away first, or consent with --allow-in-use NAME or `guards.allow.inUse`.",
  },
  "plan/use-unread": {
    severity: "error",
    summary: "Whether the profile is still called could not be read",
    cause: "CloudWatch gave no usable answer, and what is not known ends nothing.",
    mend: "Plan again later, or consent with --allow-in-use NAME or `guards.allow.inUse`.",
  },
  "plan/arn-held": {
    severity: "error",
    summary: "A parameter holds the ARN that would end",
    cause:
      "Whoever reads the parameter would call a profile that is gone, and this plan neither moves the parameter on nor removes it: its marks are gone, it is out of scope, another path is taken, or the file publishes nothing any more.",
    mend: "Plan without a narrowed scope, put `publish` or the marks back, or delete the parameter once nobody reads it.",
  },
  "plan/in-use-replaced": {
    severity: "warning",
    summary: "The profile that is replaced is still called",
    cause: "Its callers hold an ARN that goes on working for the grace period only.",
    mend: "Tell the callers, or have them take the ARN from `strata outputs`. While they call, the old one does not retire.",
  },
  "plan/parameter-taken": {
    severity: "error",
    summary: "A parameter that is not ours has this name",
    cause:
      "It does not carry this stack's mark, so somebody else reads it, or writes it. Overwriting it could break them.",
    mend: "Publish under another path, or delete the parameter if nobody needs it. A plain `strata:stack` tag of this stack on it hands it over.",
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
  "plan/new-arn": {
    severity: "warning",
    summary: "This change gives the profile a new ARN",
    cause:
      "Bedrock cannot change a profile's model in place, so the profile is replaced: the new one has another ARN, and whoever holds the old one has to take the new one.",
    mend: "Tell the callers, or have them take the ARN from `strata outputs`. Nothing has to be done where they already do.",
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
    summary: "The plan ends more than the guards allow",
    cause:
      "Every deleted profile breaks its callers at once, and so does a parameter that leaves its readers; many at a time are more often a mistake than a wish.",
    mend: "Check the list of what ends; if it is meant, consent with --allow-deletes N or `guards.allow`.",
  },
  "safety/nothing-desired": {
    severity: "error",
    summary: "The file declares no profile, and live ones are ours",
    cause: "An emptied or half-loaded file would end every profile of the stack.",
    mend: "If the stack is to be torn down, consent with --allow-deletes N or `guards.allow`.",
  },
  "safety/consent-unknown": {
    severity: "warning",
    summary: "Consent for a name that no profile has",
    cause:
      "--allow-in-use names a profile that is neither in the file nor, as ours, on AWS: a slip, or it has ended already.",
    mend: "Correct the name, or leave the flag out.",
  },
  "safety/allowance-expired": {
    severity: "warning",
    summary: "The consent in the file has ended",
    cause: "`guards.allow` names the last day on which it counts, so that a consent does not outlive its occasion.",
    mend: "Remove `guards.allow`, or give it a new last day in a reviewed change.",
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
    cause: "Its hashes or its seal do not fit its content, so what was approved is not what it says.",
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
  "approval/part-alone": {
    severity: "error",
    summary: "The saved plan is one part of several",
    cause: "A part holds the changes of one shard alone, and no guard has judged it: guards judge all shards at once.",
    mend: "Join the parts of all shards with `strata plan merge`, and take the plan that it makes.",
  },
  "merge/not-a-part": {
    severity: "error",
    summary: "The file is no part of a plan",
    cause: "Only what `strata plan --shard INDEX/COUNT --out FILE` writes can be joined with other parts.",
    mend: "Name the parts alone; a whole plan needs no merge.",
  },
  "merge/other-plan": {
    severity: "error",
    summary: "The parts are of different plans",
    cause:
      "One plan comes of one configuration, one version of Strata, one scope, one base and one number of shards. Parts that differ may cover a target twice or not at all.",
    mend: "Plan all shards again, from one commit and with the same options.",
  },
  "merge/not-whole": {
    severity: "error",
    summary: "The parts do not make one plan",
    cause:
      "Each shard has to be there once, and each target in one part: what is missing would be taken for unchanged.",
    mend: "Name the part of every shard once; plan again a shard whose run has left none.",
  },
  "merge/other-reports": {
    severity: "error",
    summary: "The reports are not those of one apply",
    cause:
      "Several reports are told as one where they are those of its shards: of one stack and one number of shards, and one of each.",
    mend: "Name the report of every shard once; one without shards by itself.",
  },
  "plan/base-unusable": {
    severity: "warning",
    summary: "There is nothing to compare with at the base",
    cause: "The configuration is missing or invalid at the revision that --base names, as on a first pull request.",
    mend: "Nothing has to be done: every change counts as of this change.",
  },
} as const satisfies Record<string, CodeEntry>;

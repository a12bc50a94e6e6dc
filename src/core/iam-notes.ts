/** What a person has to know before using the documents of the `iam` command; a sentence or two each. */
import { payerOf } from "./billing.ts";
import type { IamOptions } from "./iam-options.ts";
import { type IamContext, readsCostTags } from "./iam-statements.ts";
import { NAME_TAG } from "./ownership.ts";

type NoteOptions = Pick<IamOptions, "role" | "adopt" | "anyModel" | "entry" | "trust">;

/** `contexts` are the places that the role is made in. */
export function iamNotes(contexts: readonly IamContext[], options: NoteOptions): string[] {
  const [first] = contexts;
  if (first === undefined) return [];
  const { role, entry } = options;
  return [
    ...(entry === null ? accountNotes(contexts, options) : []),
    ...(entry === null && role === "plan" ? planNotes(contexts) : []),
    ...(entry === null && role === "apply" ? applyNotes(first, options) : []),
    ...(role === "billing" ? billingNotes(first) : []),
    ...(role === "caller" ? callerNotes(options) : []),
  ];
}

function accountNotes(contexts: readonly IamContext[], { role }: NoteOptions): string[] {
  if (role === "billing" || contexts.every(({ place }) => place.account !== null)) return [];
  return [
    "The file names no account, so the ARNs hold * in its place: a policy alone opens no other account. --account ID puts the number in.",
  ];
}

function planNotes(contexts: readonly IamContext[]): string[] {
  const wantsTags = contexts.some(({ desired }) => desired.costAllocationTags.length > 0);
  const tellsMoney = contexts.some(({ desired }) => desired.costAllocationTags.includes(NAME_TAG));
  const lacksPayer = wantsTags && !contexts.some(readsCostTags);
  return [
    "Reading is allowed in every region of the account, since drift --everywhere looks for orphans in all of them.",
    ...(lacksPayer
      ? ["Cost allocation tags can be read in the payer's account alone, and none of these accounts is known to be it."]
      : []),
    ...(tellsMoney
      ? [
          "strata plan --money asks for costs besides, which is not in it: strata iam billing prints ReadCosts for the payer's account.",
        ]
      : []),
  ];
}

function applyNotes({ desired }: IamContext, { adopt }: NoteOptions): string[] {
  const adopters = new Set(desired.profiles.filter((profile) => profile.adopt !== false).map(({ key }) => key.name));
  return [
    "Creating rests on the tags of the request counting as the tags of the new profile, as in AWS's own policies for SageMaker. If AWS refuses bedrock:TagResource in a create, print the policy with --adopt.",
    ...(adopters.size > 0 && !adopt
      ? [
          `${adopters.size === 1 ? "An entry adopts a profile" : `${adopters.size} entries adopt profiles`}, which this policy does not allow: print it with --adopt, and without it once they are taken over.`,
        ]
      : []),
    ...(adopt
      ? [
          "AdoptUnmanaged lets this role mark any profile that no stack and no other known tool owns, and what it has marked it may delete. Take it out once adopting is done.",
        ]
      : []),
    ...(desired.formerStacks.length > 0
      ? ["Profiles of formerStacks count as ours: they may be marked anew, edited and deleted."]
      : []),
    ...(desired.costAllocationTags.length > 0
      ? [
          "Activating cost allocation tags is not in it: strata iam billing prints what the payer's account has to allow.",
        ]
      : []),
    ...publishNotes(desired.publishSsm),
  ];
}

function publishNotes(template: string | undefined): string[] {
  if (template === undefined) return [];
  return [
    "PublishNew may mark a parameter below the published path that carries no stack's mark, and what it has marked it may overwrite: keep that path to Strata alone.",
    "A parameter under a former publish.ssm path is out of this policy's reach: keep the former policy attached until an apply has unpublished it.",
    ...(template.startsWith("/{")
      ? [
          "publish.ssm begins with a placeholder, so every parameter of that depth and more is covered: give it a first part of its own.",
        ]
      : []),
  ];
}

function billingNotes({ place, desired, payer }: IamContext): string[] {
  const isUnknown = payerOf(desired) === null && payer === null;
  return [
    ...(isUnknown || (place.account === null && desired.billingAccount === undefined)
      ? [
          "It belongs in the payer's account: billing.account in the file names it, where it is not the account of the credentials.",
        ]
      : []),
    ...(place.partition === "aws-us-gov"
      ? [
          "AWS lists no Cost Explorer in this partition: cost allocation tags are activated in the account that pays for it.",
        ]
      : []),
  ];
}

function callerNotes({ anyModel }: NoteOptions): string[] {
  return [
    "Not known offline: the regions that a system profile routes to, so models are allowed in all of them, and that its model's id is its own without the prefix, which is AWS's habit.",
    ...(anyModel
      ? []
      : [
          "Only models that the file names now are allowed. Before an entry changes its model, attach the policy of the new file too, or print it with --any-model.",
        ]),
  ];
}

/** The same about a trust policy. */
export function trustNotes({ trust, role }: NoteOptions): string[] {
  if (trust?.kind !== "github") return [];
  const hasIds = trust.subjects.every((subject) => /^repo:[^:]*@\d+\//.test(subject));
  return [
    "The account needs GitHub's identity provider: aws iam create-open-id-connect-provider --url https://token.actions.githubusercontent.com --client-id-list sts.amazonaws.com",
    ...(hasIds
      ? []
      : [
          "Repositories that were made or renamed since July 2026 have ids in their subjects. gh api repos/OWNER/NAME/actions/oidc/customization/sub tells (use_immutable_subject, sub_claim_prefix); give what it says as --subject-prefix.",
        ]),
    ...(role === "plan" && trust.workflowRef === null
      ? [
          "None of the subjects of a reading role names the workflow that asks. --workflow-ref pins it where it is a reusable one.",
        ]
      : []),
  ];
}

/** Why a call through a profile got no answer, told apart by AWS's error and its words (AWS.md sections 8 and 9). */
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import type { Fault } from "./fault.ts";

/** How one profile answered; the order is from what breaks callers for good to what passes. */
export const ANSWER_STATUSES = [
  "not-found",
  "not-authorised",
  "denied-by-organisation",
  "no-model-access",
  "model-ended",
  "region-closed",
  "credentials",
  "refused",
  "unavailable",
  "throttled",
  "not-asked",
  "answers",
] as const;

export type AnswerStatus = (typeof ANSWER_STATUSES)[number];

export interface Trouble {
  readonly status: AnswerStatus;
  readonly code: DiagnosticCode;
  /** What to do about it: the registry's mend, sharpened by what AWS said. */
  readonly mend: string;
}

interface Rule {
  readonly status: AnswerStatus;
  readonly code: DiagnosticCode;
  readonly fits: (fault: Fault) => boolean;
  readonly mend: (fault: Fault) => string;
}

const says =
  (pattern: RegExp) =>
  ({ message }: Fault): boolean =>
    pattern.test(message);
const isKind =
  (...kinds: readonly Fault["kind"][]) =>
  ({ kind }: Fault): boolean =>
    kinds.includes(kind);

const CALLER_POLICY = "`strata iam caller` prints the policy that callers of these profiles need.";

/** The first that fits counts: words before kinds, since one kind has many causes. */
const RULES: readonly Rule[] = [
  {
    status: "denied-by-organisation",
    code: "invoke/denied-by-organisation",
    fits: says(/explicit deny in an? (?:service|resource) control policy/),
    mend: (fault) =>
      `${placeDenied(fault)} Let the organisation's policy allow bedrock:InvokeModel* in every region that the profile may route to, or declare a source that stays in open regions.`,
  },
  {
    status: "no-model-access",
    code: "invoke/no-model-access",
    fits: says(/don't have access to the model|model access is denied|aws-marketplace:|use case details/i),
    mend: ({ message }) =>
      /use case details/i.test(message)
        ? "Submit the use case details of Anthropic models once, in the Bedrock console (Model catalog), and wait 15 minutes."
        : "Enable the model once in that account and region: as a role that may aws-marketplace:Subscribe, open it in the Bedrock console (Model catalog) or call it once, and wait some minutes. `strata doctor` shows its state.",
  },
  {
    status: "model-ended",
    code: "invoke/model-ended",
    fits: says(/end of its life|marked by provider as legacy/i),
    mend: () =>
      "Declare a newer model in the file and apply: the profile is replaced and gets a new ARN. `strata list --system` shows what there is.",
  },
  {
    status: "refused",
    code: "invoke/not-on-demand",
    fits: says(/on-demand throughput/),
    mend: () => "Declare the system profile of that model as the source (`strata list --system`) and apply.",
  },
  {
    status: "refused",
    code: "invoke/option-refused",
    fits: (fault) =>
      fault.kind === "invalid" && /temperature|top_?[pk]|max_?tokens|maximum tokens/i.test(fault.message),
    mend: ({ message }) =>
      /temperature|top_?[pk]/i.test(message)
        ? "Leave --temperature out."
        : "Give another --max-tokens, or leave it out.",
  },
  {
    status: "not-found",
    code: "invoke/profile-gone",
    fits: (fault) => fault.kind === "not-found" || /model identifier is invalid/i.test(fault.message),
    mend: () => "Run `strata plan`: a profile that was deleted elsewhere is created again by an apply, with a new ARN.",
  },
  { status: "not-authorised", code: "invoke/not-authorised", fits: isKind("denied"), mend: allowText },
  {
    status: "region-closed",
    code: "invoke/region-closed",
    fits: ({ code }) => code === "UnrecognizedClientException",
    mend: () => "Enable the region in the account, or take it out of the file.",
  },
  {
    status: "credentials",
    code: "invoke/credentials",
    fits: isKind("credentials"),
    mend: () => "Sign in again (for instance aws sso login), and run the command again.",
  },
  {
    status: "unavailable",
    code: "invoke/unavailable",
    fits: ({ code }) => code === "ModelNotReadyException",
    mend: () => "Run the command again in a minute.",
  },
  {
    status: "throttled",
    code: "invoke/throttled",
    fits: isKind("throttled", "quota"),
    mend: ({ message }) =>
      /per day/i.test(message)
        ? "Wait for the next day, or ask for a higher daily token quota of this model in Service Quotas (Amazon Bedrock)."
        : "Wait a minute, or ask for higher quotas of this model in Service Quotas (Amazon Bedrock): requests and tokens a minute.",
  },
  {
    status: "refused",
    code: "invoke/request-refused",
    fits: isKind("invalid"),
    mend: () => "Change what the detail names.",
  },
];

const UNANSWERED: Rule = {
  status: "unavailable",
  code: "invoke/unavailable",
  fits: () => true,
  mend: ({ requestId }) =>
    `Run the command again${requestId === undefined ? "." : "; if it fails again, give AWS support the request id."}`,
};

export function troubleOf(fault: Fault): Trouble {
  const { status, code, mend } = RULES.find(({ fits }) => fits(fault)) ?? UNANSWERED;
  return { status, code, mend: mend(fault) };
}

/** The same once text had come: whatever ended the answer, it is not the whole. */
export function cutOffBy(fault: Fault): Pick<Trouble, "code" | "mend"> {
  return { code: "invoke/cut-off", mend: troubleOf(fault).mend };
}

/** What was denied, and on what: AWS's text names both. */
function deniedOn({ message }: Fault): { readonly action: string | undefined; readonly resource: string | undefined } {
  const [, action, resource] = /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message) ?? [];
  return { action, resource };
}

function placeDenied(fault: Fault): string {
  const region = deniedOn(fault).resource?.split(":")[3];
  if (region === undefined) return "One closed destination is enough to break every call.";
  const place = region === "" ? "routing without a fixed region (a global profile)" : region;
  return `It closes ${place}, and one closed destination is enough to break every call.`;
}

/** Policies most often name one of the two resources that a call through a profile needs, and miss the other. */
function allowText(fault: Fault): string {
  const { action = "bedrock:InvokeModelWithResponseStream", resource = "" } = deniedOn(fault);
  if (resource.includes(":application-inference-profile/")) {
    return `Allow ${action} on application-inference-profile/*: a policy that lists only inference-profile/* and foundation-model/* does not cover these profiles. ${CALLER_POLICY}`;
  }
  if (resource.includes("foundation-model/")) {
    return `Allow ${action} on the models behind the profile too, in every region that it may route to. ${CALLER_POLICY}`;
  }
  return `Allow ${action}. ${CALLER_POLICY}`;
}

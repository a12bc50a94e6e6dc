/** A file's policies, and the calls of AWS that they are asked about. */
import { AwsClients } from "../../src/aws/clients.ts";
import { loadDesired } from "../../src/config/load.ts";
import type { Desired } from "../../src/core/desired.ts";
import type { IamOptions } from "../../src/core/iam-options.ts";
import { type IamResult, iamPolicies } from "../../src/core/iam-policies.ts";
import { ALL_NAMES } from "../../src/core/scope.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { no } from "../fakes/checkups.ts";
import { isAllowed } from "./evaluator.ts";

export const PROD = "111122223333";
export const DEV = "444455556666";

export const FILE = `version: 1
stack: genai
formerStacks: [old-genai]
regions: [us-west-2, eu-central-1]
accounts:
  prod: { id: "${PROD}" }
  dev: { id: "${DEV}", regions: [us-east-1] }
costAllocationTags: [project]
billing: { account: prod }
publish: { ssm: "/genai/{project}/{name}" }
models: { sonnet: anthropic.claude-sonnet-4-5-20250929-v1:0 }
defaults: { tags: { project: app } }
profiles:
  search-a: { model: sonnet, routing: geo, accounts: [prod] }
  search-b: { model: global.amazon.nova-2-lite-v1:0, accounts: [prod], regions: [us-west-2] }
  bot: { model: us.amazon.nova-lite-v1:0 , accounts: [dev] }
`;

/** @throws where the file is not valid. */
export async function desiredOf(text: string): Promise<Desired> {
  const { desired, diagnostics } = await loadDesired("profiles.yaml", memoryFiles({ "profiles.yaml": text }));
  if (desired === undefined) throw new Error(JSON.stringify(diagnostics));
  return desired;
}

export function policiesOf(desired: Desired, options: Partial<IamOptions>): IamResult {
  const usual: IamOptions = {
    role: "plan",
    adopt: false,
    anyModel: false,
    names: ALL_NAMES,
    entry: null,
    trust: null,
    account: null,
  };
  return iamPolicies(desired, desired, { ...usual, ...options });
}

/** The documents of one account. */
export function documentsIn({ policies }: IamResult, account: string | null): object[] {
  return policies.filter(({ accounts }) => accounts.some(({ id }) => id === account)).map(({ document }) => document);
}

export type Tags = Readonly<Record<string, string>>;

export interface Profile {
  readonly account?: string;
  readonly region?: string;
  readonly tags: Tags;
}

/**
 * What AWS takes for the tags of a profile that is being made. Its own policies for SageMaker only work with
 * "requested"; nothing says so outright, so both answers are tested (docs/iam.md).
 */
export type NewTags = "requested" | "none";

export function profileArn({ account = PROD, region = "us-west-2" }: Omit<Profile, "tags">): string {
  return `arn:aws:bedrock:${region}:${account}:application-inference-profile/06vsfs68yb4g`;
}

function context(region: string, resource: Tags, request: Tags): Record<string, string | string[]> {
  const keys = Object.keys(request);
  return {
    "aws:RequestedRegion": region,
    ...Object.fromEntries(Object.entries(resource).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    ...Object.fromEntries(Object.entries(request).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(keys.length === 0 ? {} : { "aws:TagKeys": keys }),
  };
}

/** An action on a profile that is there. */
export function mayDo(documents: readonly object[], action: string, profile: Profile, request: Tags = {}): boolean {
  const { region = "us-west-2", tags } = profile;
  return isAllowed(documents, { action, resource: profileArn(profile), context: context(region, tags, request) });
}

export function mayTag(documents: readonly object[], profile: Profile, tags: Tags): boolean {
  return mayDo(documents, "bedrock:TagResource", profile, tags);
}

/** Removing tags names their keys and no values. */
export function mayUntag(documents: readonly object[], profile: Profile, keys: readonly string[]): boolean {
  const { region = "us-west-2", tags } = profile;
  const asked = { ...context(region, tags, {}), "aws:TagKeys": keys };
  return isAllowed(documents, { action: "bedrock:UntagResource", resource: profileArn(profile), context: asked });
}

export function mayDelete(documents: readonly object[], profile: Profile): boolean {
  return mayDo(documents, "bedrock:DeleteInferenceProfile", profile);
}

const SYSTEM = "inference-profile/us.amazon.nova-lite-v1:0";

/** Create asks three times: for the new profile, for its source, and for the tags. */
export function mayCreate(documents: readonly object[], profile: Profile, as: NewTags, from?: string): boolean {
  const { region = "us-west-2", account = PROD, tags } = profile;
  const made = context(region, as === "requested" ? tags : {}, tags);
  const source = from ?? `arn:aws:bedrock:${region}:${account}:${SYSTEM}`;
  const create = "bedrock:CreateInferenceProfile";
  const arn = profileArn(profile);
  return (
    isAllowed(documents, { action: create, resource: arn, context: made }) &&
    isAllowed(documents, { action: create, resource: source, context: context(region, {}, tags) }) &&
    (Object.keys(tags).length === 0 ||
      isAllowed(documents, { action: "bedrock:TagResource", resource: arn, context: made }))
  );
}

/** Of methods that take something else than an ARN. */
const ARGUMENTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  readCatalogue: [["system"], ["foundation"]],
  listMarked: [[{ stack: "genai", formerStacks: [] }]],
  readParameters: [[["/x"]]],
  createParameter: [["/x", "arn", {}]],
  setTagsInBulk: [[["x"], {}]],
  removeTagsInBulk: [[["x"], ["k"]]],
};

/** Names what a gateway would send, and sends nothing: each request gets "not found", so that a second one follows. */
export async function operationsOf(make: (clients: AwsClients) => object): Promise<string[]> {
  const sent: string[] = [];
  const clients = new AwsClients({
    homeRegion: "us-west-2",
    sessionName: "test",
    pace: async (lane) => {
      sent.push(lane.operation);
      return no({ kind: "not-found", operation: lane.operation });
    },
  });
  const gateway = make(clients) as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const [name, method] of Object.entries(gateway)) {
    for (const args of ARGUMENTS[name] ?? [["x", {}]]) await method(...args);
  }
  return [...new Set(sent)];
}

/** Where a role works: an account with its regions, and the ARNs of what is there. */

import type { Desired } from "./desired.ts";
import type { Conditions } from "./iam-document.ts";
import { CALLER } from "./profile.ts";
import { partitionOf } from "./source-id.ts";

export interface IamPlace {
  /** Null where the file names no account: then it is the one that the role is made in. */
  readonly account: string | null;
  readonly name: string | null;
  readonly partition: string;
  readonly regions: readonly string[];
}

/** Every account of the file, those too whose role does not exist yet: this is what it is made from. */
export function iamPlaces(desired: Desired): IamPlace[] {
  return desired.accounts.map(({ id, name, regions }) => ({
    account: id === CALLER ? null : id,
    name: name ?? null,
    partition: partitionOf(regions[0] ?? ""),
    regions,
  }));
}

export type BedrockResource = "application-inference-profile" | "inference-profile";

/** More regions than this make a document too long when each has ARNs of its own. */
const NAMED_REGIONS = 5;

/** Profiles of the account in any region; without a known account, in the one that the role is in. */
export function profilesAnywhere(place: IamPlace, kind: BedrockResource): string[] {
  return [profileArn(place, "*", kind)];
}

/** Profiles of the account in its own regions; where these are many, `regionCondition` has to hold the regions. */
export function profilesIn(place: IamPlace, kind: BedrockResource): string[] {
  if (isManyRegions(place)) return profilesAnywhere(place, kind);
  return place.regions.map((region) => profileArn(place, region, kind));
}

/** Empty where the ARNs name the regions themselves. */
export function regionCondition(place: IamPlace): Conditions {
  return isManyRegions(place) ? { StringEquals: { "aws:RequestedRegion": place.regions } } : {};
}

function isManyRegions({ regions }: IamPlace): boolean {
  return regions.length > NAMED_REGIONS;
}

function profileArn({ partition, account }: IamPlace, region: string, kind: BedrockResource): string {
  return `arn:${partition}:bedrock:${region}:${account ?? "*"}:${kind}/*`;
}

/** `*` as the region stands for the empty one of worldwide models too. */
export function modelArn({ partition }: IamPlace, id: string): string {
  return `arn:${partition}:bedrock:*::foundation-model/${id}`;
}

/** The parameters that `publish: { ssm }` can write: each placeholder stands for any text. */
export function parametersIn({ partition, account, regions }: IamPlace, template: string): string[] {
  const path = template.replace(/\{[^{}]*\}/g, "*");
  return regions.map((region) => `arn:${partition}:ssm:${region}:${account ?? "*"}:parameter${path}`);
}

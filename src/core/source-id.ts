/** Source ids: the system profile or foundation model that a profile is a copy of (AWS.md section 2). */
import type { Target } from "./profile.ts";

/** Prefixes that mark a system profile id, the more specific ones of a place first (DESIGN section 2, `routing`). */
const SYSTEM_PREFIX = /^(?:us-gov|us|eu|apac|jp|au|ca|global)\.[^.]/;

/** True for `us.anthropic.…`, false for `anthropic.…`. */
export function isSystemProfileId(id: string): boolean {
  return SYSTEM_PREFIX.test(id);
}

/** `anthropic.…` of `us.anthropic.…`: a system profile is named after the one model that it routes to (AWS.md section 2). */
export function modelIdOf(id: string): string {
  return isSystemProfileId(id) ? id.slice(id.indexOf(".") + 1) : id;
}

/** AWS partition of a region, by its prefix; new partitions must be added here. */
export function partitionOf(region: string): string {
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-isob-")) return "aws-iso-b";
  if (region.startsWith("us-iso-")) return "aws-iso";
  return "aws";
}

/** The `copyFrom` ARN of a source id; used where the catalogue does not tell it (AWS.md section 1.2). */
export function sourceArn(id: string, target: Target): string {
  const prefix = `arn:${partitionOf(target.region)}:bedrock:${target.region}`;
  return isSystemProfileId(id)
    ? `${prefix}:${target.account}:inference-profile/${id}`
    : `${prefix}::foundation-model/${id}`;
}

/** Prefixes of geographic system profiles that serve a region, most specific first; empty where there is none. */
export function geoPrefixes(region: string): readonly string[] {
  if (region.startsWith("us-gov-")) return ["us-gov", "us"];
  if (region.startsWith("us-")) return ["us"];
  if (region.startsWith("eu-")) return ["eu"];
  if (region.startsWith("ca-")) return ["ca", "us"];
  if (region === "ap-northeast-1" || region === "ap-northeast-3") return ["jp", "apac"];
  if (region === "ap-southeast-2" || region === "ap-southeast-4" || region === "ap-southeast-6") return ["au", "apac"];
  if (region.startsWith("ap-")) return ["apac"];
  return [];
}

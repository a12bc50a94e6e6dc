/** ARNs as `import` needs them: where a profile is, and what id a source's ARN ends in. */
import type { Target } from "./profile.ts";

const PROFILE = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]+):(\d{12}):application-inference-profile\/[a-zA-Z0-9.:-]+$/;
const SOURCE = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\d*:(?:inference-profile|foundation-model)\/([a-zA-Z0-9.:-]+)$/;

/** The account and region of an application inference profile; undefined for any other text. */
export function targetOfArn(arn: string): Target | undefined {
  const [, region, account] = PROFILE.exec(arn) ?? [];
  return region === undefined || account === undefined ? undefined : { account, region };
}

/** The id in a `copyFrom` ARN, as the file writes a model; undefined where it is none (AWS.md section 1.2). */
export function sourceIdOf(copyFrom: string): string | undefined {
  return SOURCE.exec(copyFrom)?.[1];
}

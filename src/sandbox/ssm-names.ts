// Names of parameters and what may be in them
// (https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html).
import { ApiError } from "./api-error.ts";
import { validationError } from "./constraints.ts";
import type { Caller } from "./service.ts";

const MAX_LEVELS = 15;
/** Of the whole ARN, so that a name has less. */
const MAX_ARN = 1011;

export function parameterArn({ partition, region, account }: Caller, name: string): string {
  return `arn:${partition}:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}

/** @throws ApiError where AWS takes no such name for a new parameter. */
export function checkName(name: string, caller: Caller): void {
  const bare = name.replace(/^\//, "");
  if (/^(?:aws|ssm)/i.test(bare)) {
    const prefix = /^aws/i.test(bare) ? "aws" : "ssm";
    throw validationError(`Parameter name: can't be prefixed with "${prefix}" (case-insensitive). ${FORM}`);
  }
  if (name.includes("/") && !name.startsWith("/")) {
    throw validationError("Parameter name must be a fully qualified name.");
  }
  if (!/^\/?[\w.-]+(?:\/[\w.-]+)*$/.test(name)) throw validationError(`Parameter name: ${FORM}`);
  if (bare.split("/").length > MAX_LEVELS) {
    const message = `The hierarchy can have a maximum of ${MAX_LEVELS} levels.`;
    throw new ApiError("HierarchyLevelLimitExceededException", 400, message);
  }
  if (parameterArn(caller, name).length > MAX_ARN) {
    throw validationError(`Parameter name: the ARN is longer than ${MAX_ARN} characters.`);
  }
}

const FORM =
  "If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_";

/** `name:3` asks for version 3. Labels are not served. */
export function readSelector(text: string): { readonly name: string; readonly version?: number } {
  const [, name = text, version] = /^(.*?):(\d+)$/.exec(text) ?? [];
  return version === undefined ? { name: text } : { name, version: Number(version) };
}

/** What `strata init` has to know, and why an answer cannot be used. */
import { closest } from "./closest.ts";
import { isRepository } from "./init-repository.ts";
import { KNOWN_REGIONS } from "./known-regions.ts";

/** What a new configuration begins with. */
export interface InitAnswers {
  readonly stack: string;
  /** The first one is where the example profile lives. */
  readonly regions: readonly string[];
  readonly accounts: readonly InitAccount[];
}

export interface InitAccount {
  readonly name: string;
  readonly id: string;
}

const STACK = /^[a-zA-Z0-9][a-zA-Z0-9._:/=+@-]{0,127}$/;
const REGION = /^[a-z]{2,4}(-[a-z]{2,16})+-[0-9]{1,2}$/;
const ACCOUNT = /^([a-zA-Z0-9][a-zA-Z0-9._-]{0,63})=(\d{12})$/;

/** Why a text cannot be a stack; undefined when it can. The same for the others below. */
export function stackProblem(text: string): string | undefined {
  return STACK.test(text)
    ? undefined
    : "A stack has up to 128 letters, digits and . _ : / = + @ -, and begins with a letter or digit.";
}

/** A region that AWS has not listed is most likely a slip here, where nothing is there yet. */
export function regionProblem(text: string): string | undefined {
  if (KNOWN_REGIONS.has(text)) return undefined;
  const near = closest(text, [...KNOWN_REGIONS]);
  const hint = near === undefined ? "" : ` Did you mean ${near}?`;
  return `AWS has no application inference profiles in ${REGION.test(text) ? text : "such a region"}.${hint}`;
}

export function repositoryProblem(text: string): string | undefined {
  return isRepository(text) ? undefined : "A repository is written OWNER/NAME.";
}

/** `prod=111122223333`; undefined where it is not of that form. */
export function parseAccount(text: string): InitAccount | undefined {
  const [, name, id] = ACCOUNT.exec(text) ?? [];
  return name === undefined || id === undefined ? undefined : { name, id };
}

/** Regions as a person types them: with commas or spaces between them. */
export function splitRegions(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}

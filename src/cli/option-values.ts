import { InvalidArgumentError } from "commander";
import type { Shard } from "../core/shard.ts";
import { externalIdProblem, roleNameProblem } from "./session-name.ts";

/** A TCP port; 0 lets the system choose. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError("A port is a number up to 65535.");
  return port;
}

/** A whole number of at most nine digits; anything else is a usage error that names the option. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It takes a whole number.");
  if (text.length > 9) throw new InvalidArgumentError("It takes a whole number up to 999999999.");
  return Number(text);
}

/** As many as a matrix of GitHub Actions may have. */
const MOST_SHARDS = 256;

/** `2/4`: the second of four; given twice, which one is meant is not known. */
export function shardOf(text: string, earlier?: Shard): Shard {
  if (earlier !== undefined) throw new InvalidArgumentError("A run is that of one shard: give it once.");
  const [, index = 0, count = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > count || count > MOST_SHARDS) {
    throw new InvalidArgumentError(`It takes one of up to ${MOST_SHARDS} shards, as 1/4 to 4/4.`);
  }
  return { index, count };
}

/** Name of a role, perhaps with its path. */
export function roleName(text: string): string {
  const problem = roleNameProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

export function externalId(text: string): string {
  const problem = externalIdProblem(text);
  if (problem !== undefined) throw new InvalidArgumentError(problem);
  return text;
}

/** Gathers the values of an option that may be given several times. */
export function everyOne(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}

/** The beginning of a plan's hash; fewer digits than a plan shows could fit another plan by chance. */
export function hashDigits(text: string): string {
  if (!/^[0-9a-f]{12,64}$/i.test(text)) {
    throw new InvalidArgumentError("It takes at least the 12 hexadecimal digits that a plan shows.");
  }
  return text.toLowerCase();
}

/** A month, `2026-08`. */
export function month(text: string): string {
  if (!/^20\d\d-(?:0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError("It takes a month, as 2026-08.");
  return text;
}

import { InvalidArgumentError } from "commander";

/** A whole number from 0 up; anything else is a usage error that names the option. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It takes a whole number.");
  return Number(text);
}

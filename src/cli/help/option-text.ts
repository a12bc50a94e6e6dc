/** What is said about an option, with its choices and default where they tell something. */
import type { Argument, Option } from "commander";
import { type AnyFormat, FORMATS } from "../formats.ts";

/** The row of an option; `formats` are those that the command writes. */
export function optionText(option: Option, formats: readonly AnyFormat[] = FORMATS): string {
  const { description, defaultValue, mandatory, long } = option;
  const argChoices = long === "--format" ? formats : option.argChoices;
  return withFacts(description, [
    ...(argChoices === undefined ? [] : [listing(argChoices)]),
    ...(mandatory ? ["required"] : []),
    ...defaultFact(defaultValue, description),
  ]);
}

export function argumentText({ description, argChoices, defaultValue }: Argument): string {
  const choices = argChoices === undefined ? [] : [listing(argChoices)];
  return withFacts(description, [...choices, ...defaultFact(defaultValue, description)]);
}

/** Nothing is said about what is off, empty or told in words already. */
function defaultFact(value: unknown, description: string): string[] {
  const isTold = /\bdefault\b/.test(description);
  return !isTold && (typeof value === "string" || typeof value === "number") ? [`default: ${value}`] : [];
}

function withFacts(description: string, facts: readonly string[]): string {
  return facts.length === 0 ? description : `${description} (${facts.join("; ")})`;
}

function listing(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join("") : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

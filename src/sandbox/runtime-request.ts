// The body of Converse and ConverseStream: its shape, and what a model refuses of it (AWS.md 9, docs/sandbox.md).
import { Constraints, parseJsonObject, validationError } from "./constraints.ts";
import type { Question } from "./runtime-answer.ts";
import type { CalledModel } from "./runtime-model.ts";

type Json = Readonly<Record<string, unknown>>;

/** Models say what is wrong in their own words, behind this. */
const MODEL_ERRORS = "The model returned the following errors: ";

const USUAL_MAX_TOKENS = 4096;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The texts of content blocks; blocks of other kinds are read past. */
function textsOf(content: unknown): readonly string[] {
  if (!Array.isArray(content)) return [];
  return content.filter(isObject).flatMap(({ text }) => (typeof text === "string" ? [text] : []));
}

interface Message {
  readonly role: string;
  readonly texts: readonly string[];
}

/** Every message with its texts, from the user's first on. */
export function readMessages(value: unknown): readonly Message[] {
  const constraints = new Constraints();
  const messages = constraints.list(value, "messages", 100_000);
  const read = messages.map((message, index): Message => {
    const { role, content } = isObject(message) ? message : ({} as Json);
    constraints.required(role, `messages.${index + 1}.member.role`);
    constraints.required(content, `messages.${index + 1}.member.content`);
    if (typeof role === "string") constraints.choice(role, `messages.${index + 1}.member.role`, ["user", "assistant"]);
    return { role: String(role), texts: textsOf(content) };
  });
  constraints.throwIfBroken();
  if (read.length === 0 || read[0]?.role !== "user") {
    throw validationError(
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    );
  }
  for (const [at, { texts }] of read.entries()) {
    const blank = texts.findIndex((text) => text.trim() === "");
    if (blank >= 0) {
      throw validationError(
        `The text field in the ContentBlock object at messages.${at}.content.${blank} is blank. Add text to the text field, and try again.`,
      );
    }
  }
  return read;
}

function readConfig(value: unknown): { maxTokens: number; stopSequences: string[]; hasTemperature: boolean } {
  const config = isObject(value) ? value : {};
  const constraints = new Constraints();
  const number = (name: string, min: number, max: number): number | undefined => {
    const given = config[name];
    if (given === undefined || given === null) return undefined;
    const path = `inferenceConfig.${name}`;
    if (typeof given !== "number") constraints.fail(path, "Member must be a number", given);
    else if (given < min) constraints.fail(path, `Member must have value greater than or equal to ${min}`, given);
    else if (given > max) constraints.fail(path, `Member must have value less than or equal to ${max}`, given);
    return Number(given);
  };
  const maxTokens = number("maxTokens", 1, Number.MAX_SAFE_INTEGER) ?? USUAL_MAX_TOKENS;
  const temperature = number("temperature", 0, 1);
  number("topP", 0, 1);
  const stopSequences = constraints.list(config.stopSequences, "inferenceConfig.stopSequences", 2500).map(String);
  constraints.throwIfBroken();
  return { maxTokens, stopSequences, hasTemperature: temperature !== undefined };
}

/** @throws ApiError ValidationException for a body that AWS or the model would refuse. */
export function readConverse(
  body: string,
  { model, place }: CalledModel,
  refusesTemperature: readonly string[],
): Question {
  const { messages, system, inferenceConfig } = parseJsonObject(body);
  const read = readMessages(messages);
  const { maxTokens, stopSequences, hasTemperature } = readConfig(inferenceConfig);
  if (model !== undefined && !model.output.includes("TEXT")) {
    throw validationError(
      "This action doesn't support the model that you provided. Try again with a supported text or chat model.",
    );
  }
  if (hasTemperature && refusesTemperature.includes(place.foundationModel)) {
    throw validationError(`${MODEL_ERRORS}\`temperature\` is deprecated for this model.`);
  }
  const last = read.findLast(({ role }) => role === "user")?.texts ?? [];
  const input = [...textsOf(system), ...read.flatMap(({ texts }) => texts)].join("\n");
  return { input, prompt: last.join("\n"), maxTokens, stopSequences };
}

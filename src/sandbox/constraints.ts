// Constraint checks in the words of AWS's own validator, all problems of a request in one message (AWS.md 1.2).
// The exact texts are not confirmed for Bedrock (AWS.md 11); the form is the one AWS services share.
import { ApiError } from "./api-error.ts";

interface TextRule {
  readonly min: number;
  readonly max: number;
  /** Checked against the whole value. */
  readonly pattern?: RegExp;
  /** As AWS writes it, without the anchors. */
  readonly patternText?: string;
  /** A value that AWS does not repeat in its answer. */
  readonly sensitive?: boolean;
}

const NAME_PATTERN = "([0-9a-zA-Z][ _-]?)+";
const DESCRIPTION_PATTERN = "([0-9a-zA-Z:.][ _-]?)+";
const TOKEN_PATTERN = "[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?";
/** `\s` is ASCII white space in AWS's patterns; in JavaScript it is not. */
const TAG_PATTERN = "[a-zA-Z0-9\\s._:/=+@-]*";

const wholly = (pattern: string) => new RegExp(`^(?:${pattern.replaceAll("\\s", " \\t\\n\\v\\f\\r")})$`);

function rule(min: number, max: number, pattern: string, sensitive = false): TextRule {
  return { min, max, pattern: wholly(pattern), patternText: pattern, sensitive };
}

const IDENTIFIER_PATTERN =
  "(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+";

const MODEL_ID_PATTERN =
  "[a-z0-9-]{1,63}[.]{1}[a-z0-9-]{1,63}([a-z0-9-]{1,63}[.]){0,2}[a-z0-9-]{1,63}([:][a-z0-9-]{1,63}){0,2}(/[a-z0-9]{12}|)";

/** The shapes of AWS.md 1.2. Lengths in characters. */
export const RULES = {
  name: rule(1, 64, NAME_PATTERN),
  description: rule(1, 200, DESCRIPTION_PATTERN, true),
  token: rule(1, 256, TOKEN_PATTERN),
  tagKey: rule(1, 128, TAG_PATTERN),
  tagValue: rule(0, 256, TAG_PATTERN),
  identifier: rule(1, 2048, IDENTIFIER_PATTERN),
  modelId: rule(1, 140, MODEL_ID_PATTERN),
  copyFrom: { min: 1, max: 2048 },
  resourceArn: { min: 20, max: 1011 },
  nextToken: rule(1, 2048, "\\S*"),
} satisfies Record<string, TextRule>;

export const COPY_FROM =
  /^arn:(aws(?:|-us-gov|-cn|-iso|-iso-b)):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):(inference-profile|foundation-model)\/([a-zA-Z0-9-:.]+)$/;

/** Collects what is wrong with a request, then throws once. */
export class Constraints {
  readonly #problems: string[] = [];

  /** Records one problem in AWS's form; `shown` is left out for a sensitive value. */
  fail(path: string, constraint: string, shown?: unknown): void {
    const value = shown === undefined ? "Value" : `Value ${shown === null ? "null" : `'${String(shown)}'`}`;
    this.#problems.push(`${value} at '${path}' failed to satisfy constraint: ${constraint}`);
  }

  required(value: unknown, path: string): boolean {
    if (value !== undefined && value !== null) return true;
    this.fail(path, "Member must not be null", null);
    return false;
  }

  /** Checks a text that may be absent. A value of another JSON type is a SerializationException, as on AWS. */
  text(value: unknown, path: string, { min, max, pattern, patternText, sensitive }: TextRule): void {
    if (value === undefined || value === null) return;
    if (typeof value !== "string") throw serializationError(value, "String");
    const shown = sensitive === true ? undefined : value;
    const length = [...value].length;
    if (length < min) this.fail(path, `Member must have length greater than or equal to ${min}`, shown);
    if (length > max) this.fail(path, `Member must have length less than or equal to ${max}`, shown);
    if (pattern !== undefined && !pattern.test(value)) {
      this.fail(path, `Member must satisfy regular expression pattern: ${patternText}`, shown);
    }
  }

  /** A list that may be absent; returns its entries. */
  list(value: unknown, path: string, max: number, min = 0): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw serializationError(value, "List");
    if (value.length < min)
      this.fail(path, `Member must have length greater than or equal to ${min}`, `[${value.length} entries]`);
    if (value.length > max)
      this.fail(path, `Member must have length less than or equal to ${max}`, `[${value.length} entries]`);
    return value;
  }

  choice(value: string | null, path: string, choices: readonly string[]): void {
    if (value === null || choices.includes(value)) return;
    this.fail(path, `Member must satisfy enum value set: [${choices.join(", ")}]`, value);
  }

  /** A whole number sent as text; `fallback` when absent. */
  number(text: string | null, path: string, min: number, max: number, fallback: number): number {
    if (text === null) return fallback;
    const value = Number(text);
    if (!/^-?\d{1,15}$/.test(text)) throw serializationError(text, "Integer");
    if (value < min) this.fail(path, `Member must have value greater than or equal to ${min}`, text);
    if (value > max) this.fail(path, `Member must have value less than or equal to ${max}`, text);
    return value;
  }

  /** @throws ApiError ValidationException with every problem recorded so far. */
  throwIfBroken(): void {
    const count = this.#problems.length;
    if (count === 0) return;
    throw validationError(`${count} validation error${count === 1 ? "" : "s"} detected: ${this.#problems.join("; ")}`);
  }
}

export function validationError(message: string): ApiError {
  return new ApiError("ValidationException", 400, message);
}

function serializationError(value: unknown, wanted: string): ApiError {
  const found = Array.isArray(value) ? "START_ARRAY" : `${(typeof value).toUpperCase()}_VALUE`;
  return new ApiError("SerializationException", 400, `${found} cannot be converted to ${wanted}`);
}

/** The JSON object in a request body; an empty body is an empty object. */
export function parseJsonObject(body: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = body.trim() === "" ? {} : JSON.parse(body);
  } catch {
    throw new ApiError("SerializationException", 400, "Unable to parse the request body as JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw serializationError(value, "Structure");
  return value as Record<string, unknown>;
}

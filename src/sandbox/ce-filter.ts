// Cost Explorer's filter expressions: one operator at each level, exact matches only (AWS.md 6).
import { validationError } from "./constraints.ts";
import { DIMENSIONS, type Dimension } from "./cost-lines.ts";

type Json = Readonly<Record<string, unknown>>;
type Tags = Readonly<Record<string, string>>;

/** Whether a charge with these dimensions and these tags (as far as billing knows them) is meant. */
export type Filter = (dimensions: Readonly<Record<Dimension, string>>, tags: Tags) => boolean;

const OPERATORS = ["Or", "And", "Not", "Dimensions", "Tags", "CostCategories"] as const;
const MATCHES = ["EQUALS", "ABSENT", "CASE_SENSITIVE"];

export function readFilter(value: unknown): Filter {
  if (value === undefined || value === null) return () => true;
  const expression = objectOf(value, "Expression");
  const present = OPERATORS.filter((operator) => expression[operator] !== undefined && expression[operator] !== null);
  const [operator, another] = present;
  if (operator === undefined) throw validationError("Expression must have at least one operator");
  if (another !== undefined) throw validationError("Expression can only have one root operator");
  const operand = expression[operator];
  switch (operator) {
    case "Or":
    case "And":
      return combined(operator, operand);
    case "Not": {
      const inner = readFilter(objectOf(operand, "Not"));
      return (dimensions, tags) => !inner(dimensions, tags);
    }
    case "Dimensions":
      return dimensionFilter(objectOf(operand, operator));
    case "Tags":
      return tagFilter(objectOf(operand, operator));
    default:
      throw validationError("The sandbox knows no cost categories");
  }
}

function combined(operator: "Or" | "And", operand: unknown): Filter {
  if (!Array.isArray(operand) || operand.length < 2) {
    throw validationError(`${operator} must have at least two operands`);
  }
  const inner = operand.map(readFilter);
  return operator === "Or"
    ? (dimensions, tags) => inner.some((filter) => filter(dimensions, tags))
    : (dimensions, tags) => inner.every((filter) => filter(dimensions, tags));
}

function dimensionFilter(operand: Json): Filter {
  const dimension = readDimension(operand.Key);
  const isWanted = matcher(operand, false);
  return (dimensions) => isWanted(dimensions[dimension]);
}

function tagFilter(operand: Json): Filter {
  const { Key: key } = operand;
  if (typeof key !== "string" || key === "") throw validationError("Tags must have a Key");
  const isWanted = matcher(operand, true);
  return (_, tags) => isWanted(Object.hasOwn(tags, key) ? tags[key] : undefined);
}

function matcher(
  { Values: values, MatchOptions: options }: Json,
  isTag: boolean,
): (value: string | undefined) => boolean {
  const matches = options ?? ["EQUALS", "CASE_SENSITIVE"];
  if (!Array.isArray(matches)) throw validationError("MatchOptions must be a list");
  const wrong = matches.find((match) => !MATCHES.includes(match) || (match === "ABSENT" && !isTag));
  if (wrong !== undefined) throw validationError(`Match option ${String(wrong)} is not supported for this operation`);
  if (matches.includes("ABSENT")) return (value) => value === undefined;
  if (!Array.isArray(values) || values.length === 0 || values.some((value) => typeof value !== "string")) {
    throw validationError("Values must hold at least one text");
  }
  const isExact = matches.includes("CASE_SENSITIVE");
  const fold = (text: string): string => (isExact ? text : text.toLowerCase());
  const wanted = new Set(values.map(fold));
  return (value) => wanted.has(fold(value ?? ""));
}

/** @throws ApiError ValidationException, naming what the sandbox serves. */
export function readDimension(value: unknown): Dimension {
  if (DIMENSIONS.includes(value as Dimension)) return value as Dimension;
  throw validationError(`Dimension ${String(value)} is not one of ${DIMENSIONS.join(", ")}, which the sandbox serves`);
}

export function objectOf(value: unknown, name: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw validationError(`${name} must be an object`);
}

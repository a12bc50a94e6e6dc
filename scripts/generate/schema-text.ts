/** Parts of the schema in words, for people. */
import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import { definitionName, resolveNode, type SchemaNode } from "./schema-source.ts";

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "`true` or `false`",
  object: "map",
  null: "empty",
};

/** Definitions whose name says more than their type. */
const NAMED: Readonly<Record<string, string>> = {
  account: "account",
  duration: "duration",
  days: "days",
  glob: "glob",
  includePath: "path",
  fencedInclude: "map with a fence",
  modelId: "model id",
  modelReference: "model",
  profile: "profile",
  profileName: "name",
  project: "project",
  region: "region",
  regionOverride: "difference",
  stackName: "name",
  tagKey: "key",
  tagValue: "value",
};

/** The type of a value in a few words. */
export function typeText(root: SchemaNode, written: SchemaNode): string {
  const named = NAMED[definitionName(written) ?? ""];
  if (named !== undefined) return named;
  const node = resolveNode(root, written);
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(" or ");
  if (node.anyOf !== undefined) return node.anyOf.map((branch) => typeText(root, branch)).join(", or ");
  const types = [node.type ?? "object"].flat();
  return types
    .filter((type) => type !== "null")
    .map((type) => oneType(root, node, type))
    .join(" or ");
}

function oneType(root: SchemaNode, node: SchemaNode, type: string): string {
  if (type === "array" && node.items !== undefined) return `list of ${plural(typeText(root, node.items))}`;
  const { additionalProperties: values } = node;
  if (type === "object" && typeof values === "object") return `map of ${plural(typeText(root, values))}`;
  return TYPES[type] ?? type;
}

function plural(noun: string): string {
  return /^[a-z ]+$/.test(noun) && noun !== "text" && !noun.includes(" of ") ? `${noun}s` : noun;
}

/** The map that a value is, if its keys are fixed: the thing to describe key by key. */
export function fixedMap(root: SchemaNode, written: SchemaNode): SchemaNode | undefined {
  const node = resolveNode(root, written);
  if (node.properties !== undefined) return node;
  for (const inner of [...(node.anyOf ?? []), node.items, node.additionalProperties]) {
    const found = typeof inner === "object" ? fixedMap(root, inner) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value as YAML: lists of scalars and small maps on one line, the rest on lines of its own. */
export function yamlBlock(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Seq: (_, node) => {
      node.flow = node.items.every(isScalar);
    },
    Map: (_, node) => {
      node.flow =
        node !== document.contents &&
        node.items.every(({ value: inner }) => isScalar(inner) || (isSeq(inner) && inner.items.every(isScalar)));
    },
  });
  return tight(document.toString({ lineWidth: 110 }));
}

/** A value as YAML on one line. */
export function yamlInline(value: unknown): string {
  const document = new Document(value);
  if (isMap(document.contents) || isSeq(document.contents)) document.contents.flow = true;
  return tight(document.toString({ lineWidth: 0 }));
}

/** Lists without inner spaces, as people write them. */
function tight(yaml: string): string {
  return yaml.trimEnd().replaceAll("[ ", "[").replaceAll(" ]", "]");
}

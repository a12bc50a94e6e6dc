/** The JSON Schema as the generators read it: the keywords that this project uses. */
import { readFileSync } from "node:fs";

export interface SchemaNode {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
}

const SCHEMA = new URL("../../schema/profiles.schema.json", import.meta.url);

/** Reads the schema of `profiles.yaml`. */
export function readSchema(): SchemaNode {
  return JSON.parse(readFileSync(SCHEMA, "utf8")) as SchemaNode;
}

/** Name of the definition that a node refers to, if it does. */
export function definitionName(node: SchemaNode): string | undefined {
  return node.$ref?.replace("#/definitions/", "");
}

/** Follows references; what stands beside a `$ref` wins over what it points to. */
export function resolveNode(root: SchemaNode, node: SchemaNode): SchemaNode {
  const name = definitionName(node);
  if (name === undefined) return node;
  const target = root.definitions?.[name];
  if (target === undefined) throw new Error(`schema: no definition ${name}`);
  const { $ref: _, ...own } = node;
  return { ...resolveNode(root, target), ...own };
}

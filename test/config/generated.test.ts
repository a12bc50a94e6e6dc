/** The schema describes itself fully, and the files made from it and from the registry are up to date. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { validateConfig } from "../../src/config/generated/validate.js";
import { CONFIG_CODES } from "../../src/diagnostics/codes-config.ts";

const ROOT = join(import.meta.dirname, "../..");

interface Node {
  readonly [key: string]: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
}

const SCHEMA: Node = JSON.parse(readFileSync(join(ROOT, "schema/profiles.schema.json"), "utf8"));

/** Every schema inside, with where it stands. */
function* nodes(node: Node, path: string): Generator<[string, Node]> {
  yield [path, node];
  for (const [key, value] of Object.entries(node)) {
    if (
      ["examples", "default", "enum", "required", "const"].includes(key) ||
      value === null ||
      typeof value !== "object"
    )
      continue;
    for (const [name, inner] of Object.entries(value as object)) {
      const isNode = ["properties", "definitions", "anyOf"].includes(key) && typeof inner === "object";
      if (isNode) yield* nodes(inner as Node, `${path}/${key}/${name}`);
    }
    if (["items", "additionalProperties", "propertyNames"].includes(key)) yield* nodes(value as Node, `${path}/${key}`);
  }
}

const ALL = [...nodes(SCHEMA, "")];
const KEYS = ALL.flatMap(([path, node]) =>
  Object.entries(node.properties ?? {}).map(([key, value]) => [`${path}/${key}`, value] as const),
);

describe("schema", () => {
  it.each(KEYS)("%s has a title, a description and examples", (_, node) => {
    expect(node).toMatchObject({
      title: expect.any(String),
      description: expect.any(String),
      examples: expect.any(Array),
    });
  });

  it("allows no unknown keys anywhere", () => {
    expect(
      ALL.filter(([, node]) => node.properties !== undefined && node.additionalProperties !== false).map(
        ([path]) => path,
      ),
    ).toEqual([]);
  });

  it("names only registered codes", () => {
    const codes = ALL.flatMap(([, node]) => (typeof node["x-code"] === "string" ? [node["x-code"]] : []));
    expect(codes.length).toBeGreaterThan(10);
    for (const code of codes) expect(Object.keys(CONFIG_CODES)).toContain(code);
  });

  it.each(Object.entries(SCHEMA.properties!))("takes its own examples of %s", (key, node) => {
    for (const example of node.examples as unknown[]) {
      const config = { version: 1, stack: "s", regions: ["us-west-2"], [key]: example };
      expect([validateConfig(config), validateConfig.errors]).toEqual([true, null]);
    }
  });
});

describe("generated files", () => {
  it("are up to date", () => {
    const check = () => execFileSync("npx", ["tsx", "scripts/generate.ts", "--check"], { cwd: ROOT, encoding: "utf8" });
    expect(check).not.toThrow();
  });

  it("need nothing of Ajv at run time", () => {
    expect(readFileSync(join(ROOT, "src/config/generated/validate.js"), "utf8")).not.toMatch(/\brequire\(|^import /m);
  });
});

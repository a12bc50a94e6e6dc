/** Keeps the import table of docs/architecture.md: who may import whom, and what the pure folders may not touch. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const SRC = join(ROOT, "src");

/** What each folder may import besides itself; `sandbox` alone may not import `diagnostics`. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  diagnostics: [],
  core: ["diagnostics"],
  config: ["core", "diagnostics"],
  render: ["core", "diagnostics"],
  engine: ["core", "diagnostics"],
  aws: ["engine/ports.ts", "engine/ports", "core", "diagnostics"],
  ui: ["render", "core", "engine/ports.ts", "diagnostics"],
  github: ["core", "render", "engine/github-ports.ts", "diagnostics"],
  commands: ["config", "core", "engine", "ui/view.ts", "render", "diagnostics"],
  sandbox: [],
  cli: ["aws", "commands", "config", "core", "diagnostics", "engine", "github", "render", "sandbox", "ui"],
};

/** `core`, `render` and `config` are pure; only these two of `config` read files. */
const IMPURE = ["Date", "Math.random", "process", "console", "fetch", "async"];
const PURE_FOLDERS = ["core", "config", "render"];
const IMPURE_FILES = ["config/load.ts", "config/disk-files.ts"];

interface SourceText {
  readonly path: string;
  readonly folder: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly string[];
}

function sourceFiles(): SourceText[] {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"))
    .map((path) => {
      const text = readFileSync(join(SRC, path), "utf8");
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { path, folder: path.split("/")[0] ?? "", tree, imports: importsOf(tree) };
    });
}

/** Module specifiers of static imports, re-exports, `import()` and import types. */
function importsOf(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
    if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
    const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const argument = isDynamic ? node.arguments[0] : undefined;
    if (argument !== undefined && ts.isStringLiteral(argument)) found.push(argument.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function localImports(file: SourceText): string[] {
  const here = dirname(join(SRC, file.path));
  return file.imports
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => relative(SRC, join(here, specifier)))
    .filter((path) => !path.startsWith(".."));
}

function isAllowed(from: SourceText, to: string): boolean {
  const allowed = [from.folder, ...(MAY_IMPORT[from.folder] ?? [])];
  return allowed.some((place) => to === place || to.startsWith(`${place}/`));
}

function impurities({ path, tree }: SourceText): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = node.getText(tree);
    const isName = ts.isIdentifier(node) && !ts.isPropertyAssignment(node.parent) && !isMember(node);
    if (isName && IMPURE.includes(text)) found.push(`${path}: ${text}`);
    if (ts.isPropertyAccessExpression(node) && text === "Math.random") found.push(`${path}: ${text}`);
    if (node.kind === ts.SyntaxKind.AsyncKeyword) found.push(`${path}: async`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isMember(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

function cyclesOf(files: readonly SourceText[]): string[] {
  const edges = new Map(files.map((file) => [file.path, localImports(file)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (trail.includes(path) || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return cycles;
}

describe("architecture", () => {
  const files = sourceFiles();
  test("there is something to check, and every folder is in the table", () => {
    expect(files.length).toBeGreaterThan(50);
    expect([...new Set(files.map(({ folder }) => folder))].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });
  test("imports keep to the table", () => {
    const wrong = files.flatMap((f) =>
      localImports(f)
        .filter((to) => !isAllowed(f, to))
        .map((to) => `${f.path} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });
  test("only aws/ imports the AWS SDK, only config/ the YAML parser", () => {
    const users = (pattern: RegExp) => [
      ...new Set(files.filter((f) => f.imports.some((s) => pattern.test(s))).map(({ folder }) => folder)),
    ];
    const codecs = /^@smithy\/(?:core\/cbor|eventstream-codec)$/;
    expect(users(/^@aws-sdk|^@smithy\/(?!core\/cbor$|eventstream-codec$)/)).toEqual(["aws"]);
    // The wire formats themselves, which the sandbox speaks from the other side.
    expect(users(codecs)).toEqual(["sandbox"]);
    expect(users(/^yaml$/)).toEqual(["config"]);
  });
  test("only ui/ink imports Ink and React, and only live-view.ts loads it, when it is needed", () => {
    const users = files.filter((f) => f.imports.some((s) => /^(?:ink|react)(?:\/|$)/.test(s)));
    expect(users.map(({ path }) => path).sort()).toEqual(["ui/ink/frame.tsx", "ui/ink/open-frame.tsx"]);
    const loaders = files.filter((f) => localImports(f).some((to) => to.startsWith("ui/ink/")));
    expect(loaders.map(({ path }) => path).sort()).toEqual(["ui/ink/open-frame.tsx", "ui/live-view.ts"]);
    const loader = files.find(({ path }) => path === "ui/live-view.ts")?.tree.text ?? "";
    expect(loader).not.toMatch(/from "\.\/ink\//);
  });
  test("the pure folders touch no clock, randomness, process, console, network or promise", () => {
    const pure = files.filter((f) => PURE_FOLDERS.includes(f.folder) && !IMPURE_FILES.includes(f.path));
    expect(pure.length).toBeGreaterThan(20);
    expect(pure.flatMap(impurities)).toEqual([]);
  });
  test("only the apply command is handed a gateway that can write", () => {
    const writers = files.filter((f) => /\bwriteContext\(/.test(f.tree.text) && f.path !== "cli/deps.ts");
    expect(writers.map(({ path }) => path)).toEqual(["cli/apply-command.ts"]);
    expect(files.find((f) => f.path === "cli/apply-command.ts")?.tree.text.match(/\bwriteContext\(/g)).toHaveLength(1);
    expect(
      files
        .filter((f) => /\bwriteGateway\b/.test(f.tree.text))
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["aws/bedrock-gateway.ts", "cli/connect.ts"]);
    const parameterWriters = files
      .filter((f) => /\bparameterWriter\(clients/.test(f.tree.text))
      .map(({ path }) => path);
    expect(parameterWriters.sort()).toEqual(["aws/parameter-gateway.ts", "cli/connect.ts"]);
  });
  test("only the invoke command is handed a gateway that calls models", () => {
    const users = (name: string) =>
      files
        .filter((f) => new RegExp(`\\b${name}\\b`).test(f.tree.text))
        .map(({ path }) => path)
        .sort();
    expect(users("BedrockRuntimeClient")).toEqual(["aws/clients.ts"]);
    expect(users("bedrockRuntime")).toEqual(["aws/clients.ts", "aws/runtime-gateway.ts"]);
    expect(users("runtimeGateway")).toEqual(["aws/runtime-gateway.ts", "cli/invoke-ports.ts"]);
    expect(users("invokeContext")).toEqual(["cli/invoke-command.ts", "cli/invoke-ports.ts"]);
  });
  test("only tags backfill is handed a gateway that can start one, and only apply one that can activate tags", () => {
    const users = (name: RegExp) => files.filter((f) => name.test(f.tree.text)).map(({ path }) => path);
    expect(users(/\bbackfillContext\(/).sort()).toEqual(["cli/deps.ts", "cli/tags-command.ts"]);
    expect(users(/\bconnectForBackfill\(/).sort()).toEqual(["cli/connect.ts", "cli/deps.ts"]);
    expect(users(/\bconnectForWriting\(/).sort()).toEqual(["cli/connect.ts", "cli/deps.ts"]);
    const makers = /\b(?:backfillStarter|tagActivator)\(clients/;
    expect(users(makers).sort()).toEqual(["aws/billing-gateway.ts", "cli/connect.ts"]);
    expect(users(/\b(?:Update|Start)CostAllocationTag\w*Command\b/)).toEqual(["aws/billing-gateway.ts"]);
  });
  test("no cycles", () => expect(cyclesOf(files)).toEqual([]));
  test("the detectors detect", () => {
    const tree = ts.createSourceFile(
      "core/x.ts",
      'import "../aws/y.ts"; const f = async () => Date.now() + Math.random();',
      ts.ScriptTarget.Latest,
      true,
    );
    const file = { path: "core/x.ts", folder: "core", tree, imports: importsOf(tree) };
    expect(localImports(file).map((to) => isAllowed(file, to))).toEqual([false]);
    expect(impurities(file)).toEqual(["core/x.ts: async", "core/x.ts: Date", "core/x.ts: Math.random"]);
  });
});

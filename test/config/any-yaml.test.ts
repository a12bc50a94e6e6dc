/** Whatever is written: an answer is a value or an error, never an exception. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadDesired } from "../../src/config/load.ts";
import { hasErrors } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../src/render/diagnostics-text.ts";
import { memoryFiles } from "./memory-files.ts";
import { editedFile, pieceText } from "./yaml-texts.ts";

const TEAM = readFileSync(join(import.meta.dirname, "../../teams/ads.yaml"), "utf8");
const PLAIN = { color: picocolors.createColors(false), width: 80 };

/** The one thing that always holds, and that whatever is told can be shown. */
async function answers(text: string | Uint8Array): Promise<void> {
  const files = { "profiles.yaml": text, "teams/a.yaml": TEAM, "other/ads.yaml": text };
  const { desired, diagnostics, sources } = await loadDesired("profiles.yaml", memoryFiles(files));
  expect(desired === undefined).toBe(hasErrors(diagnostics));
  const shown = renderDiagnostics(diagnostics, sources, PLAIN);
  expect(shown).not.toMatch(/[^\n\P{Cc}]|undefined|\[object|NaN/u);
  for (const { subject } of diagnostics) {
    expect(subject!.start.line).toBeGreaterThan(0);
    expect(subject!.end.offset).toBeGreaterThanOrEqual(subject!.start.offset);
  }
}

const keyish = fc.oneof(
  fc.constantFrom("model", "regions", "tags", "accounts", "us-west-2", "__proto__", "owns", "path", "id", "grace"),
  fc.string(),
);
const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("us-west-2", "sonnet", "a.b", "prod", "0", "7d"),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("tree"), { maxLength: 4 }),
    fc.dictionary(keyish, tie("tree"), { maxKeys: 5 }),
  ),
}));

describe("any text", () => {
  it("made of bytes", () => fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), answers), { numRuns: 300 }));

  it("made of pieces of YAML", () => fc.assert(fc.asyncProperty(pieceText, answers), { numRuns: 1_000 }));

  it("made from a good file by cutting and inserting", () =>
    fc.assert(fc.asyncProperty(editedFile, answers), { numRuns: 200 }));

  it("with the keys of the format and any values", () => {
    const keys = [
      "stack",
      "formerStacks",
      "regions",
      "accounts",
      "models",
      "defaults",
      "ignoreTags",
      "costAllocationTags",
      "billing",
      "policy",
      "guards",
      "replacement",
      "publish",
      "projects",
      "include",
      "profiles",
      "release",
    ];
    const config = fc.record(Object.fromEntries(keys.map((key) => [key, tree])), { requiredKeys: [] });
    return fc.assert(
      fc.asyncProperty(
        config.map((value) => stringify({ version: 1, ...value })),
        answers,
      ),
      { numRuns: 500 },
    );
  });

  it("with profiles of the right shape and any words", () => {
    const word = fc.constantFrom(
      "search",
      "prod",
      "us-west-2",
      "eu-central-1",
      "sonnet",
      "us.amazon.nova-lite-v1:0",
      "a.b",
      "geo",
    );
    const tags = fc.dictionary(word, fc.option(word));
    const profile = fc.record(
      {
        model: word,
        regions: fc.oneof(
          fc.uniqueArray(fc.constantFrom("us-west-2", "eu-central-1", "sa-east-1"), { minLength: 1 }),
          fc.dictionary(
            fc.constantFrom("us-west-2", "sa-east-1"),
            fc.option(fc.record({ model: word, tags }, { requiredKeys: [] })),
          ),
        ),
        accounts: fc.uniqueArray(fc.constantFrom("prod", "dev", "lab"), { minLength: 1 }),
        routing: fc.constantFrom("geo", "global", "regional"),
        tags,
        adopt: fc.oneof(fc.boolean(), word),
      },
      { requiredKeys: [] },
    );
    const config = fc.record({
      profiles: fc.dictionary(word, profile),
      accounts: fc.constantFrom(undefined, {
        prod: { id: "111122223333" },
        dev: { id: "444455556666", regions: ["sa-east-1"] },
      }),
    });
    const text = config.map((value) =>
      stringify({
        version: 1,
        stack: "s",
        regions: ["us-west-2", "eu-central-1"],
        models: { sonnet: "anthropic.claude" },
        include: ["teams/*.yaml"],
        publish: { ssm: "/{project}/{name}" },
        ...value,
      }),
    );
    return fc.assert(fc.asyncProperty(text, answers), { numRuns: 500 });
  });
});

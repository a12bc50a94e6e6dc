/** Files made to hurt: each is answered quickly, with an error, and without harm to the process. */
import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { memoryFiles } from "./memory-files.ts";

const HEAD = "version: 1\nstack: s\nregions: [us-west-2]\n";
const MANY = 100_000;

async function codesOf(text: string): Promise<Set<string>> {
  const { diagnostics, desired } = await loadDesired("p", memoryFiles({ p: text }));
  expect(desired).toBeUndefined();
  return new Set(diagnostics.map(({ code }) => code));
}

function chain(length: number, link: (previous: string) => string): string {
  return Array.from({ length }, (_, i) => `  k${i + 1}: &a${i + 1} ${link(`*a${i}`)}\n`).join("");
}

describe("hostile YAML", () => {
  it.each([
    ["brackets", `${HEAD}profiles: ${"[".repeat(MANY)}`],
    ["braces", `${HEAD}profiles: ${"{a: ".repeat(MANY)}`],
    ["dashes", `${HEAD}profiles:\n${"- ".repeat(MANY)}`],
    ["question marks", `${HEAD}profiles:\n${"? ".repeat(MANY / 10)}`],
  ])("stops at %s without end", async (_, text) => {
    expect(await codesOf(text)).toContain("config/yaml-too-deep");
  });

  it("stops at aliases of aliases", async () => {
    const bomb = `${HEAD}profiles:\n  k0: &a0 [x]\n${chain(60, (a) => `[${a}, ${a}]`)}`;
    expect(await codesOf(bomb)).toContain("config/yaml-alias-expansion");
  });

  it("stops at long chains of merge keys", async () => {
    const bomb = `${HEAD}profiles:\n  k0: &a0 { x: 1 }\n${chain(5_000, (a) => `{ <<: ${a}, y: 2 }`)}`;
    expect(await codesOf(bomb)).toContain("config/yaml-alias-expansion");
  });

  it("stays quick with one map merged very many times", async () => {
    const text = `${HEAD}profiles:\n  a: &a { model: a.b }\n  b: { <<: [${"*a,".repeat(MANY)}], modle: x }\n`;
    expect(await codesOf(text)).toEqual(new Set(["config/unknown-key"]));
  });

  it("stays quick with very many duplicates", async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `  p${i}: { model: a.b }\n`).join("");
    expect(await codesOf(`${HEAD}profiles:\n${names}${names}`)).toEqual(new Set(["config/duplicate-profile"]));
  });

  it("stays quick with very many wrong names and values", async () => {
    const bad = Array.from({ length: 20_000 }, (_, i) => `  p.${i}: { model: 7, regions: x }\n`).join("");
    const codes = await codesOf(`${HEAD}profiles:\n${bad}`);
    expect(codes).toEqual(new Set(["config/invalid-name", "config/unquoted-text", "config/invalid-value"]));
  });

  it("stays quick where what is wrong is mostly blanks, and with very many slips in one line", async () => {
    const blanks = " ".repeat(MANY);
    for (const text of [
      `profiles: { "a!${blanks}b": { model: a.b, description: "a,${blanks}b", tags: { "c!": "d!${blanks}e" } } }\n`,
      `profiles:\n  a: b: c${blanks}d\n`,
      `profiles: ${"{ a: [x } ".repeat(MANY / 100)}\n`,
      `profiles: { ${"a: [b}, ".repeat(MANY / 10)} }\n`,
    ])
      expect((await codesOf(HEAD + text)).size).toBeGreaterThan(0);
  });

  it("stays quick with one very long scalar", async () => {
    const codes = await codesOf(
      `${HEAD}profiles:\n  ${"a ".repeat(MANY)}!: { model: a.b, description: ${"b-".repeat(MANY)}! }\n`,
    );
    expect(codes.size).toBeGreaterThan(0);
  });

  it("does not touch the prototype of objects", async () => {
    const text = `${HEAD}profiles:\n  __proto__: { model: a.b, tags: { polluted: "1" } }\n  prototype: { model: a.b }\n`;
    expect(await codesOf(text)).toContain("config/invalid-name");
    expect(({} as { tags?: unknown }).tags).toBeUndefined();
  });
});

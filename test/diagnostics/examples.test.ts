/** Each example of a code is loaded: the wrong one must give the code, the right one must be right. */
import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { CONFIG_CODES } from "../../src/diagnostics/codes-config.ts";
import type { Example } from "../../src/diagnostics/example.ts";
import { EXAMPLES } from "../../src/diagnostics/examples.ts";
import { memoryFiles } from "../config/memory-files.ts";

/** About the file as such: no text of it would show the mistake. */
const WITHOUT_TEXT = [
  "config/file-not-found",
  "config/file-too-large",
  "config/file-unreadable",
  "config/include-outside",
  "config/not-utf8",
];

const ALL = Object.entries(EXAMPLES) as [code: string, example: Example][];

/** An example is a piece of a file: what every file needs is put before it, unless the example is about just that. */
function filesOf(example: string): Record<string, string> {
  const [main = "", team = "profiles: {}\n"] = example.split("# teams/ads.yaml\n");
  const isWhole = !/^\w+:/m.test(main) || main.includes("version:");
  const needed = Object.entries({ version: "1", stack: "docs", regions: "[us-west-2]" });
  const before = needed.filter(([key]) => !new RegExp(`^${key}:`, "m").test(main));
  const lines = before.map(([key, value]) => `${key}: ${value}\n`);
  return { "profiles.yaml": `${isWhole ? "" : lines.join("")}${main}`, "teams/ads.yaml": team };
}

async function codesOf(example: string): Promise<string[]> {
  const { diagnostics } = await loadDesired("profiles.yaml", memoryFiles(filesOf(example)));
  return diagnostics.map(({ code }) => code);
}

describe("examples", () => {
  it.each(ALL)("%s", async (code, { wrong, right }) => {
    expect(await codesOf(wrong)).toContain(code);
    expect(await codesOf(right)).toEqual([]);
  });

  it("there is one for every code of a configuration that has a text", () => {
    const missing = Object.keys(CONFIG_CODES).filter((code) => !Object.hasOwn(EXAMPLES, code));
    expect(missing.sort()).toEqual(WITHOUT_TEXT);
  });

  it.each(ALL)("%s fits into a terminal and is not blank", (_, { wrong, right }) => {
    for (const text of [wrong, right]) {
      expect(text).toMatch(/^\S[\s\S]*[^\n]\n$/);
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(92);
    }
  });
});

/** Each piece of a file is loaded: the wrong one must give the code, the right one must be right. */
import { describe, expect, it } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { isScene } from "../../src/diagnostics/example.ts";
import { EXAMPLES } from "../../src/diagnostics/examples.ts";
import { memoryFiles } from "../config/memory-files.ts";

const ALL = Object.entries(EXAMPLES).flatMap(([code, example]) => (isScene(example) ? [] : [[code, example] as const]));

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

describe("pieces of files", () => {
  it.each(ALL)("%s", async (code, { wrong, right }) => {
    expect(await codesOf(wrong)).toContain(code);
    expect(await codesOf(right)).toEqual([]);
  });

  it.each(ALL)("%s fits into a terminal and is not blank", (_, { wrong, right }) => {
    for (const text of [wrong, right]) {
      expect(text).toMatch(/^\S[\s\S]*[^\n]\n$/);
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(92);
    }
  });
});

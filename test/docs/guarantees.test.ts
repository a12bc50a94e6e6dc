/** Every promise of docs/guarantees.md names a test that exists. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(ROOT, "docs/guarantees.md"), "utf8");
const ROWS = TEXT.split("\n")
  .filter((line) => line.startsWith("| ") && line.includes("`test/"))
  .map((line) => {
    const [promise = "", , proof = ""] = line.split(" | ");
    return { promise: promise.slice(2), proof };
  });

test("there are promises", () => expect(ROWS.length).toBeGreaterThan(15));

describe("each promise", () => {
  test.each(ROWS)("$promise", ({ proof }) => {
    const [, file = "", title] = /`(test\/[\w./-]+)`(?:: (.*?))?(?: \|)?$/.exec(proof.trim()) ?? [];
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    const source = readFileSync(join(ROOT, file), "utf8");
    expect(title === undefined || source.includes(title), title).toBe(true);
  });
});

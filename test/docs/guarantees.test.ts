/** Every promise of docs/guarantees.md names the code that keeps it and a test that proves it, and both exist. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(ROOT, "docs/guarantees.md"), "utf8");

interface Promised {
  readonly promise: string;
  readonly how: string;
  readonly file: string;
  readonly title: string;
}

const ROWS = TEXT.split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| promise"))
  .map((line): Promised => {
    const [promise = "", how = "", proof = ""] = line.slice(2, -2).split(" | ");
    const [, file = "", title = ""] = /^`(test\/[\w./-]+)`: (.+)$/.exec(proof) ?? [];
    return { promise, how, file, title };
  });

/** Titles as they stand in the source of tests that count: none that is to fail, to be written, or left out. */
function titlesOf(file: string): string[] {
  const source = readFileSync(join(ROOT, file), "utf8");
  const isIdle = /\.(?:fails|todo|skip)\(\s*$/;
  return [...source.matchAll(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g)].flatMap(({ 0: text, index }) =>
    isIdle.test(source.slice(0, index)) ? [] : [text.slice(1, -1).replaceAll('\\"', '"')],
  );
}

test("there are promises, and what is not promised is told", () => {
  expect(ROWS.length).toBeGreaterThan(20);
  expect(TEXT).toContain("## What is not promised");
});

describe("each promise", () => {
  test.each(ROWS)("$promise", ({ how, file, title }) => {
    expect(title, "a row ends in `file`: title of the test").not.toBe("");
    expect(existsSync(join(ROOT, file)), file).toBe(true);
    expect(
      titlesOf(file).some((text) => text.includes(title)),
      title,
    ).toBe(true);
    for (const [, path = ""] of how.matchAll(/`((?:aws|cli|core|engine|config|render)\/[\w.*-]+)`/g)) {
      expect(isThere(join("src", path)), path).toBe(true);
    }
  });
});

/** `core/import-*.ts` stands for any file of that beginning. */
function isThere(path: string): boolean {
  if (!path.includes("*")) return existsSync(join(ROOT, path));
  const beginning = basename(path).split("*")[0] ?? "";
  return readdirSync(join(ROOT, dirname(path))).some((name) => name.startsWith(beginning));
}

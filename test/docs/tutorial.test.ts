/** Whoever follows docs/tutorial.md sees what it shows: every block is run in order, with the built command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isShown, normal, refreshed } from "../../scripts/tutorial/alike.ts";
import { blocksOf, edited } from "../../scripts/tutorial/blocks.ts";
import { walk } from "../../scripts/tutorial/walk.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/tutorial.md"), "utf8");

test("the page shows what its commands print; `npm run tutorial` writes it anew", async () => {
  let steps = 0;
  await walk(PAGE, ({ block, shown, printed, code, wantedCode }) => {
    steps += 1;
    const place = `docs/tutorial.md:${block.line}: ${block.text.trimEnd()}`;
    // What is shown next to what would be, since that leaves out the same lines.
    const wanted = shown?.text ?? "";
    if (!isShown(wanted, printed)) expect.soft(normal(refreshed(wanted, printed)), place).toBe(normal(wanted));
    expect(isShown(wanted, printed), place).toBe(true);
    expect(code, place).toBe(wantedCode);
  });
  expect(steps).toBeGreaterThan(15);
}, 240_000);

test("nothing that a reader would run is left out of the walk", () => {
  for (const { language, more } of blocksOf(PAGE)) {
    expect(["sh", "text", "yaml", "diff"]).toContain(language);
    expect(more).toMatch(
      { sh: /^(exit \d+|goes-on)?$/, text: /^$/, yaml: /^profiles\.yaml$/, diff: /^profiles\.yaml$/ }[language] ?? /$^/,
    );
  }
});

describe("what counts as shown", () => {
  const ARN = (id: string) => `arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/${id}\n`;
  test.each([
    ["the same", "a\nb\n", "a\nb\n", true],
    ["another word", "a\nb\n", "a\nc\n", false],
    ["a line more", "a\n", "a\nb\n", false],
    ["lines left out", "a\n…\nd\n", "a\nb\nc\nd\n", true],
    ["none left out", "a\n…\nd\n", "a\nd\n", true],
    ["an end left out", "a\n…\n", "a\nb\n", true],
    ["another end than that after the lines left out", "a\n…\nd\n", "a\nb\ne\n", false],
    ["signs that mean something to a pattern", "a (1+1)? [x]\n", "a (1+1)? [x]\n", true],
    ["another id", ARN("c3ox3a0gfjib"), ARN("c389u6nyrtww"), true],
    ["an id on a line of its own", ARN("\n    c3ox3a0gfjib"), ARN("\n    c389u6nyrtww"), true],
    ["no id", ARN("c3ox3a0gfjib"), ARN("none"), false],
    ["another hash", "Plan hash 18cb20968f2d\n", "Plan hash 27b831fbcad7\n", true],
    ["another latency", "Latency: 637 ms\n", "Latency: 1 ms\n", true],
    ["another count", "2 calls\n", "3 calls\n", false],
  ])("%s", (_, shown, printed, wanted) => expect(isShown(shown, printed)).toBe(wanted));

  test.each([
    ["a\n…\nd\n", "a\nb\nc\nd\n", "a\n…\nd\n"],
    ["a\n…\nd\n", "A\nb\nc\nD\n", "A\n…\nD\n"],
    ["a\nb\n", "a\nB\nc\n", "a\nB\nc\n"],
    ["", "a\n", "a\n"],
    ["a\n…\n", "A\nb\nc\n", "A\n…\n"],
  ])("written anew, %j beside %j is %j", (shown, printed, wanted) => {
    expect(refreshed(shown, printed)).toBe(wanted);
    expect(isShown(wanted, printed)).toBe(true);
  });
});

test("an edit fits in one place alone", () => {
  expect(edited("a\nb\nc\n", " a\n-b\n+B\n c\n")).toBe("a\nB\nc\n");
  expect(() => edited("a\na\n", "-a\n")).toThrow("2 places");
  expect(() => edited("a\n", "-b\n")).toThrow("0 places");
});

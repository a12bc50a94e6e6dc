/** What a diagnostic tells to write instead must be right itself. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { mendOfKey, mendOfList, mendOfMap, mendOfValue } from "../../src/config/mends.ts";
import { memoryFiles } from "./memory-files.ts";

describe("a mend", () => {
  test.each([
    ["config/invalid-account-id", "1111-2222-3333", 'Write only the digits: `"111122223333"`.'],
    ["config/invalid-account-id", "44445555666", "Write all twelve digits in quotes; here are 11."],
    ["config/invalid-account-id", "prod", "Write the twelve digits in quotes."],
    ["config/invalid-duration", "24", "Write `24h` for hours, `24d` for days."],
    ["config/invalid-duration", "1 day", "Write `1d`."],
    ["config/invalid-duration", "2 weeks", "Write `14d`."],
    ["config/invalid-duration", "90min", "Write `90m`."],
    ["config/invalid-duration", "3 months", "Write a duration such as 90m, 24h or 7d."],
    ["config/invalid-duration", "30s", "Write a duration such as 90m, 24h or 7d."],
    ["config/invalid-description", "Search, ranking (v2)", "A description that works: `Search ranking v2`."],
    ["config/invalid-tag-value", "R&D, Zoë", "A value that works: `R-D Zoe`."],
    ["config/invalid-tag-value", "検索", "Write it with the letters a to z and digits."],
    ["config/invalid-tag-value", "x".repeat(257), "Shorten it: it has 257 characters, and 256 fit."],
    ["config/invalid-stack", "acme, inc", "A name that works: `acme-inc`."],
    ["config/invalid-name", "team/search", "A name that works: `team-search`."],
    ["config/invalid-date", "1 Dec 2026", "Write the date as year, month and day, such as 2026-12-01."],
  ] as const)("%s: %j", (code, value, mend) => {
    expect(mendOfValue(code, value)).toBe(mend);
  });

  test("of a key, of a map and of a list", () => {
    expect(mendOfKey("config/invalid-value", "sonnet.4")).toBe("A name that works: `sonnet-4`.");
    expect(mendOfMap(["profiles", "a"], "x.y")).toBe("Write its model as a key: `{ model: x.y }`.");
    expect(mendOfMap(["defaults"], "x.y")).toContain("on lines of their own");
    expect(mendOfList("one")).toBe("Write a list: `[one]`.");
    expect(mendOfList(7)).toBe("Write a list, such as `[one, two]`.");
  });
});

const PLACES = {
  "config/invalid-name": (text: string) => `profiles: { ${text}: { model: us.amazon.nova-lite-v1:0 } }`,
  "config/invalid-description": (text: string) =>
    `profiles: { a: { model: us.amazon.nova-lite-v1:0, description: ${text} } }`,
  "config/invalid-tag-key": (text: string) => `defaults: { tags: { ${text}: x } }`,
  "config/invalid-tag-value": (text: string) => `defaults: { tags: { a: ${text} } }`,
  "config/invalid-stack": (text: string) => `formerStacks: [${text}]`,
  "config/invalid-account-id": (text: string) => `accounts: { prod: { id: ${text} } }`,
  "config/invalid-duration": (text: string) => `replacement: { grace: ${text} }`,
} as const;

type Code = keyof typeof PLACES;

async function problemsOf(code: Code, text: string) {
  const yaml = `version: 1\nstack: s\nregions: [us-west-2]\n${PLACES[code](JSON.stringify(text))}\n`;
  const { diagnostics } = await loadDesired("profiles.yaml", memoryFiles({ "profiles.yaml": yaml }));
  return diagnostics.filter((one) => one.code === code);
}

const aText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.stringMatching(/^[a-zé日 ,&()_:./-]{1,30}$/u),
  fc.stringMatching(/^[0-9 -]{10,16}$/),
  fc.stringMatching(/^[+-]?[0-9]{1,3} ?(?:d|days?|hours?|min|w|weeks?|s|months?|y)?$/),
);

test("what a mend writes out is accepted where the wrong one stood", async () => {
  let mended = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...(Object.keys(PLACES) as Code[])), aText, async (code, text) => {
      const [problem] = await problemsOf(code, text);
      const better = /(?:works|Write|digits):? `"?(.*?)"?`(?:\.$| for)/s.exec(problem?.hint ?? "")?.[1];
      if (better === undefined) return;
      mended += 1;
      expect(await problemsOf(code, better)).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(mended).toBeGreaterThan(50);
});

/** What is offered for a mistyped word. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bareProgram } from "../../scripts/generate/bare-program.ts";
import { commandsBelow, wordsOf } from "../../src/cli/command-words.ts";
import { guessCommand, guessOption } from "../../src/cli/help/guess.ts";

const PROGRAM = bareProgram();
const COMMANDS = commandsBelow(PROGRAM);
const commandCalled = (words: string) => COMMANDS.find((command) => wordsOf(command) === words)!;

/** Those that write AWS, files or GitHub, or call a model: written out here, so that a slip in a page is found. */
const HARMFUL_COMMANDS = ["apply", "tags backfill", "init", "comment", "approved", "invoke"];
/** Those that consent, write a file, let more through or are paid for. */
const HARMFUL_OPTIONS = [
  ...["--yes", "--allow-deletes", "--allow-in-use", "--report", "--out", "--out-dir", "--state", "--sandbox-state"],
  ...["--adopt", "--any-model", "--all", "--issue", "--no-workflows", "--role-name", "--billing-role-name"],
];

test.each([
  ["plna", "strata plan"],
  ["paln", "strata plan"],
  ["lst", "strata list"],
  ["drfit", "strata drift"],
  ["validat", "strata validate"],
  ["dcotor", "strata doctor"],
  ["output", "strata outputs"],
  ["cost", "strata costs"],
  ["improt", "strata import"],
  ["aply", undefined],
  ["appyl", undefined],
  ["apply-", undefined],
  ["inti", undefined],
  ["comnent", undefined],
  ["aproved", undefined],
  ["invok", undefined],
  ["backfill", undefined],
  ["destroy", undefined],
  ["xyzzy", undefined],
])("strata %s: %s", (word, guess) => {
  expect(guessCommand(word, PROGRAM)).toBe(guess);
});

test.each([
  ["iam", "caler", "strata iam caller"],
  ["tags", "backfil", undefined],
])("strata %s %s: %s", (words, word, guess) => {
  expect(guessCommand(word, commandCalled(words))).toBe(guess);
});

test.each([
  ["plan", "--targt", "--target"],
  ["plan", "--formt", "--format"],
  ["plan", "--ful", "--full"],
  ["plan", "--chek=plan.json", "--check"],
  ["plan", "--allow-delete", undefined],
  ["apply", "--yse", undefined],
  ["apply", "--yess", undefined],
  ["apply", "--additve", undefined],
  ["apply", "--duee", undefined],
  ["apply", "--pln", undefined],
  ["apply", "--allow-in-us", undefined],
  ["apply", "--reprot", undefined],
  ["invoke", "--al", undefined],
  ["schema", "--target", undefined],
  ["tags backfill", "--ye", undefined],
])("strata %s %s: %s", (words, flag, guess) => {
  expect(guessOption(flag, commandCalled(words))).toBe(guess);
});

const LETTERS = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz-");

/** A word with one to three letters put in, left out, replaced or swapped. */
const typo = (words: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...words),
      fc.array(fc.tuple(fc.nat(), LETTERS, fc.constantFrom("in", "out", "other", "swap")), {
        minLength: 1,
        maxLength: 3,
      }),
    )
    .map(([word, slips]) =>
      slips.reduce((text, [where, letter, slip]) => {
        const at = where % (text.length + 1);
        if (slip === "swap")
          return text.slice(0, at) + [...text.slice(at, at + 2)].reverse().join("") + text.slice(at + 2);
        return text.slice(0, at) + (slip === "out" ? "" : letter) + text.slice(slip === "in" ? at : at + 1);
      }, word),
    );

const parents = COMMANDS.filter(({ commands }) => commands.length > 0);
const names = COMMANDS.map((command) => command.name());

test("no typo of any command is answered with one that does harm", () => {
  fc.assert(
    fc.property(fc.oneof(typo(names), fc.string()), fc.constantFrom(...parents), (word, parent) => {
      const guess = guessCommand(word, parent)?.replace(/^strata /, "");
      expect(HARMFUL_COMMANDS).not.toContain(guess);
      if (guess !== undefined) expect(COMMANDS.map(wordsOf)).toContain(guess);
    }),
    { numRuns: 3000 },
  );
});

const flags = COMMANDS.flatMap((command) => command.options.flatMap(({ long }) => long ?? []));

test("no typo of any option is answered with one that does harm", () => {
  const typed = fc.oneof(
    typo(flags),
    fc.string().map((text) => `--${text}`),
  );
  fc.assert(
    fc.property(typed, fc.constantFrom(...COMMANDS), (flag, command) => {
      expect(HARMFUL_OPTIONS).not.toContain(guessOption(flag, command));
    }),
    { numRuns: 3000 },
  );
});

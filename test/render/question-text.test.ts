import { describe, expect, test } from "vitest";
import { applyQuestion } from "../../src/render/question-text.ts";
import { aDesired, aLive, aPlanReport, type Given, HAIKU, NOVA, STACK } from "../fakes/builders.ts";

const STYLE = { width: 80, color: false };
const bots = (count: number) => Array.from({ length: count }, (_, index) => aLive({ name: `bot-${index + 10}` }));
const graceMs = (ms: number) => ({ replacement: { graceMs: ms, on: ["model" as const] } });

function asked(given: Given) {
  const { consent, text } = applyQuestion(aPlanReport(given).plan);
  return { consent, text: text(STYLE) };
}

describe("the question of an apply", () => {
  test("nothing ends: the counts, and yes", () => {
    expect(asked({ desired: [aDesired({ name: "new" })] })).toEqual({
      consent: "yes",
      text: 'Apply 1 change (1 create)?\nOnly "yes" goes on:',
    });
  });

  test("ARNs end: the first of them by name and place, and the stack's name", () => {
    const { consent, text } = asked({ desired: [aDesired({ name: "new" })], live: bots(17) });
    expect(consent).toBe(STACK);
    expect(text).toMatchInlineSnapshot(`
      "17 ARNs end in this apply:
        -   prod us-east-1  bot-10  ARN ENDS .../bot100000000
        -   prod us-east-1  bot-11  ARN ENDS .../bot110000000
        -   prod us-east-1  bot-12  ARN ENDS .../bot120000000
        -   prod us-east-1  bot-13  ARN ENDS .../bot130000000
        -   prod us-east-1  bot-14  ARN ENDS .../bot140000000
            and 12 more
      Apply 18 changes (1 create, 17 delete)?
      Type the name of the stack, genai-platform, to go on:"
    `);
  });

  test("an ARN changes with grace: it is named, and yes is enough", () => {
    const given = { desired: [aDesired({ name: "bot", source: HAIKU })], live: [aLive({ name: "bot", source: NOVA })] };
    expect(asked(given)).toMatchInlineSnapshot(`
      {
        "consent": "yes",
        "text": "1 ARN changes; callers have to take the new one:
        +/- prod us-east-1  bot  ARN CHANGES, old works 24 h .../bot000000000
      Apply 1 change (1 replace)?
      Only "yes" goes on:",
      }
    `);
    expect(asked({ ...given, state: graceMs(0) })).toMatchInlineSnapshot(`
      {
        "consent": "genai-platform",
        "text": "1 ARN ends in this apply:
        +/- prod us-east-1  bot  ARN CHANGES, OLD ONE ENDS .../bot000000000
      Apply 1 change (1 replace)?
      Type the name of the stack, genai-platform, to go on:",
      }
    `);
  });

  test("a due retirement was approved before, and asks for the stack's name all the same", () => {
    const due = aLive({ name: "old", tags: { "strata:retire-after": "2026-11-22T09:00:00Z" } });
    expect(asked({ desired: [], live: [due] }).consent).toBe(STACK);
  });

  test("a parameter leaves its readers: it is named, and asks for the stack's name", () => {
    const live = aLive({ name: "bot" });
    const held = { isOurs: true, stack: STACK, name: "bot", value: live.arn };
    const given = { desired: [aDesired({ name: "bot" })], live: [live], state: { publishSsm: "/new/{name}" } };
    expect(asked({ ...given, found: { "/old/bot": held } })).toMatchInlineSnapshot(`
      {
        "consent": "genai-platform",
        "text": "Readers find nothing any more at 1 path:
        <   prod us-east-1  /old/bot
      Apply 2 changes (1 publish, 1 unpublish)?
      Type the name of the stack, genai-platform, to go on:",
      }
    `);
  });
});

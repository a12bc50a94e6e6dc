/** What is shown of a run: never more than the window holds, and harmless whatever things are called. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { executables } from "../../src/core/plan.ts";
import type { Target } from "../../src/core/profile.ts";
import { lineWidth, renderLines } from "../../src/render/text-layout.ts";
import { progressLines } from "../../src/ui/progress-lines.ts";
import type { ProgressState } from "../../src/ui/progress-state.ts";
import { clockText, estimateText } from "../../src/ui/progress-words.ts";
import type { ProgressEvent } from "../../src/ui/view.ts";
import { aDesired, aFault, anActivation, aPlanReport, DEV, PROD, PROD_EU } from "../fakes/builders.ts";
import { anOutcome, aWait, someWork, stateAfter } from "./progress.ts";

function shown(state: ProgressState, now: number, columns = 80, rows = 24): string {
  if (state === null) throw new Error("nothing goes on");
  return renderLines(progressLines(state, now, { columns, rows }), { width: 400, color: false });
}

const WORK = someWork(30, [PROD, DEV]);
const NAMES = new Map([[PROD.account, "prod"]]);
const APPLYING: ProgressEvent = { type: "applying", work: WORK, accountNames: NAMES };
const LANE = { target: "111122223333/us-east-1", operation: "bedrock:CreateInferenceProfile" };

/** 12 of 60 have ended, one of them badly; 8 run. */
const HALF_WAY: ProgressEvent[] = [
  APPLYING,
  ...WORK.slice(0, 12).flatMap((one, at): ProgressEvent[] => [
    { type: "begun", work: [one] },
    anOutcome(one, at === 3 ? "failed" : "applied"),
  ]),
  { type: "begun", work: WORK.slice(12, 20) },
  { type: "lanes", lanes: [{ lane: LANE, perSecond: 5, throttled: 7 }], waiting: [aWait()] },
];

test("an apply: how far it is, how it stands by target, and what runs", () => {
  expect(shown(stateAfter(HALF_WAY), 6_000)).toMatchInlineSnapshot(`
    "
    Applying  ━━━━━━━━───────────────────────────────  12 of 60   0:06

    target                  done  failed  running  waiting     rate  throttled
    prod us-east-1            11       1        8       10    1.9/s          7
    444455556666 us-east-1     0       0        0       30                   0

    create        prod us-east-1          app-112                             3.5 s
    create        prod us-east-1          app-113                             3.5 s
    create        prod us-east-1          app-114                             3.5 s
    and 5 more
    still waiting for bedrock:CreateInferenceProfile in 111122223333/us-east-1: 6 …
    "
  `);
});

test("a narrow window drops what is worth least", () => {
  expect(shown(stateAfter(HALF_WAY), 6_000, 50, 12)).toMatchInlineSnapshot(`
    "
    Applying  ━━───────  12 of 60   0:06
    target             done  failed  waiting     rate
    prod us-east-1       11       1       10    1.9/s
    …556666 us-east-1     0       0       30
    still waiting for bedrock:CreateInferenceProfile…
    "
  `);
});

describe("names in a window of 60 columns", () => {
  const rowsOf = (targets: readonly Target[], name: string): string[] => {
    const desired = targets.map((target) => aDesired({ name, target }));
    const work = executables(aPlanReport({ desired }).plan);
    const events: ProgressEvent[] = [
      { type: "applying", work, accountNames: new Map() },
      { type: "begun", work },
    ];
    return shown(stateAfter(events), 1_000, 60)
      .split("\n")
      .filter((row) => row.startsWith("create"));
  };

  test("are whole where the account is the same in all rows, which leave it out", () => {
    expect(rowsOf([PROD], "team-service-number-00001")).toMatchInlineSnapshot(`
      [
        "create        us-east-1  team-service-number-00001    0.9 s",
      ]
    `);
  });

  test("are whole as long as something of the place can be cut", () => {
    expect(rowsOf([PROD, DEV], "team-service-0001")).toMatchInlineSnapshot(`
      [
        "create        …223333 us-east-1  team-service-0001    0.9 s",
        "create        …556666 us-east-1  team-service-0001    0.9 s",
      ]
    `);
  });

  test("are cut last, and in the middle: beginnings and ends tell them apart", () => {
    expect(rowsOf([PROD, DEV], "team-of-the-checkout-service-0001")).toMatchInlineSnapshot(`
      [
        "create        …3 us-east-1  team-of-the…rvice-0001    0.9 s",
        "create        …6 us-east-1  team-of-the…rvice-0001    0.9 s",
      ]
    `);
  });
});

test("a stop says what is waited for, and gives no estimate", () => {
  const text = shown(stateAfter([...HALF_WAY, { type: "stopping" }]), 6_000);
  expect(text).toMatch(/\nStopping after what is in flight \(Ctrl-C again ends at once\)\n/);
  expect(text).not.toContain("left");
});

test("reads: a row for each target, and those that one waits for where not all fit", () => {
  const targets = ["a", "b", "c", "d"].map((region) => ({ target: { ...PROD, region }, accountName: "prod" }));
  const events: ProgressEvent[] = [
    { type: "reading", targets },
    ...["a", "b", "c"].map((region): ProgressEvent => ({ type: "target-begun", target: { ...PROD, region } })),
    { type: "target-read", target: { target: { ...PROD, region: "a" }, status: "read", live: [], catalogue: {} } },
    { type: "target-read", target: { target: { ...PROD, region: "b" }, status: "unreadable", fault: aFault() } },
  ];
  expect(shown(stateAfter(events), 1_400, 40)).toMatchInlineSnapshot(`
    "
    Reading 4 targets                  0:01
      prod a  read 0 profiles
      prod b  unreadable  AccessDeniedExce…
      prod c  reading  1.1 s
      prod d  waits
    "
  `);
  expect(shown(stateAfter(events), 1_400, 40, 6)).toMatchInlineSnapshot(`
    "Reading 4 targets                  0:01
      prod b  unreadable  AccessDeniedExce…
      and 3 targets more: 1 read, 1 being …
    "
  `);
});

const SIZES = fc.record({ columns: fc.integer({ min: 1, max: 250 }), rows: fc.integer({ min: 1, max: 60 }) });
const CHARACTERS = [..."abc", ..."日本語한글", "e\u0301", "⚠\uFE0F", "\u202E", "\u200B", "\u001B", "\n"];
const STRANGE = fc.array(fc.constantFrom(...CHARACTERS), { minLength: 1, maxLength: 30 }).map((all) => all.join(""));
const TARGETS = fc.uniqueArray(fc.tuple(fc.constantFrom(PROD, DEV, PROD_EU), STRANGE), {
  maxLength: 40,
  selector: ([, name]) => name,
});

test("any reads in any window: never more rows or columns than there are, and nothing that moves the cursor", () => {
  fc.assert(
    fc.property(SIZES, TARGETS, fc.nat(40), fc.boolean(), (size, named, begun, stops) => {
      const targets = named.map(([target, region]) => ({ target: { ...target, region }, accountName: region }));
      const events: ProgressEvent[] = [
        { type: "reading", targets },
        ...targets.slice(0, begun).map(({ target }): ProgressEvent => ({ type: "target-begun", target })),
        ...(stops ? [{ type: "stopping" } as const] : []),
        { type: "lanes", lanes: [], waiting: [aWait(), aWait(), aWait()] },
      ];
      expectToFit(stateAfter(events), size);
    }),
  );
});

test("any apply in any window", () => {
  const work = [...someWork(40, [PROD, DEV]), anActivation("日本語\u202Ekey"), anActivation("\u001B[2Jclear")];
  const statuses = fc.constantFrom("applied", "failed", "skipped" as const);
  fc.assert(
    fc.property(SIZES, fc.array(fc.tuple(fc.nat(81), fc.boolean(), statuses)), fc.boolean(), (size, steps, stops) => {
      const events: ProgressEvent[] = [
        { type: "applying", work, accountNames: NAMES },
        { type: "begun", work: work.slice(-2) },
        ...steps.map(([at, begins, status]): ProgressEvent => {
          const one = WORK[at % WORK.length]!;
          return begins ? { type: "begun", work: [one] } : anOutcome(one, status);
        }),
        ...(stops ? [{ type: "stopping" } as const] : []),
        { type: "lanes", lanes: [], waiting: [aWait()] },
      ];
      expectToFit(stateAfter(events), size);
    }),
  );
});

function expectToFit(state: ProgressState, size: { columns: number; rows: number }): void {
  if (state === null) throw new Error("nothing goes on");
  const lines = progressLines(state, 5_000, size);
  expect(lines.length).toBeGreaterThan(0);
  // A narrower window makes two rows of one, and all of them have to fit into it.
  expect(lines.length).toBeLessThanOrEqual(Math.max(1, size.rows / 2));
  for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(Math.max(1, size.columns - 1));
  const text = lines
    .flat()
    .map((span) => span.text)
    .join("");
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

describe("columns stay aligned with wide characters", () => {
  test("in names of accounts", () => {
    const targets = [
      { target: PROD, accountName: "日本" },
      { target: DEV, accountName: "dev" },
    ];
    expect(shown(stateAfter([{ type: "reading", targets }]), 0, 60)).toMatchInlineSnapshot(`
      "
      Reading 2 targets                                      0:00
        日本 us-east-1  waits
        dev us-east-1   waits
      "
    `);
  });
});

test.each([
  [0, "0:00", "0:05"],
  [9_999, "0:09", "0:10"],
  [59_000, "0:59", "1:00"],
  [61_000, "1:01", "1:10"],
  [3_723_000, "1:02:03", "1:02:10"],
])("%i ms is %s, and about %s", (ms, exact, about) => {
  expect([clockText(ms), estimateText(ms)]).toEqual([exact, about]);
});

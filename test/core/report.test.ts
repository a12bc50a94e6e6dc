/** The monthly close: what adds up, and why a change is volume, mix or rate. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactMoney, parseMoney, sumMoney } from "../../src/core/money.ts";
import type { Split } from "../../src/core/report-split.ts";
import { aClose, HAIKU, INPUT, NATIVE, OUTPUT, SONNET, type Used } from "../fakes/closes.ts";

const texts = ({ volume, mix, rate }: Split) => [volume, mix, rate].map(exactMoney);
const split = (...used: readonly Omit<Used, "value">[]) =>
  texts(aClose({ used: used.map((one) => ({ ...one, value: "a" })) }).total.split);

describe("the split of a change: volume, mix, rate", () => {
  test("twice the tokens are volume", () => {
    expect(split({ before: ["10", "30"], now: ["20", "60"] })).toEqual(["30", "0", "0"]);
  });

  test("another price is rate", () => {
    expect(split({ before: ["10", "30"], now: ["10", "25"] })).toEqual(["0", "0", "-5"]);
  });

  test("the same tokens of another model are mix", () => {
    expect(split({ before: ["10", "30"] }, { service: HAIKU, now: ["10", "10"] })).toEqual(["0", "-20", "0"]);
  });

  test("more output beside the same sum of tokens is mix", () => {
    expect(
      split({ before: ["10", "30"], now: ["5", "15"] }, { usageType: OUTPUT, before: ["1", "15"], now: ["6", "90"] }),
    ).toEqual(["0", "60", "0"]);
  });

  test("all three at once: 10 → 12 M tokens, a share moves, one price falls", () => {
    // Average 3.00 → volume 2 × 3. Sonnet's 8 M cost 20 instead of 24. The rest, of 4 M of Haiku at 1, is mix.
    expect(split({ before: ["10", "30"], now: ["8", "20"] }, { service: HAIKU, now: ["4", "4"] })).toEqual([
      "6",
      "-8",
      "-4",
    ]);
  });

  test("a thousand tokens and a million are told apart by their unit, and by the price where it has no name", () => {
    const native = { service: NATIVE, usageType: "USW2-NovaLite-input-tokens", unit: "1K tokens" };
    expect(split({ before: ["10", "30"] }, { ...native, now: ["10000", "0.6"] })).toEqual(["0", "-29.4", "0"]);
  });

  test("a fall in price does not change how many tokens a nameless unit is", () => {
    expect(split({ before: ["100", "11"], now: ["100", "9"] })).toEqual(["0", "0", "-2"]);
  });

  test("what began or ended altogether is volume", () => {
    expect(split({ now: ["10", "30"] })).toEqual(["30", "0", "0"]);
    expect(split({ before: ["10", "30"] })).toEqual(["-30", "0", "0"]);
  });

  test("what counts no tokens: quantity is volume, price is rate, and there is no mix", () => {
    const hours = { service: NATIVE, usageType: "USW2-ProvisionedThroughput-ModelUnit", unit: "Hrs" };
    expect(split({ ...hours, before: ["10", "100"], now: ["15", "180"] })).toEqual(["50", "0", "30"]);
    expect(split({ ...hours, now: ["15", "180"] })).toEqual(["180", "0", "0"]);
  });
});

const amount = fc
  .tuple(fc.integer({ min: -1_000, max: 1_000_000 }), fc.nat(10 ** 9 - 1))
  .map(([whole, rest]) => `${whole}.${String(rest).padStart(9, "0")}`);
const quantity = fc.nat(1_000_000).map((millionths) => `${millionths}.5`);
const month = fc.option(fc.tuple(quantity, amount), { nil: undefined });
const VALUES = ["", "search", "discovery", "ads", "Ads"] as const;
const oneUsed = (values: readonly string[] = VALUES): fc.Arbitrary<Used> =>
  fc.record({
    value: fc.constantFrom(...values),
    service: fc.constantFrom(SONNET, HAIKU, NATIVE),
    usageType: fc.constantFrom(INPUT, OUTPUT, "USW2-NovaLite-input-tokens", "USW2-ModelUnit"),
    unit: fc.constantFrom("Units", "1K tokens", "Hrs"),
    before: month,
    now: month,
  }) as fc.Arbitrary<Used>;
const anyUsed = fc.array(oneUsed(), { maxLength: 30 });
const RENAMED = [{ name: "discovery", formerly: ["search"] }];
const moneyIn = (used: readonly Used[], of: "before" | "now") =>
  sumMoney(used.map((one) => parseMoney(one[of]?.[1] ?? "0") ?? 0n));

describe("whatever was used", () => {
  test("projects and unallocated are the total, in both months, to the last digit", () => {
    fc.assert(
      fc.property(anyUsed, (used) => {
        const { projects, unallocated, total, proof } = aClose({ used });
        expect(sumMoney([...projects.map((one) => one.amount), unallocated.amount])).toBe(moneyIn(used, "now"));
        expect([total.amount, total.before]).toEqual([moneyIn(used, "now"), moneyIn(used, "before")]);
        expect([proof.holds, proof.differences]).toEqual([true, [0n, 0n, 0n]]);
      }),
    );
  });

  test("volume, mix and rate are the whole change, of each project and of all", () => {
    fc.assert(
      fc.property(anyUsed, (used) => {
        const { projects, unallocated, total } = aClose({ used, projects: RENAMED });
        for (const { amount, before, split } of [...projects, unallocated, total]) {
          expect(split.volume + split.mix + split.rate).toBe(amount - before);
        }
      }),
    );
  });

  test("models and lines are what they are part of", () => {
    fc.assert(
      fc.property(anyUsed, (used) => {
        const { projects, unallocated } = aClose({ used, projects: RENAMED });
        for (const { amount, before, models, lines } of [...projects, unallocated]) {
          for (const parts of [models, lines]) {
            expect([sumMoney(parts.map((one) => one.amount)), sumMoney(parts.map((one) => one.before))]).toEqual([
              amount,
              before,
            ]);
          }
        }
      }),
    );
  });

  test("a former name adds its money to the present one, and takes nothing from anybody", () => {
    fc.assert(
      fc.property(anyUsed, (used) => {
        const [apart, merged] = [aClose({ used }), aClose({ used, projects: RENAMED })];
        const sum = (names: readonly string[], close: typeof apart) =>
          sumMoney(close.projects.filter(({ project }) => names.includes(project)).map((one) => one.amount));
        expect(merged.total.amount).toBe(apart.total.amount);
        expect(merged.unallocated).toEqual(apart.unallocated);
        expect(sum(["discovery"], merged)).toBe(sum(["search", "discovery"], apart));
        expect(sum(["ads", "Ads"], merged)).toBe(sum(["ads", "Ads"], apart));
        expect(merged.projects.map(({ project }) => project)).not.toContain("search");
      }),
    );
  });
});

/** Whole numbers, so that prices have no rounding. */
const priced = fc.record({
  service: fc.constantFrom(SONNET, HAIKU),
  usageType: fc.constantFrom(INPUT, OUTPUT),
  tokens: fc.integer({ min: 1, max: 10_000 }),
  price: fc.integer({ min: 1, max: 100 }),
});
const lines = fc.uniqueArray(priced, {
  minLength: 1,
  maxLength: 4,
  selector: ({ service, usageType }) => service + usageType,
});

describe("one cause alone", () => {
  test("growth of everything by one factor is volume", () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 9 }), (some, factor) => {
        const [volume, mix, rate] = split(
          ...some.map(({ tokens, price, ...line }) => ({
            ...line,
            before: [`${tokens}`, `${tokens * price}`] as const,
            now: [`${tokens * factor}`, `${tokens * price * factor}`] as const,
          })),
        );
        const cost = some.reduce((sum, { tokens, price }) => sum + tokens * price, 0);
        expect([volume, mix, rate]).toEqual([`${cost * (factor - 1)}`, "0", "0"]);
      }),
    );
  });

  test("other prices of the same tokens are rate", () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: -50, max: 50 }), (some, dearer) => {
        const [volume, mix] = split(
          ...some.map(({ tokens, price, ...line }) => ({
            ...line,
            before: [`${tokens}`, `${tokens * price}`] as const,
            now: [`${tokens}`, `${tokens * (price + dearer)}`] as const,
          })),
        );
        expect([volume, mix]).toEqual(["0", "0"]);
      }),
    );
  });

  test("a switch to another model at the same tokens is mix", () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 100 }), (some, other) => {
        const tokens = some.reduce((sum, one) => sum + one.tokens, 0);
        const [volume, , rate] = split(
          ...some.map(({ tokens: each, price, ...line }) => ({
            ...line,
            before: [`${each}`, `${each * price}`] as const,
          })),
          { service: "Claude Opus 4.7 (Amazon Bedrock Edition)", now: [`${tokens}`, `${tokens * other}`] },
        );
        expect([volume, rate]).toEqual(["0", "0"]);
      }),
    );
  });
});

describe("what is told of a month", () => {
  const used = [{ value: "search", before: ["1", "3"], now: ["2", "6"] }] as const;

  test.each([
    ["2026-10-20T00:00:00Z", true, "running"],
    ["2026-11-01T00:00:00Z", true, "estimated"],
    ["2026-11-10T23:59:59Z", false, "estimated"],
    ["2026-11-11T00:00:00Z", true, "estimated"],
    ["2026-11-11T00:00:00Z", false, "final"],
  ])("at %s, estimated by AWS: %s → %s", (now, estimated, state) => {
    expect(aClose({ used, now, estimated }).state).toBe(state);
  });

  test("a budget says by how much it is exceeded; within it, nothing", () => {
    const registered = (budget: number) => [{ name: "search", formerly: [], budget }];
    const over = (budget: number) => aClose({ used, projects: registered(budget) }).projects[0]?.overBudgetBy ?? null;
    expect([over(5.5), over(6), over(7)]).toEqual([parseMoney("0.5"), null, null]);
  });

  test("credits and tax stand apart, with Cost Explorer's words, and the tax of SERVICE Tax is of the whole bill", () => {
    const { charges, total } = aClose({
      used,
      charged: [
        ["Tax", "Tax", "1", "2"],
        ["Credit", NATIVE, "0", "-6"],
        ["Refund", NATIVE, "0", "0"],
      ],
    });
    expect(
      charges.map(({ recordType, isOfWholeBill, amount }) => [recordType, isOfWholeBill, exactMoney(amount)]),
    ).toEqual([
      ["Credit", false, "-6"],
      ["Tax", true, "2"],
    ]);
    expect(exactMoney(total.amount)).toBe("6");
  });

  test("a total that the parts are not is no proof; what rounding explains is one", () => {
    const proof = (total: string) => aClose({ used, total }).proof;
    expect(proof("6.01")).toMatchObject({ holds: false, differences: [parseMoney("-0.01"), 0n, 0n] });
    expect(proof("6.000000001").holds).toBe(true);
    expect(proof("6.00000001").holds).toBe(false);
  });

  test("profiles by account and name, with the project of the file, and what has no name", () => {
    const key = { account: "111122223333", region: "us-west-2", name: "bot" };
    const { profiles } = aClose({
      used,
      projects: [{ name: "discovery", formerly: ["search"], owner: "@acme" }],
      names: [
        ["bot", "111122223333", "1", "4"],
        ["bot", "444455556666", "0", "1"],
        ["", "111122223333", "2", "1"],
      ],
      desired: { profiles: [{ key, tags: { project: "search" } }] as never },
    });
    expect(profiles?.rows.map(({ account, project, owner }) => [account, project, owner])).toEqual([
      ["111122223333", "discovery", "@acme"],
      ["444455556666", null, null],
    ]);
    expect(profiles?.rest).toEqual({ amount: parseMoney("1"), before: parseMoney("2") });
  });
});

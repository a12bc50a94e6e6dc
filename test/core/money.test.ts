/** Money is exact: texts in, texts out, sums without drift. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactMoney, moneyText, parseMoney, shareOf, shareText, sumMoney } from "../../src/core/money.ts";

const money = (text: string) => parseMoney(text) ?? expect.fail(`${text} is no money`);

describe("parseMoney and exactMoney", () => {
  test.each([
    ["0", "0"],
    ["12.3450000000", "12.345"],
    ["-0.1", "-0.1"],
    [".5", "0.5"],
    ["7.", "7"],
    ["1.5E-7", "0.00000015"],
    ["2e3", "2000"],
    ["0.0000000000000000014", "0.000000000000000001"],
    ["123456789012345678901234567890.01", "123456789012345678901234567890.01"],
  ])("%s is %s", (text, exact) => expect(exactMoney(money(text))).toBe(exact));

  test.each(["", ".", "-", "1,2", "NaN", "1e", "0x1", " 1"])("%j is no amount", (text) => {
    expect(parseMoney(text)).toBeUndefined();
  });

  test("what is written is read again", () => {
    fc.assert(fc.property(fc.bigInt(), (amount) => parseMoney(exactMoney(amount)) === amount));
  });

  test("ten cents ten times are a dollar", () => {
    expect(exactMoney(sumMoney(Array.from({ length: 10 }, () => money("0.1"))))).toBe("1");
  });
});

test.each([
  ["1234567.891", "1,234,567.89"],
  ["0.005", "0.01"],
  ["-0.005", "-0.01"],
  ["-0.001", "0.00"],
  ["999.999", "1,000.00"],
])("%s reads %s", (text, shown) => expect(moneyText(money(text))).toBe(shown));

test.each([
  ["1", "3", 0.3333, "33.3 %"],
  ["2", "3", 0.6667, "66.7 %"],
  ["60", "100", 0.6, "60 %"],
  ["39.845", "100", 0.3985, "39.8 %"],
  ["0.0001", "100", 0, "<0.1 %"],
  ["99.9999", "100", 1, ">99.9 %"],
  ["0", "5", 0, "0 %"],
  ["5", "5", 1, "100 %"],
  ["1", "0", null, ""],
])("%s of %s is %s", (part, whole, share, text) => {
  expect([shareOf(money(part), money(whole)), shareText(money(part), money(whole))]).toEqual([share, text]);
});

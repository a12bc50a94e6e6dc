/** Money without floating point: amounts come as decimal texts and are added as whole numbers. */

/** Units of 10⁻¹⁸ of the currency: finer than any amount that Cost Explorer tells. */
export type Money = bigint;

const DIGITS = 18;
const ONE = 10n ** BigInt(DIGITS);

const AMOUNT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/** Undefined for a text that is no number. Digits beyond the eighteenth place are rounded, half away from zero. */
export function parseMoney(text: string): Money | undefined {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = AMOUNT.exec(text) ?? [];
  if (whole === "" && fraction === "") return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  const shift = DIGITS - fraction.length + Number(exponent);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : divideRounded(digits, 10n ** BigInt(-shift));
  return sign === "-" ? -value : value;
}

/** Half away from zero; both from 0 up. */
function divideRounded(value: bigint, by: bigint): bigint {
  return (value * 2n + by) / (by * 2n);
}

/** `amount` × `part` ÷ `whole`, rounded half away from zero; `whole` is above 0. */
export function proportion(amount: Money, part: bigint, whole: bigint): Money {
  const product = amount * part;
  return product < 0n ? -divideRounded(-product, whole) : divideRounded(product, whole);
}

/** What one unit cost, of an amount and a quantity that are both in 10⁻¹⁸; 0 of no quantity. */
export function unitPrice(amount: Money, quantity: bigint): Money {
  return quantity <= 0n ? 0n : proportion(amount, ONE, quantity);
}

export function sumMoney(amounts: Iterable<Money>): Money {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return sum;
}

/** The amount to the last digit, as short as that can be written: `12.345`, `-0.1`, `0`. */
export function exactMoney(amount: Money): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % ONE).toString().padStart(DIGITS, "0").replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${size / ONE}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Rounded to hundredths, with a comma between thousands: `1,234.56`. */
export function moneyText(amount: Money): string {
  const hundredths = divideRounded(amount < 0n ? -amount : amount, ONE / 100n);
  const whole = (hundredths / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = amount < 0n && hundredths > 0n ? "-" : "";
  return `${sign}${whole}.${(hundredths % 100n).toString().padStart(2, "0")}`;
}

/** Part of a whole, rounded to ten-thousandths; null of a whole that is not above 0. */
export function shareOf(part: Money, whole: Money): number | null {
  return whole <= 0n ? null : ratio(part, whole, 10_000) / 10_000;
}

/** A part of a whole above 0 in so many parts of it; rounded once, so that it must not be rounded again. */
function ratio(part: Money, whole: Money, parts: number): number {
  const rounded = Number(divideRounded((part < 0n ? -part : part) * BigInt(parts), whole));
  return part < 0n && rounded !== 0 ? -rounded : rounded;
}

/** `62.3 %`; what rounds to nothing or to everything without being it says so. Nothing of a whole that is not above 0. */
export function shareText(part: Money, whole: Money): string {
  if (whole <= 0n) return "";
  const percent = ratio(part, whole, 1_000) / 10;
  if (percent === 0 && part !== 0n) return "<0.1 %";
  if (percent === 100 && part !== whole) return ">99.9 %";
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`;
}

/** For drawing, where the last digit does not count. */
export function moneyNumber(amount: Money): number {
  return Number(amount / 10n ** 12n) / 1e6;
}

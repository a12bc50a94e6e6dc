/** How often a profile was called lately: told beside everything that ends its ARN, never part of a hash. */

/** Successful calls through a profile in the last so many days, as CloudWatch counts them (AWS.md section 7). */
export interface Calls {
  readonly days: number;
  readonly invocations: number;
}

/** `1,204`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1,204 calls in the last 7 days`, `no calls in the last day`. */
export function callsText({ days, invocations }: Calls): string {
  const calls = invocations === 0 ? "no calls" : invocations === 1 ? "1 call" : `${grouped(invocations)} calls`;
  return `${calls} in the last ${days === 1 ? "day" : `${days} days`}`;
}

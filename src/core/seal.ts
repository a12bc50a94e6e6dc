/** The seal of a saved plan: it covers what no hash does, such as the figures that guards and `plan merge` go by. */
import { hashOf } from "./hash.ts";

/** Of the file's JSON, in whatever order and spacing: all that it says but the seal itself. Lists go in item by item. */
export function sealOf(file: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(file)
    .filter(([key, value]) => key !== "seal" && value !== undefined)
    .map(([key, value]) => [key, Array.isArray(value) ? value.map(hashOf) : value]);
  return hashOf(Object.fromEntries(parts));
}

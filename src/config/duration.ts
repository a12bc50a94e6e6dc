/** Durations as they are written: `90m`, `24h`, `7d`, or 0. */
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration that the schema has accepted. */
export function durationMs(written: 0 | string): number {
  if (written === 0 || written === "0") return 0;
  return Number(written.slice(0, -1)) * (UNIT_MS[written.slice(-1)] ?? 0);
}

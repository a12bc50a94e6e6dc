import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Ledger, type UsePlace } from "../../src/sandbox/ledger.ts";
import { trafficOfDay, trafficOfHour } from "../../src/sandbox/traffic.ts";
import { ACCOUNT, aSandbox, errorOf, REGION } from "./clients.ts";

const PLACE: UsePlace = {
  account: ACCOUNT,
  region: REGION,
  modelId: "06vsfs68yb4g",
  foundationModel: "amazon.nova-lite-v1:0",
  tags: { project: "search" },
};
const AT = new Date("2026-11-23T09:00:31Z");

test("uses of one minute add up; other tags, models and minutes stay apart", () => {
  const ledger = new Ledger(() => undefined);
  ledger.add(PLACE, AT, { invocations: 1, inputTokens: 10 });
  ledger.add(PLACE, new Date("2026-11-23T09:00:59Z"), { invocations: 2, inputTokens: 5, outputTokens: 7 });
  ledger.add(PLACE, new Date("2026-11-23T09:01:00Z"), { invocations: 1 });
  ledger.add({ ...PLACE, tags: { project: "ads" } }, AT, { invocations: 1 });
  expect(
    ledger.uses().map(({ invocations, inputTokens, outputTokens }) => [invocations, inputTokens, outputTokens]),
  ).toEqual([
    [3, 15, 7],
    [1, 0, 0],
    [1, 0, 0],
  ]);
});

test("uses are kept in the state file, and a malformed one is refused", async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), "strata-ledger-")), "state.json");
  const first = await aSandbox({ stateFile });
  await first.recordUse(PLACE, AT, { invocations: 3, latencyMs: 900 });
  await first.close();
  const second = await aSandbox({ stateFile });
  await second.recordUse(PLACE, AT, { invocations: 4 });
  await second.close();
  const { uses } = JSON.parse(readFileSync(stateFile, "utf8"));
  expect(uses).toEqual([
    {
      ...PLACE,
      minute: Date.parse("2026-11-23T09:00:00Z"),
      inputTokens: 0,
      outputTokens: 0,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      clientErrors: 0,
      serverErrors: 0,
      throttles: 0,
      invocations: 7,
      latencyMs: 900,
    },
  ]);
  // A file from before the cache was counted.
  writeFileSync(stateFile, readFileSync(stateFile, "utf8").replaceAll(/"cache(?:Read|Write)Tokens":0,/g, ""));
  const third = await aSandbox({ stateFile });
  await third.recordUse(PLACE, AT, { cacheReadTokens: 5 });
  await third.close();
  expect(JSON.parse(readFileSync(stateFile, "utf8")).uses).toEqual([{ ...uses[0], cacheReadTokens: 5 }]);
  writeFileSync(stateFile, readFileSync(stateFile, "utf8").replace('"invocations":7', '"invocations":"7"'));
  expect((await errorOf(aSandbox({ stateFile }))).message).toContain("entry 1 of uses is malformed");
});

test("the hours of a day sum up to the day, and no figure is negative", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 20_000, max: 21_500 }), (seed, day) => {
      const hours = Array.from({ length: 24 }, (_, hour) => trafficOfHour(seed, day * 24 + hour));
      const whole = trafficOfDay(seed, day);
      for (const name of ["invocations", "inputTokens", "outputTokens", "clientErrors", "throttles"] as const) {
        expect(hours.reduce((total, hour) => total + hour[name], 0)).toBe(whole[name]);
        expect(Math.min(...hours.map((hour) => hour[name]))).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

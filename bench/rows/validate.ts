/** What `strata validate` takes from start to end, against a Node that does nothing. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programEnvironment } from "../../test/sandbox/programs.ts";
import { table } from "../markdown.ts";
import { profilesFile, strataCommand } from "../peers/strata.ts";
import { type Command, runMeasured } from "../process.ts";
import type { Measured } from "../results.ts";
import { type Bench, casesOf, type Row, Sheet } from "../row.ts";
import { countText, rotated } from "../statistics.ts";
import { medianSeconds, peakText, timeText } from "../tell.ts";

const RUNS = 21;
const QUICK_RUNS = 3;

/** How many times as long as `node -e 0`, by number of profiles (DESIGN section 11). */
const BUDGETS: Readonly<Record<number, number>> = { 100: 3, 1000: 6 };
const FLOOR =
  "The start of Node and the parse of YAML with positions are the floor: parsing alone takes about twice as long as `node -e 0` at 1,000 profiles.";
const NOTHING = "node -e 0";

export const validate: Row = {
  id: "validate",
  title: "Validate against an empty Node",
  measure: async (bench) => {
    const sheet = new Sheet();
    const commands = commandsIn(bench);
    // Once unmeasured, so that everything has been read from the disk before.
    for (const { command } of commands) await runMeasured(command);
    for (let round = 0; round < bench.runs(RUNS, QUICK_RUNS); round += 1)
      for (const { what, command } of rotated(commands, round)) sheet.add(what, await runMeasured(command));
    return sheet.measured;
  },
  tell: (measured) => {
    const [base] = casesOf(measured, { work: NOTHING });
    const ratioOf = (one: Measured): number =>
      base === undefined ? Number.NaN : medianSeconds(one) / medianSeconds(base);
    const budgets = casesOf(measured, { work: "validate" }).map((one) => ({
      what: `validate of ${countText(one.n)} profiles, whole process`,
      limit: `≤ ${BUDGETS[one.n]} × node -e 0`,
      measured: `${ratioOf(one).toFixed(2)} ×`,
      isMet: ratioOf(one) <= (BUDGETS[one.n] ?? 0),
      floor: FLOOR,
    }));
    const rows = measured.toSorted((a, b) => a.n - b.n).map((one) => rowOf(one, ratioOf(one)));
    return { budgets, lines: table(["", "time", "× node -e 0", "peak memory", "runs"], rows) };
  },
};

function commandsIn(bench: Bench): { what: Omit<Measured, "runs">; command: Command }[] {
  const nothing = { program: process.execPath, args: ["-e", "0"], cwd: bench.folder(), env: programEnvironment("") };
  const validations = Object.keys(BUDGETS).map((text) => {
    const [n, folder] = [Number(text), bench.folder()];
    writeFileSync(join(folder, "profiles.yaml"), profilesFile(n, "test"));
    const command = strataCommand({ folder, url: "" }, "validate");
    return { what: { tool: "Strata", work: "validate", n }, command };
  });
  return [{ what: { tool: "Node", work: NOTHING, n: 0 }, command: nothing }, ...validations];
}

function rowOf(one: Measured, ratio: number): string[] {
  const { work, n, runs } = one;
  return [
    work === NOTHING ? `\`${work}\`` : `${work}, ${countText(n)}`,
    timeText(one),
    ratio.toFixed(2),
    peakText(one),
    String(runs.length),
  ];
}

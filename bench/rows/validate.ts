/** What `strata validate` takes from start to end, against a Node that does nothing. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programEnvironment } from "../../test/sandbox/programs.ts";
import { bundledProgram } from "../inner.ts";
import { table } from "../markdown.ts";
import { profilesFile, strataCommand } from "../peers/strata.ts";
import { type Command, runMeasured } from "../process.ts";
import type { Measured } from "../results.ts";
import { type Bench, casesOf, type Row, Sheet } from "../row.ts";
import { countText, rotated, secondsText } from "../statistics.ts";
import { medianSeconds, peakText, timeText } from "../tell.ts";

const RUNS = 21;
const QUICK_RUNS = 3;

/** How many times as long as `node -e 0`, by number of profiles (DESIGN section 11). */
const BUDGETS: Readonly<Record<number, number>> = { 100: 3, 1000: 6 };

/** What is measured, and the parts that no check of a file can do without. */
const NOTHING = "node -e 0";
const START = "strata --version";
const PARSE = "YAML read, nothing else";
const VALIDATE = "validate";

export const validate: Row = {
  id: "validate",
  title: "Validate against an empty Node",
  measure: async (bench) => {
    const sheet = new Sheet();
    const commands = await commandsIn(bench);
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
    const budgets = casesOf(measured, { work: VALIDATE }).map((one) => ({
      what: `validate of ${countText(one.n)} profiles, whole process`,
      limit: `≤ ${BUDGETS[one.n]} × node -e 0`,
      measured: `${ratioOf(one).toFixed(2)} ×`,
      isMet: ratioOf(one) <= (BUDGETS[one.n] ?? 0),
      ...floorOf(one, measured),
    }));
    const rows = measured.toSorted((a, b) => a.n - b.n).map((one) => rowOf(one, ratioOf(one)));
    return { budgets, lines: table(["", "time", "× node -e 0", "peak memory", "runs"], rows) };
  },
};

/** The start of the command, and what reading the file adds to a Node that does nothing; none where these are not measured. */
function floorOf({ n }: Measured, measured: readonly Measured[]): { floor?: string } {
  const [base] = casesOf(measured, { work: NOTHING });
  const [start] = casesOf(measured, { work: START });
  const [parse] = casesOf(measured, { work: PARSE, n });
  if (base === undefined || start === undefined || parse === undefined) return {};
  const [nothing, started, parsed] = [base, start, parse].map(medianSeconds) as [number, number, number];
  const ratio = (started + parsed - nothing) / nothing;
  return {
    floor: `\`${START}\` alone takes ${secondsText(started)}, and reading the YAML of ${countText(n)} profiles in a program that does nothing else ${secondsText(parsed)}, each with the ${secondsText(nothing)} of \`${NOTHING}\` in it: together a floor of ${ratio.toFixed(2)} ×.`,
  };
}

async function commandsIn(bench: Bench): Promise<{ what: Omit<Measured, "runs">; command: Command }[]> {
  const folder = bench.folder();
  const env = programEnvironment("");
  const ofNode = (...args: readonly string[]): Command => ({ program: process.execPath, args, cwd: folder, env });
  const parser = await bundledProgram("parse", folder);
  const sized = Object.keys(BUDGETS).flatMap((text) => {
    const [n, place] = [Number(text), bench.folder()];
    const file = join(place, "profiles.yaml");
    writeFileSync(file, profilesFile(n, "test"));
    return [
      { what: { tool: "Node", work: PARSE, n }, command: ofNode(parser, file) },
      { what: { tool: "Strata", work: VALIDATE, n }, command: strataCommand({ folder: place, url: "" }, "validate") },
    ];
  });
  return [
    { what: { tool: "Node", work: NOTHING, n: 0 }, command: ofNode("-e", "0") },
    { what: { tool: "Strata", work: START, n: 0 }, command: strataCommand({ folder, url: "" }, "--version") },
    ...sized,
  ];
}

function rowOf(one: Measured, ratio: number): string[] {
  const { work, n, runs } = one;
  return [
    n === 0 ? `\`${work}\`` : `${work}, ${countText(n)}`,
    timeText(one),
    ratio.toFixed(2),
    peakText(one),
    String(runs.length),
  ];
}

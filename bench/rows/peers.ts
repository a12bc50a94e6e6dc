/** The same work by every tool that is installed, on the same server: time, memory and API calls against size. */
import { expectedFor } from "../expect.ts";
import { runCycle } from "../peers/cycle.ts";
import { awsCli, boto3, hasAwsCli, hasBoto3 } from "../peers/loops.ts";
import { strata } from "../peers/strata.ts";
import { LATENCIES, tellPeers } from "../peers/tell.ts";
import { hasTerraform, terraform } from "../peers/terraform.ts";
import { type Tool, WORKS } from "../peers/tool.ts";
import { type Bench, type Row, Sheet } from "../row.ts";
import { rotated } from "../statistics.ts";

const SIZES = [10, 100, 500, 1000];
const QUICK_SIZES = [10, 40];
const RUNS = 3;

export const peers: Row = {
  id: "peers",
  title: "Side by side",
  measure: async (bench) => {
    const tools = toolsHere();
    bench.say(`tools: ${tools.map(({ name }) => name).join(", ")}`);
    const sheet = new Sheet();
    for (const latencyMs of LATENCIES)
      for (const n of bench.quick ? QUICK_SIZES : SIZES) await measureSize(bench, tools, { n, latencyMs }, sheet);
    return sheet.measured;
  },
  tell: tellPeers,
};

function toolsHere(): Tool[] {
  return [
    strata,
    ...(hasTerraform() ? [terraform] : []),
    ...(hasBoto3() ? [boto3] : []),
    ...(hasAwsCli() ? [awsCli] : []),
  ];
}

interface Size {
  readonly n: number;
  readonly latencyMs: number;
}

/** Each round begins with another tool, so that what the machine does meanwhile hits all of them alike. */
async function measureSize(bench: Bench, tools: readonly Tool[], size: Size, sheet: Sheet): Promise<void> {
  const quickEnough = tools.filter((tool) => !leaveOutIfTooLong(bench, tool, size, sheet));
  for (let round = 0; round < bench.runs(RUNS); round += 1)
    for (const tool of rotated(quickEnough, round)) await runCycle(bench, tool, { ...size, works: WORKS }, sheet);
}

/** The works of a tool need each other: where one would take too long, none is run. */
function leaveOutIfTooLong(bench: Bench, tool: Tool, size: Size, sheet: Sheet): boolean {
  const cases = WORKS.map((work) => ({ tool: tool.name, work, ...size }));
  const expected = cases.map((one) => expectedFor(sheet.measured, one));
  if (expected.every((one) => one === undefined || one.seconds <= bench.limit)) return false;
  for (const [at, one] of cases.entries()) {
    const notRun = expected[at];
    if (notRun !== undefined) sheet.leaveOut(one, notRun);
  }
  return true;
}

/** One process plans a whole company: accounts × regions × profiles, nothing to do. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { callsText } from "../calls.ts";
import { table } from "../markdown.ts";
import { STACK, strataCommand } from "../peers/strata.ts";
import { nameOf, numbers } from "../peers/tool.ts";
import { runMeasured } from "../process.ts";
import { type Bench, type Row, Sheet } from "../row.ts";
import { type Server, startServer } from "../server.ts";
import { bytesText, countText, median } from "../statistics.ts";
import { medianSeconds, peakText, timeText } from "../tell.ts";

const REGIONS = [
  "us-east-1",
  "us-west-2",
  "eu-central-1",
  "eu-west-1",
  "eu-west-3",
  "eu-north-1",
  "ap-northeast-1",
  "ap-southeast-2",
  "ap-south-1",
  "us-east-2",
];
const SOURCE = "global.anthropic.claude-sonnet-4-5-20250929-v1:0";
const LATENCIES = [0, 50];
const RUNS = 3;
const BUDGET_BYTES = 1.5e9;
interface Company {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly profiles: readonly string[];
}

export const scale: Row = {
  id: "scale",
  title: "A whole company in one process",
  measure: async (bench) => {
    const company = bench.quick ? aCompany(5, 2, 20) : aCompany(50, 10, 200);
    const server = await startServer();
    try {
      await settle(bench, server, company);
      const folder = bench.folder();
      writeFileSync(join(folder, "profiles.yaml"), fileOf(company));
      const n = company.accounts.length * company.regions.length * company.profiles.length;
      const args = ["plan", "--detailed-exitcode", "--role-name", "strata-plan"];
      const sheet = new Sheet();
      for (let round = 0; round < bench.runs(RUNS); round += 1)
        for (const latencyMs of LATENCIES) {
          await server.behave({ latencyMs });
          const command = strataCommand({ folder, url: server.url }, ...args);
          const [run, calls] = await server.counting(() => runMeasured(command));
          bench.say(`${n} profiles, ${latencyMs} ms: ${run.seconds.toFixed(1)} s, ${bytesText(run.peakBytes ?? 0)}`);
          sheet.add({ tool: "Strata", work: workOf(company), n, latencyMs }, { ...run, calls });
        }
      return sheet.measured;
    } finally {
      await server.close();
    }
  },
  tell: (measured) => {
    const peak = Math.max(...measured.map(({ runs }) => median(runs.map(({ peakBytes }) => peakBytes ?? 0))));
    const [first] = measured;
    return {
      budgets: [
        {
          what: `plan of ${first?.work ?? ""} in one process`,
          limit: "≤ 1.5 GB",
          measured: `${bytesText(peak)}, ${measured.map((one) => `${medianSeconds(one).toFixed(1)} s at ${one.latencyMs} ms`).join(", ")}`,
          isMet: peak <= BUDGET_BYTES,
        },
      ],
      lines: table(
        ["latency", "time", "peak memory", "calls of a run"],
        measured.map((one) => [
          `${one.latencyMs} ms`,
          timeText(one),
          peakText(one),
          callsText(one.runs[0]?.calls ?? {}),
        ]),
        [0, 3],
      ),
    };
  },
};

function aCompany(accounts: number, regions: number, profiles: number): Company {
  return {
    accounts: numbers(accounts).map((number) => String(100_000_000_000 + number)),
    regions: REGIONS.slice(0, regions),
    profiles: numbers(profiles).map(nameOf),
  };
}

function workOf({ accounts, regions, profiles }: Company): string {
  return `${accounts.length} accounts × ${regions.length} regions × ${countText(profiles.length)} profiles`;
}

function fileOf({ accounts, regions, profiles }: Company): string {
  return [
    `version: 1\nstack: ${STACK}\nregions: [${regions.join(", ")}]\naccounts:`,
    ...accounts.map((id) => `  account-${id}: { id: "${id}" }`),
    "profiles:",
    ...profiles.map((name) => `  ${name}:\n    model: ${SOURCE}\n    tags: { project: app, stage: test }\n`),
  ].join("\n");
}

/** Every profile is there already, with the marks that an apply leaves. */
async function settle(bench: Bench, server: Server, { accounts, regions, profiles }: Company): Promise<void> {
  const seeds = accounts.flatMap((account) =>
    regions.flatMap((region) =>
      profiles.map((name) => {
        const marks = { "strata:stack": STACK, "strata:name": name, "strata:source": SOURCE };
        return { account, region, name, source: SOURCE, tags: { project: "app", stage: "test", ...marks } };
      }),
    ),
  );
  bench.say(`puts ${countText(seeds.length)} profiles in`);
  await server.put(seeds);
}

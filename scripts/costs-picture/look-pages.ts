/** The pages of `leaks` and `assess` as the built command writes them, on an estate that nobody has looked after. */

import { startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "../../test/e2e/command.ts";
import { putMessy } from "../../test/e2e/messy-estate.ts";
import { activate } from "./estate.ts";

const SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const FILE = `version: 1
stack: genai
regions: [us-west-2, eu-central-1]
costAllocationTags: [project]
profiles:
  search-api: { model: ${SONNET}, regions: [us-west-2], tags: { project: search } }
  ads-copy: { model: ${SONNET}, regions: [us-west-2], tags: { project: ads } }
`;

export async function lookPages(): Promise<Readonly<Record<"leaks" | "assess", string>>> {
  const sandbox = await startSandbox({ behaviour: { syntheticCosts: true, syntheticUsage: true } });
  try {
    await putMessy(sandbox);
    const folder = aFolder({ "profiles.yaml": FILE });
    const page = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await strata(folder, [...args, "--format", "html"], { env: envOf(sandbox) });
      if (code !== 0) throw new Error(`strata ${args.join(" ")}: ${stderr}`);
      return stdout;
    };
    const assess = await page("assess");
    await strata(folder, ["apply", "--yes"], { env: envOf(sandbox) });
    await activate(sandbox, ["project"], new Date());
    return { leaks: await page("leaks"), assess };
  } finally {
    await sandbox.close();
  }
}

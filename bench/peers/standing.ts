/** Profiles on a server that Strata and, where it is installed, Terraform both plan as no change. */
import { runMeasured } from "../process.ts";
import type { Bench } from "../row.ts";
import { type Server, startServer } from "../server.ts";
import { checkDone } from "./cycle.ts";
import { STACK, strata } from "./strata.ts";
import { hasTerraform, sharedTerraform } from "./terraform.ts";
import type { Place, Tool } from "./tool.ts";

export interface Standing {
  readonly server: Server;
  /** Each with the folder in which it knows the profiles. */
  readonly planners: readonly { readonly tool: Tool; readonly place: Place }[];
}

/** The same profiles for both: Terraform makes them, with the marks of Strata among their tags. Close the server. */
export async function standing(bench: Bench, n: number): Promise<Standing> {
  const server = await startServer();
  const tools = [strata, ...(hasTerraform() ? [sharedTerraform(STACK)] : [])];
  const planners = tools.map((tool) => ({ tool, place: { folder: bench.folder(), url: server.url, n } }));
  const maker = planners.at(-1);
  if (maker === undefined) throw new Error("There is no tool.");
  for (const { tool, place } of planners) await tool.prepare?.(place);
  bench.say(`${maker.tool.name} creates ${n} profiles`);
  await runMeasured(maker.tool.commandFor(maker.place, "first apply"));
  await checkDone(server, { n }, "first apply");
  return { server, planners };
}

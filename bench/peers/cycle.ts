/** Lets a tool do its work on a server of its own, and makes sure that it was really done. */
import { runMeasured } from "../process.ts";
import type { Bench, Sheet } from "../row.ts";
import { type Server, startServer } from "../server.ts";
import { type Place, stageOf, type Tool, type Work } from "./tool.ts";

interface Cycle {
  readonly n: number;
  readonly latencyMs: number;
  readonly works: readonly Work[];
}

/** All works, one after the other, from nothing. */
export async function runCycle(bench: Bench, tool: Tool, { n, latencyMs, works }: Cycle, sheet: Sheet): Promise<void> {
  const server = await startServer();
  try {
    await server.behave({ latencyMs });
    const place: Place = { folder: bench.folder(), url: server.url, n };
    await tool.prepare?.(place);
    for (const work of works) {
      const [run, calls] = await server.counting(() => runMeasured(tool.commandFor(place, work)));
      await checkDone(server, place, work);
      sheet.add({ tool: tool.name, work, n, latencyMs }, { ...run, calls });
      bench.say(`${tool.name}, ${work}, ${n} profiles, ${latencyMs} ms: ${run.seconds.toFixed(2)} s`);
    }
  } finally {
    await server.close();
  }
}

/** @throws Error where the server does not hold what the work should have left there. */
export async function checkDone(server: Server, { n }: Pick<Place, "n">, work: Work): Promise<void> {
  const profiles = await server.profiles();
  const right = profiles.filter(({ tags }) => tags.stage === stageOf(work)).length;
  const expected = work === "destroy" ? 0 : n;
  if (profiles.length !== expected || right !== expected)
    throw new Error(`${work}: ${profiles.length} profiles, ${right} of them as wanted, instead of ${expected}.`);
}

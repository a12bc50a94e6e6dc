/** What commands are handed that ask Cost Explorer: its gateway, and where answers are kept. */
import type { CostsContext } from "../commands/costs.ts";
import type { View } from "../ui/view.ts";
import { cacheFolder, diskAnswers, NO_ANSWERS } from "./answer-store.ts";
import type { Cleanup } from "./cleanup.ts";
import { connectForCosts } from "./connect.ts";
import { clockOf } from "./deps.ts";
import type { Edge } from "./edge.ts";
import type { GlobalOptions } from "./global-options.ts";

export function costAccess(
  edge: Edge,
  options: GlobalOptions,
  view: View,
  cleanup: Cleanup,
): Pick<CostsContext, "costPorts" | "answers" | "endpoint"> {
  const { AWS_ENDPOINT_URL_COST_EXPLORER: own, AWS_ENDPOINT_URL: all } = edge.env;
  return {
    costPorts: (homeRegion) => connectForCosts({ edge, options, homeRegion, cleanup, view, clock: clockOf(edge) }),
    answers: options.sandbox ? NO_ANSWERS : diskAnswers(cacheFolder(edge.env)),
    endpoint: own ?? all ?? null,
  };
}

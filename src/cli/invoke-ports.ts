/** What `invoke` is handed: the runtime, standard input, and the way out of a long answer. */
import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import type { InvokeContext } from "../commands/invoke.ts";
import type { RuntimePorts } from "../engine/ports/runtime.ts";
import type { View } from "../ui/view.ts";
import { isInActions } from "./ci.ts";
import type { Cleanup } from "./cleanup.ts";
import { type Connection, openReading } from "./connect.ts";
import { clockOf, readContext } from "./deps.ts";
import type { Edge } from "./edge.ts";
import type { GlobalOptions } from "./global-options.ts";

/** Only the `invoke` command calls this: nothing else gets a gateway that calls models. */
export function invokeContext(edge: Edge, options: GlobalOptions, view: View, cleanup: Cleanup): InvokeContext {
  const stop = new AbortController();
  edge.onInterrupt(() => {
    stop.abort();
    view.note("Stopped.");
    return "go-on";
  });
  const { signal } = stop;
  let isUnread = false;
  edge.stdout.onGone(() => {
    isUnread = true;
    stop.abort();
  });
  // A runner obeys lines that begin with `::`: the view disarms them, and can only where a line is whole.
  const isWhole = options.format === "json" || options.out !== undefined || isInActions(edge);
  return {
    ...readContext(edge, options, view, cleanup),
    runtimePorts: (homeRegion) =>
      connectForInvoking({
        edge,
        options,
        homeRegion,
        cleanup,
        view,
        clock: clockOf(edge),
        isStopping: () => signal.aborted,
      }),
    signal,
    isUnread: () => isUnread,
    readInput: (mayType) => (edge.stdinIsTTY && !mayType ? Promise.resolve(null) : readAll(edge, signal)),
    stream: isWhole
      ? null
      : (piece) => {
          view.progress({ type: "idle" });
          edge.stdout.write(piece);
        },
  };
}

async function readAll({ stdin }: Edge, signal: AbortSignal): Promise<string | null> {
  try {
    return await text(addAbortSignal(signal, stdin()));
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function connectForInvoking(connection: Connection): Promise<RuntimePorts> {
  const [{ clients, ports }, { runtimeGateway }] = await Promise.all([
    openReading(connection),
    import("../aws/runtime-gateway.ts"),
  ]);
  return { ...ports, runtime: (target) => runtimeGateway(clients, target) };
}

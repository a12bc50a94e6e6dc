/** `strata sandbox`: the AWS stand-in for other programs. Lives here because only `cli` may import it. */
import { EXIT, type ExitCode } from "../commands/exit-code.ts";
import type { Behaviour } from "../sandbox/behaviour.ts";
import { startSandbox } from "../sandbox/server.ts";
import type { View } from "../ui/view.ts";
import type { Cleanup } from "./cleanup.ts";
import type { Edge } from "./edge.ts";

export interface ServeOptions {
  readonly port: number;
  readonly state?: string;
  /** Switches and faults from the start. */
  readonly behaviour: Partial<Behaviour>;
}

export async function serveSandbox(edge: Edge, view: View, options: ServeOptions, cleanup: Cleanup): Promise<ExitCode> {
  const { port, state, behaviour } = options;
  const sandbox = await startSandbox({ port, behaviour, ...(state === undefined ? {} : { stateFile: state }) });
  cleanup.add(() => sandbox.close());
  view.result(`${EXPORTS(sandbox.url)}\n`);
  view.note(`Serving on ${sandbox.url}${state === undefined ? ", in memory" : `, state in ${state}`}. Ctrl-C ends it.`);
  await new Promise<void>((resolve) =>
    edge.onInterrupt(() => {
      resolve();
      return "go-on";
    }),
  );
  return EXIT.done;
}

/** Lines that a shell can evaluate. */
const EXPORTS = (url: string): string =>
  [
    `export AWS_ENDPOINT_URL=${url}`,
    "export AWS_ACCESS_KEY_ID=sandbox AWS_SECRET_ACCESS_KEY=sandbox",
    "export AWS_REGION=us-west-2 AWS_DEFAULT_REGION=us-west-2",
  ].join("\n");

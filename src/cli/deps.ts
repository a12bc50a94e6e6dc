/** Builds what commands are handed: ports to AWS (or the sandbox), the view, the clock. */
import { appendFileSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClientOptions } from "../aws/clients.ts";
import type { CommandContext, Format, ReportSink, TextRead, WriteContext } from "../commands/context.ts";
import { diskFiles } from "../config/load.ts";
import type { Clock, ReadPorts, WritePorts } from "../engine/ports.ts";
import { plainView } from "../ui/plain-view.ts";
import type { TextStyle, View } from "../ui/view.ts";
import type { Edge, OutputStream } from "./edge.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly target: readonly string[];
  readonly only: readonly string[];
  readonly exclude: readonly string[];
  readonly sandbox: boolean;
  readonly sandboxState: string;
  readonly format: Format;
  readonly color: "auto" | "always" | "never";
  readonly out?: string;
  readonly roleName?: string;
  readonly externalId?: string;
  readonly debug: boolean;
}

export const DEFAULTS = { config: "profiles.yaml", sandboxState: ".strata/sandbox.json" } as const;

/** Anything below this is too narrow to lay out; above, long lines are hard to follow. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 200;
const PIPE_WIDTH = 80;

export function styleFor(stream: OutputStream, edge: Edge, color: GlobalOptions["color"]): TextStyle {
  const { NO_COLOR, TERM } = edge.env;
  const isColourful = stream.isTTY && (NO_COLOR ?? "") === "" && TERM !== "dumb";
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, stream.columns ?? PIPE_WIDTH));
  return { width, color: color === "always" || (color === "auto" && isColourful) };
}

export function makeView(edge: Edge, options: Pick<GlobalOptions, "color" | "out">): View {
  return plainView({
    stdout: (text) => edge.stdout.write(text),
    stderr: (text) => edge.stderr.write(text),
    save: saveWhole,
    errorStyle: styleFor(edge.stderr, edge, options.color),
    ...(options.out === undefined ? {} : { out: options.out }),
  });
}

/**
 * A regular file is written beside and renamed, so that a reader never sees half of it; a link is followed, and a pipe
 * or device is written to, never replaced.
 */
function saveWhole(file: string, text: string): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    writeFileSync(file, text);
    return;
  }
  const target = existing === undefined ? file : realpathSync(file);
  const draft = `${target}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, target);
}

/** Things to shut down when the command has ended. */
export class Cleanup {
  readonly #tasks: (() => Promise<void>)[] = [];

  add(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  async run(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) await task();
  }
}

export function readContext(edge: Edge, options: GlobalOptions, view: View, cleanup: Cleanup): CommandContext {
  return {
    configFile: options.config,
    files: diskFiles(),
    filesAt: async (ref) => {
      const { filesAt } = await import("./git-files.ts");
      return filesAt(ref);
    },
    readText,
    view,
    style: styleFor(edge.stdout, edge, options.color),
    format: options.format,
    scope: { targets: options.target, only: options.only, exclude: options.exclude },
    clock: clockOf(edge),
    repeatFlags: repeatFlags(options),
    readPorts: (homeRegion) => connectForReading(edge, options, homeRegion, cleanup),
  };
}

function repeatFlags({ config, sandbox, sandboxState }: GlobalOptions): string[] {
  return [
    ...(config === DEFAULTS.config ? [] : ["--config", config]),
    ...(sandbox ? ["--sandbox"] : []),
    ...(sandboxState === DEFAULTS.sandboxState ? [] : ["--sandbox-state", sandboxState]),
  ];
}

/** Only the `apply` command calls this: nothing else gets a gateway that can write. */
export function writeContext(edge: Edge, options: GlobalOptions, view: View, cleanup: Cleanup): WriteContext {
  let stopping = false;
  let tellAbort = (): void => undefined;
  edge.onInterrupt(
    () => {
      stopping = true;
      view.note("Stopping: what is in flight ends, nothing new starts. Press Ctrl-C again to stop at once.");
    },
    () => tellAbort(),
  );
  return {
    ...readContext(edge, options, view, cleanup),
    writePorts: (homeRegion) => connectForWriting(edge, options, homeRegion, cleanup),
    newToken: () => edge.randomUUID(),
    ask: async (question) => {
      if (!edge.stdinIsTTY || !edge.stderr.isTTY) return "no-terminal";
      return (await edge.ask(`${question} Only "yes" goes on: `))?.trim() === "yes" ? "yes" : "no";
    },
    openReport,
    isStopping: () => stopping,
    onAbort: (tell) => {
      tellAbort = tell;
    },
  };
}

/** @throws a system error when the file cannot even be begun: nothing has been changed then. */
function openReport(file: string): ReportSink {
  writeFileSync(file, "");
  let problem: string | null = null;
  return {
    write: (line) => {
      try {
        appendFileSync(file, line);
      } catch (error) {
        problem ??= (error as Error).message;
      }
    },
    problem: () => problem,
  };
}

async function readText(file: string): Promise<TextRead> {
  try {
    return { ok: true, text: await readFile(file, "utf8") };
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  }
}

function clockOf(edge: Edge): Clock {
  return {
    now: (laterMs = 0) => new Date(edge.nowMs() + laterMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    sleep: (ms) => sleep(ms),
    elapsedMs: () => edge.elapsedMs(),
  };
}

async function connectForReading(
  edge: Edge,
  options: GlobalOptions,
  homeRegion: string,
  cleanup: Cleanup,
): Promise<ReadPorts> {
  const clientOptions = await clientOptionsFor(edge, options, homeRegion, cleanup);
  const [{ AwsClients }, { readGateway }, { identityGateway }] = await Promise.all([
    import("../aws/clients.ts"),
    import("../aws/bedrock-gateway.ts"),
    import("../aws/sts-gateway.ts"),
  ]);
  const clients = new AwsClients(clientOptions);
  return {
    assumesRoles: clientOptions.roleName !== undefined,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
  };
}

async function connectForWriting(
  edge: Edge,
  options: GlobalOptions,
  homeRegion: string,
  cleanup: Cleanup,
): Promise<WritePorts> {
  const clientOptions = await clientOptionsFor(edge, options, homeRegion, cleanup);
  const [{ AwsClients }, { readGateway, writeGateway }, { identityGateway }] = await Promise.all([
    import("../aws/clients.ts"),
    import("../aws/bedrock-gateway.ts"),
    import("../aws/sts-gateway.ts"),
  ]);
  const clients = new AwsClients(clientOptions);
  return {
    assumesRoles: clientOptions.roleName !== undefined,
    identity: identityGateway(clients),
    reader: (target) => readGateway(clients, target),
    writer: (target) => writeGateway(clients, target),
  };
}

/** With `--sandbox` every client talks to a server inside this process, with credentials that mean nothing. */
async function clientOptionsFor(
  edge: Edge,
  options: GlobalOptions,
  homeRegion: string,
  cleanup: Cleanup,
): Promise<ClientOptions> {
  const roleName = options.roleName ?? edge.env.STRATA_ROLE_NAME;
  const common = {
    homeRegion: edge.env.AWS_REGION ?? edge.env.AWS_DEFAULT_REGION ?? homeRegion,
    sessionName: "strata",
    ...(roleName === undefined || roleName === "" ? {} : { roleName }),
    ...(options.externalId === undefined ? {} : { externalId: options.externalId }),
  };
  if (!options.sandbox) return common;
  const { startSandbox } = await import("../sandbox/server.ts");
  const sandbox = await startSandbox({ stateFile: options.sandboxState });
  cleanup.add(() => sandbox.close());
  return { ...common, endpoint: sandbox.url, credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" } };
}

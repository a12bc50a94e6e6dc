/** Builds what commands are handed: ports to AWS (or the sandbox), the view, the clock. */
import { appendFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Ci } from "../commands/ci.ts";
import type { CommandContext, ReportSink, TextRead, WriteContext } from "../commands/context.ts";
import type { DoctorContext } from "../commands/doctor.ts";
import type { BackfillContext } from "../commands/tags-backfill.ts";
import { diskFiles } from "../config/disk-files.ts";
import type { Clock } from "../engine/ports.ts";
import { disarm, disarmJson } from "../github/actions.ts";
import { plainView } from "../ui/plain-view.ts";
import type { TextStyle, View } from "../ui/view.ts";
import { ciOf, isInActions } from "./ci.ts";
import type { Cleanup } from "./cleanup.ts";
import { connectForBackfill, connectForDoctor, connectForReading, connectForWriting } from "./connect.ts";
import type { Edge, OutputStream } from "./edge.ts";
import { type AnyFormat, planFormat } from "./formats.ts";
import { DEFAULTS, type GlobalOptions } from "./global-options.ts";
import { VERSION } from "./version.ts";

/** Anything below this is too narrow to lay out; above, long lines are hard to follow. */
const MIN_WIDTH = 40;
const MAX_WIDTH = 200;
const PIPE_WIDTH = 80;

export function styleFor(stream: OutputStream, edge: Pick<Edge, "env">, color: GlobalOptions["color"]): TextStyle {
  const { NO_COLOR, TERM } = edge.env;
  const isColourful = stream.isTTY && (NO_COLOR ?? "") === "" && TERM !== "dumb";
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, stream.columns ?? PIPE_WIDTH));
  return { width, color: color === "always" || (color === "auto" && isColourful) };
}

/** A job's log is no window, even where the job has a terminal. */
function windowRows({ stdout, env }: Edge): number | null {
  const isInCi = !["", "0", "false"].includes(env.CI ?? "");
  return stdout.isTTY && !isInCi ? (stdout.rows ?? null) : null;
}

export function makeView(edge: Edge, options: Pick<GlobalOptions, "color" | "out"> & { format?: AnyFormat }): View {
  const isInJob = isInActions(edge);
  const harmless = options.format === "json" ? disarmJson : disarm;
  return plainView({
    stdout: (text) => edge.stdout.write(isInJob ? harmless(text) : text),
    stderr: (text) => edge.stderr.write(isInJob ? disarm(text) : text),
    save: saveWhole,
    errorStyle: styleFor(edge.stderr, edge, options.color),
    isWatched: edge.stderr.isTTY,
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

export function readContext(edge: Edge, options: GlobalOptions, plain: View, cleanup: Cleanup): CommandContext {
  const clock = clockOf(edge);
  const ci = ciOf(edge, clock.now());
  const view = ci === null ? plain : annotating(plain, ci);
  return {
    version: VERSION,
    configFile: options.config,
    files: diskFiles(),
    filesAt: async (ref) => {
      const { filesAt } = await import("./git-files.ts");
      return filesAt(ref);
    },
    readText,
    view,
    style: styleFor(edge.stdout, edge, options.color),
    windowRows: options.out === undefined ? windowRows(edge) : null,
    format: planFormat(options.format),
    scope: { targets: options.target, only: options.only, exclude: options.exclude },
    clock,
    ci,
    repeatFlags: repeatFlags(options),
    readPorts: (homeRegion) => connectForReading({ edge, options, homeRegion, cleanup, view, clock }),
  };
}

/** Whatever is found is shown on the lines of the files too. */
function annotating(view: View, ci: Ci): View {
  return {
    ...view,
    diagnostics: (diagnostics, sources) => {
      view.diagnostics(diagnostics, sources);
      ci.annotate(diagnostics);
    },
  };
}

function repeatFlags({ config, sandbox, sandboxState }: GlobalOptions): string[] {
  return [
    ...(config === DEFAULTS.config ? [] : ["--config", config]),
    ...(sandbox ? ["--sandbox"] : []),
    ...(sandboxState === DEFAULTS.sandboxState ? [] : ["--sandbox-state", sandboxState]),
  ];
}

export function doctorContext(edge: Edge, options: GlobalOptions, view: View, cleanup: Cleanup): DoctorContext {
  return {
    ...readContext(edge, options, view, cleanup),
    doctorPorts: (homeRegion) => connectForDoctor({ edge, options, homeRegion, cleanup, view, clock: clockOf(edge) }),
  };
}

/** Only the `tags backfill` command calls this: it gets a gateway that can start a backfill, and write nothing else. */
export function backfillContext(edge: Edge, options: GlobalOptions, view: View, cleanup: Cleanup): BackfillContext {
  return {
    ...readContext(edge, options, view, cleanup),
    backfillPorts: (homeRegion) =>
      connectForBackfill({ edge, options, homeRegion, cleanup, view, clock: clockOf(edge) }),
    ask: askOn(edge, options, view),
  };
}

/** Anything but the very answer that goes on is a no. Nothing may move while somebody types. */
function askOn(edge: Edge, { color }: GlobalOptions, view: View): WriteContext["ask"] {
  return async ({ text, consent }) => {
    view.progress({ type: "idle" });
    if (!edge.stdinIsTTY || !edge.stderr.isTTY) return "no-terminal";
    const question = text(styleFor(edge.stderr, edge, color));
    const answer = await edge.ask(`${question} `, { typedAhead: "discarded" });
    return answer?.trim() === consent ? "yes" : "no";
  };
}

/** Only the `apply` command calls this: nothing else gets a gateway that can write. */
export function writeContext(edge: Edge, options: GlobalOptions, view: View, cleanup: Cleanup): WriteContext {
  let stopping = false;
  // Until the run begins nothing is in flight that could change anything, so there is nothing to wait for.
  let tellAbort: (() => void) | null = null;
  edge.onInterrupt(
    () => {
      stopping = true;
      if (tellAbort === null) return "end-now";
      view.progress({ type: "stopping" });
      return "go-on";
    },
    () => {
      view.progress({ type: "idle" });
      if (tellAbort === null) view.note("Stopped before anything was begun. Nothing was changed.");
      else tellAbort();
    },
  );
  return {
    ...readContext(edge, options, view, cleanup),
    writePorts: (homeRegion) =>
      connectForWriting({ edge, options, homeRegion, cleanup, view, clock: clockOf(edge), isStopping: () => stopping }),
    newToken: () => edge.randomUUID(),
    ask: askOn(edge, options, view),
    openReport,
    dropReport,
    isStopping: () => stopping,
    onAbort: (tell) => {
      tellAbort = tell;
    },
  };
}

/**
 * Devices and pipes stay: there is no earlier report in them.
 * @throws a system error when the file may not be removed: nothing has been changed then.
 */
function dropReport(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) rmSync(file);
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

export async function readText(file: string): Promise<TextRead> {
  try {
    return { ok: true, text: await readFile(file, "utf8") };
  } catch (error) {
    return { ok: false, reason: (error as Error).message };
  }
}

export function clockOf(edge: Edge): Clock {
  return {
    now: (laterMs = 0) => new Date(edge.nowMs() + laterMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    sleep: (ms) => sleep(ms),
    elapsedMs: () => edge.elapsedMs(),
  };
}

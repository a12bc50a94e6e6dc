/** What every command is handed: ports to the world and the view; commands themselves touch neither AWS nor streams. */
import type { ConfigFiles } from "../config/config-files.ts";
import type { Clock, ReadPorts, TokenSource, WritePorts } from "../engine/ports.ts";
import type { Question } from "../render/question.ts";
import type { TextStyle, View } from "../ui/view.ts";
import type { Ci } from "./ci.ts";

/** Empty lists mean everything. */
export interface ScopeFlags {
  /** `account/region`, the account by number or by its name in the file; `*` stands for any. */
  readonly targets: readonly string[];
  /** Globs over profile names. */
  readonly only: readonly string[];
  readonly exclude: readonly string[];
}

export type Format = "text" | "json" | "markdown";

/** `homeRegion` is where calls go that belong to no target, unless the environment names a region. */
export type Connect<P extends ReadPorts> = (homeRegion: string) => Promise<P>;

export interface CommandContext {
  /** Of Strata. */
  readonly version: string;
  /** Path of the configuration file, as the user gave it. */
  readonly configFile: string;
  readonly files: ConfigFiles;
  readonly filesAt: (ref: string) => Promise<FilesAt>;
  readonly readText: (file: string) => Promise<TextRead>;
  readonly view: View;
  readonly style: TextStyle;
  /** Rows of the window that somebody reads the result in; null in pipes, files and CI. */
  readonly windowRows: number | null;
  readonly format: Format;
  /** The CI job that this runs in; null on a laptop. */
  readonly ci: Ci | null;
  /** What the run is narrowed to, as the user gave it. */
  readonly scope: ScopeFlags;
  readonly clock: Clock;
  /** Flags that a suggested next command has to repeat, e.g. `--sandbox`. */
  readonly repeatFlags: readonly string[];
  /** Connects lazily: a command that finds the file invalid never loads an AWS client. */
  readonly readPorts: Connect<ReadPorts>;
}

/** The configuration files at a git revision, or why there are none. */
export type FilesAt =
  | { readonly ok: true; readonly commit: string; readonly files: ConfigFiles }
  | { readonly ok: false; readonly reason: string };

/** A file that the user named, e.g. a saved plan; or why it cannot be read. */
export type TextRead = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** Where `--report FILE` goes: one line at once per outcome, so that it survives a kill. */
export interface ReportSink {
  /** Never throws: a full disk must not stop an apply half way. */
  write(line: string): void;
  /** Why lines were lost, or null when all are in the file. */
  problem(): string | null;
}

export type Answer = "yes" | "no" | "no-terminal";
export type Ask = (question: Question) => Promise<Answer>;

/** What only `apply` is handed (DESIGN section 1, rule 3). */
export interface WriteContext extends CommandContext {
  readonly writePorts: Connect<WritePorts>;
  readonly newToken: TokenSource;
  readonly ask: Ask;
  readonly openReport: (file: string) => ReportSink;
  /** Removes the report of an earlier run, so that it never passes for that of a run which ends before it begins one. */
  readonly dropReport: (file: string) => void;
  /** True once the user has asked to stop: what is in flight ends, nothing new starts. */
  readonly isStopping: () => boolean;
  /** Called when the user asks to stop a second time: the process ends right after it. */
  readonly onAbort: (tell: () => void) => void;
}

/** Runs `strata iam` in this process, with a file in memory. */

import type { ScopeFlags } from "../../src/commands/context.ts";
import { iamCommand } from "../../src/commands/iam.ts";
import type { IamFlags } from "../../src/commands/iam-question.ts";
import { plainView } from "../../src/ui/plain-view.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { FILE } from "./estate.ts";

export interface Asking extends Partial<IamFlags> {
  readonly file?: string;
  readonly format?: "text" | "json";
  readonly scope?: Partial<ScopeFlags>;
  /** The remote `origin`; undefined where git knows none. */
  readonly remote?: string | undefined;
}

export interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const NOT_ASKED = () => Promise.reject(new Error("iam asks neither AWS nor anybody"));

export async function iam(asking: Asking = {}): Promise<Told> {
  const { file = FILE, format = "text", scope = {}, remote, ...flags } = asking;
  const told = { stdout: "", stderr: "" };
  const view = plainView({
    stdout: (text) => {
      told.stdout += text;
    },
    stderr: (text) => {
      told.stderr += text;
    },
    save: () => undefined,
    errorStyle: { width: 200, color: false },
  });
  const context = {
    version: "1.2.3",
    configFile: "profiles.yaml",
    files: memoryFiles({ "profiles.yaml": file }),
    filesAt: NOT_ASKED,
    readText: NOT_ASKED,
    view,
    style: { width: 80, color: false },
    windowRows: null,
    format,
    ci: null,
    scope: { targets: [], only: [], exclude: [], ...scope },
    clock: { now: () => "2026-11-23T09:00:00Z", sleep: NOT_ASKED, elapsedMs: () => 0 },
    repeatFlags: [],
    readPorts: NOT_ASKED,
    git: async () => ({ remote, branch: undefined }),
  };
  const usual: IamFlags = {
    role: "plan",
    as: "json",
    adopt: false,
    anyModel: false,
    entry: false,
    trust: false,
    environment: "bedrock-apply",
    subjects: [],
  };
  const code = await iamCommand(context, { ...usual, ...flags });
  return { code, ...told };
}

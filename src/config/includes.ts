/** The `include` list of the main file: what to look for, and what to say about what was found. */
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Checked } from "./checked.ts";
import { type Fence, items } from "./config-part.ts";
import type { WrittenConfig } from "./generated/written-config.ts";
import { cleanPattern, includeProblem } from "./include-path.ts";
import type { InstancePath } from "./instance-path.ts";
import type { SourceFile } from "./source-file.ts";
import { inCode } from "./wording.ts";

export interface IncludeRequest {
  readonly pattern: string;
  readonly source: SourceFile;
  readonly path: InstancePath;
  readonly fence?: Fence;
  /** Set when the pattern must not be looked for at all. */
  readonly problem?: Diagnostic;
}

/** One request for each entry of the list that has a path. */
export function includeRequests(written: Checked<WrittenConfig["include"]>, source: SourceFile): IncludeRequest[] {
  return [...items(written)].flatMap(([index, entry]): IncludeRequest[] => {
    const at = ["include", index];
    if (typeof entry === "string") return [request(entry, source, at)];
    if (entry.path === undefined) return [];
    const fence = entry.owns && { owns: entry.owns, path: [...at, "owns"] };
    return [{ ...request(entry.path, source, [...at, "path"]), ...(fence && { fence }) }];
  });
}

function request(written: string, source: SourceFile, path: InstancePath): IncludeRequest {
  const reason = includeProblem(written);
  const base = { pattern: cleanPattern(written), source, path };
  if (reason === undefined) return base;
  const problem = diagnostic("config/include-path", {
    detail: `${inCode(written)} cannot be included. ${reason}`,
    hint: "Write a path below this file's folder, such as `teams/*.yaml`.",
    subject: source.valueRange(path),
  });
  return { ...base, problem };
}

/** What a request has found, by whether it may be read. */
export interface IncludeMatches {
  /** Below the folder of the main file, which is not among them. */
  readonly others: readonly string[];
  readonly outside: readonly string[];
  /** The pattern matches the main file, which is read anyway. */
  readonly hasMain: boolean;
}

/** Tells what a request did not find, or found where it must not be read. */
export function notIncluded(request: IncludeRequest, { others, outside, hasMain }: IncludeMatches): Diagnostic[] {
  const { pattern, source, path } = request;
  const subject = source.valueRange(path);
  if (outside.length > 0) {
    return outside.map((file) =>
      diagnostic("config/include-outside", {
        detail: `${inCode(file)} is a link to a file outside the folder of the main file.`,
        hint: "Put the file itself there.",
        subject,
      }),
    );
  }
  if (others.length > 0) return [];
  return [
    diagnostic("config/include-no-match", {
      detail: hasMain
        ? `${inCode(pattern)} matches the main file alone, which is read anyway and includes the others.`
        : `No file matches ${inCode(pattern)}. Paths are relative to the folder of the main file.`,
      hint: "Correct the path, or remove the entry.",
      subject,
    }),
  ];
}

/** The result of `validate`: what the files declare, or that they cannot be used. */
import { type Desired, desiredTargets } from "../core/desired.ts";
import { toFileDiagnostic } from "../core/plan-file.ts";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { countDiagnostics } from "./diagnostics-text.ts";
import { countOf } from "./plan-words.ts";
import { escapeForTerminal } from "./terminal-text.ts";

export interface ValidateReport {
  /** Undefined where errors left nothing to count. */
  readonly desired: Desired | undefined;
  /** The configuration first, then what it includes. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Counts {
  /** Names in the file. */
  readonly profiles: number;
  /** Names × accounts × regions: what would be live. */
  readonly keys: number;
  readonly regions: number;
  readonly accounts: number;
}

/** One line that can be quoted: `profiles.yaml: valid. 9 profiles in 2 regions of 1 account, 12 keys, 3 files`. */
export function renderValidateText({ desired, files, diagnostics }: ValidateReport): string {
  const file = escapeForTerminal(files[0] ?? "configuration");
  const found = countDiagnostics(diagnostics);
  if (desired === undefined || hasErrors(diagnostics)) return `${file}: invalid. ${found}\n`;
  const { profiles, keys, regions, accounts } = countsOf(desired);
  const places = `${countOf(regions, "region", "regions")} of ${countOf(accounts, "account", "accounts")}`;
  const parts = [
    `${countOf(profiles, "profile", "profiles")} in ${places}`,
    countOf(keys, "key", "keys"),
    countOf(files.length, "file", "files"),
    ...(found === "" ? [] : [found]),
  ];
  return `${file}: valid. ${parts.join(", ")}\n`;
}

/** The same as JSON (schema/validate.schema.json). */
export function renderValidateJson({ desired, files, diagnostics }: ValidateReport): string {
  const valid = desired !== undefined && !hasErrors(diagnostics);
  const counts = desired === undefined ? null : countsOf(desired);
  const found = diagnostics.map(toFileDiagnostic);
  return `${JSON.stringify({ formatVersion: "1.0", valid, files, counts, diagnostics: found }, null, 2)}\n`;
}

export function countsOf(desired: Desired): Counts {
  return {
    profiles: new Set(desired.profiles.map(({ key }) => key.name)).size,
    keys: desired.profiles.length,
    regions: new Set(desiredTargets(desired).map(({ region }) => region)).size,
    accounts: desired.accounts.length,
  };
}

/** The result of `validate`: what the files declare, or that they cannot be used. */
import { type Desired, desiredTargets } from "../core/desired.ts";
import { toFileDiagnostic } from "../core/file-diagnostic.ts";
import { type Diagnostic, hasErrors, type SourceRange } from "../diagnostics/diagnostic.ts";
import { countDiagnostics, sortDiagnostics } from "./diagnostics-text.ts";
import { jsonText } from "./json-text.ts";
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
  /** Accounts × regions that are looked after. */
  readonly targets: number;
  readonly regions: number;
  readonly accounts: number;
  readonly projects: number;
  readonly costAllocationTags: number;
}

/** One line that can be quoted: `profiles.yaml: valid. 12 profiles in 3 accounts × 2 regions (24 in all), 4 projects`. */
export function renderValidateText({ desired, files, diagnostics }: ValidateReport): string {
  const file = escapeForTerminal(files[0] ?? "configuration");
  const found = countDiagnostics(diagnostics);
  if (desired === undefined || hasErrors(diagnostics)) return `${file}: invalid. ${found}\n`;
  const { profiles, keys, projects, costAllocationTags } = countsOf(desired);
  const pending = desired.accounts.filter((account) => account.pending).length;
  const parts = [
    `${profiles === 0 ? "no profiles" : countOf(profiles, "profile", "profiles")} in ${placesText(desired)}`,
    ...counted(pending, "pending account", "pending accounts"),
    ...counted(projects, "project", "projects"),
    ...counted(costAllocationTags, "cost allocation tag", "cost allocation tags"),
    ...(files.length > 1 ? [countOf(files.length, "file", "files")] : []),
    ...(found === "" ? [] : [found]),
  ];
  const [first, ...others] = parts;
  const inAll = keys === profiles ? "" : ` (${keys} in all)`;
  return `${file}: valid. ${[`${first}${inAll}`, ...others].join(", ")}\n`;
}

/** `3 accounts × 2 regions` only where each account has as many; `5 targets of 3 accounts` where they differ. */
function placesText(desired: Desired): string {
  const { accounts } = desired;
  const [only, ...others] = accounts;
  const { targets, regions } = countsOf(desired);
  if (only !== undefined && others.length === 0) {
    const account = only.name === undefined ? "of your credentials" : escapeForTerminal(only.name);
    return `${countOf(regions, "region", "regions")} of the account ${account}`;
  }
  const whole = countOf(accounts.length, "account", "accounts");
  if (targets === accounts.length * regions) return `${whole} × ${countOf(regions, "region", "regions")}`;
  return `${countOf(targets, "target", "targets")} of ${whole}`;
}

function counted(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [countOf(count, one, many)];
}

/** The same as JSON (schema/validate.schema.json). */
export function renderValidateJson({ desired, files, diagnostics }: ValidateReport): string {
  const valid = desired !== undefined && !hasErrors(diagnostics);
  const counts = desired === undefined ? null : countsOf(desired);
  const found = sortDiagnostics(diagnostics).map(toJsonDiagnostic);
  return jsonText({ formatVersion: "1.0", valid, files, counts, diagnostics: found });
}

/** As in a plan, and with what an editor underlines. */
function toJsonDiagnostic(found: Diagnostic) {
  return {
    ...toFileDiagnostic(found),
    subject: found.subject === undefined ? null : toJsonRange(found.subject),
    related: (found.related ?? []).map(({ message, range }) => ({ message, ...toJsonRange(range) })),
  };
}

function toJsonRange({ file, start, end }: SourceRange) {
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

export function countsOf(desired: Desired): Counts {
  const targets = desiredTargets(desired);
  return {
    profiles: new Set(desired.profiles.map(({ key }) => key.name)).size,
    keys: desired.profiles.length,
    targets: targets.length,
    regions: new Set(targets.map(({ region }) => region)).size,
    accounts: desired.accounts.length,
    projects: desired.projects.length,
    costAllocationTags: desired.costAllocationTags.length,
  };
}

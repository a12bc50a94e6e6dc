/** `strata import`: YAML for unmanaged live profiles, or for those of a Terraform state. Reads only. */
import { type Desired, desiredTargets } from "../core/desired.ts";
import { anyGlob } from "../core/glob.ts";
import { sourceIdOf } from "../core/import-arn.ts";
import { clusterCandidates } from "../core/import-cluster.ts";
import { toEntries } from "../core/import-entries.ts";
import type { EntryBase, ImportedEntries } from "../core/import-entry.ts";
import { type Handover, toHandover } from "../core/import-handover.ts";
import { type NamedState, skipDiagnostics, stateDiagnostics, unwritableDiagnostics } from "../core/import-report.ts";
import { type Selection, selectForImport } from "../core/import-select.ts";
import { ownershipOf } from "../core/ownership.ts";
import { checkNameScope, nameFilter } from "../core/scope.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { renderImportJson } from "../render/import-json.ts";
import { countedEntries, handoverLines, introLines, shellQuote } from "../render/import-steps.ts";
import { type ImportText, renderImportYaml } from "../render/import-yaml.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { type FreshOptions, type ImportBase, openBase } from "./import-base.ts";
import { type Broken, checkAgainstFile } from "./import-check.ts";
import { type LiveSeen, readLive } from "./import-read.ts";
import { readStates, stateRegions } from "./import-states.ts";

export interface ImportOptions {
  /** For a configuration that is not there yet. */
  readonly fresh: FreshOptions;
  /** Terraform states; only the profiles in them are imported then. */
  readonly states: readonly string[];
}

export async function importCommand(context: CommandContext, options: ImportOptions): Promise<ExitCode> {
  const states = await readStates(context, options.states);
  if (!states.ok) return states.exit;
  const base = await openBase(context, options.fresh, stateRegions(states.value));
  if (!base.ok) return base.exit;
  const stated = options.states.length === 0 ? null : statedSources(states.value);
  const isInScope = nameFilter(context.scope);
  const seen = await readLive(base.value.context, {
    needsExact: (live, desired) =>
      isInScope(live.awsName) &&
      (stated === null ? ownershipOf(live.tags, desired).kind === "unmanaged" : stated.has(live.arn)),
    needsCatalogue: true,
  });
  if (!seen.ok) return seen.exit;
  const lost = lostScope(context, seen.value);
  if (lost !== undefined) {
    context.view.diagnostics([lost], seen.value.sources);
    return EXIT.usage;
  }
  const { desired, observation } = seen.value;
  const selection = selectForImport({ desired, observation, isInScope, stated });
  tell(context, base.value, seen.value, selection, states.value);
  return observation.targets.some(({ status }) => status === "unreadable") ? EXIT.unreadable : EXIT.done;
}

/** ARN → source id, null where the state does not tell one. */
function statedSources(states: readonly NamedState[]): ReadonlyMap<string, string | null> {
  const profiles = states.flatMap(({ state }) => state.profiles);
  return new Map(profiles.map(({ arn, copyFrom }) => [arn, copyFrom === null ? null : (sourceIdOf(copyFrom) ?? null)]));
}

/** `--only` and `--exclude` are about live names here, not about those of the file. */
function lostScope({ scope }: CommandContext, { observation }: LiveSeen): Diagnostic | undefined {
  if (observation.targets.some(({ status }) => status === "unreadable")) return undefined;
  const names = observation.targets.flatMap((one) => (one.status === "read" ? one.live.map((l) => l.awsName) : []));
  const problem = checkNameScope(scope, names);
  if (problem === undefined) return undefined;
  const detail = problem.detail.replace("no profile of the file, and none of ours on AWS", "no live profile");
  const hint = problem.near === undefined ? {} : { hint: `Did you mean "${problem.near}"?` };
  return diagnostic("usage/scope-empty", { detail, ...hint });
}

function tell(
  context: CommandContext,
  base: ImportBase,
  seen: LiveSeen,
  selection: Selection,
  states: readonly NamedState[],
): void {
  const { desired, observation } = seen;
  const imported = toEntries(clusterCandidates(selection.candidates, desired, observation), entryBase(base, desired));
  const handovers = toHandovers(states, selection);
  const steps = handoverLines(handovers, verifyLine(context, handovers));
  const { text, broken } = writeYaml(context, base, { imported, selection, steps, desired });
  context.view.result(
    context.format === "json"
      ? renderImportJson({ entries: imported.entries, skipped: selection.skipped, handovers, observation, yaml: text })
      : text,
  );
  context.view.diagnostics(
    [
      ...seen.diagnostics,
      ...states.flatMap((state) => stateDiagnostics(state, desiredTargets(desired), observation)),
      ...skipDiagnostics(selection.skipped),
      ...unwritableDiagnostics(selection.candidates),
      ...broken.map(mendingDiagnostic),
    ],
    seen.sources,
  );
  if (context.format !== "text") return;
  const counts = { profiles: selection.candidates.length, entries: imported.entries.length };
  context.view.note(`${countedEntries(counts)}; ${selection.skipped.length} not imported.`);
  for (const step of steps) context.view.note(step);
}

function entryBase({ main }: ImportBase, desired: Desired): EntryBase {
  const isIgnored = anyGlob([...desired.ignoreTags, "aws:*"]);
  const { tags = {}, regions } = main?.value.defaults ?? {};
  const defaultTags = Object.entries(tags).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  return {
    accounts: desired.accounts,
    defaultTags: Object.fromEntries(defaultTags.filter(([key]) => !isIgnored(key))),
    defaultRegions: regions?.filter((region) => region !== undefined) ?? null,
  };
}

/** Those that are ours already leave the state as well. */
function toHandovers(states: readonly NamedState[], { candidates, skipped }: Selection): Handover[] {
  const ours = skipped.filter(({ reason }) => reason === "ours-already");
  const arns = new Set([...candidates, ...ours].map(({ live }) => live.arn));
  return states.map(({ file, state }) => toHandover(file, state, arns)).filter(({ instances }) => instances.length > 0);
}

function verifyLine({ repeatFlags }: CommandContext, handovers: readonly Handover[]): string {
  const files = handovers.length === 0 ? [] : ["--verify", "FILE"];
  return ["strata", "import", ...files, ...repeatFlags.map(shellQuote)].join(" ");
}

interface Written {
  readonly imported: ImportedEntries;
  readonly selection: Selection;
  readonly steps: readonly string[];
  readonly desired: Desired;
}

/** Written once to be checked, and once more with what the check found. */
function writeYaml(
  context: CommandContext,
  { main, head }: ImportBase,
  { imported, selection, steps, desired }: Written,
): { readonly text: string; readonly broken: readonly Broken[] } {
  const counts = { profiles: selection.candidates.length, entries: imported.entries.length };
  const write = (notes: ReadonlyMap<string, readonly string[]>): ImportText =>
    renderImportYaml({
      head: head === null ? null : { ...head, accounts: boundAccounts(head.accounts, desired) },
      imported,
      skipped: selection.skipped,
      intro: introLines(counts, head !== null, context.configFile),
      notes,
      steps,
    });
  const draft = write(new Map());
  const broken = main === null ? [] : checkAgainstFile(main, draft);
  if (broken.length === 0) return { text: draft.text, broken };
  const notes = new Map<string, string[]>();
  for (const { key, found } of broken) notes.set(key, [...(notes.get(key) ?? []), found.detail]);
  return { text: write(notes).text, broken };
}

/** A file that takes over ARNs has to be of their account: elsewhere it would create every profile anew. */
function boundAccounts(named: FreshOptions["accounts"], { accounts }: Desired): FreshOptions["accounts"] {
  return named.length > 0 ? named : accounts.map(({ id }) => ({ name: "main", id }));
}

function mendingDiagnostic({ key, found }: Broken): Diagnostic {
  const { detail, hint } = found;
  const where = key === "" ? "The defaults" : `The entry "${key}"`;
  return diagnostic("import/needs-mending", {
    detail: `${where}: ${detail}`,
    ...(hint === undefined ? {} : { hint }),
  });
}

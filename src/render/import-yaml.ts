/** Imported profiles as a YAML file that a person would keep. */
import type { ImportEntry, ImportedEntries, RegionVariant } from "../core/import-entry.ts";
import { unwritable } from "../core/import-report.ts";
import type { Skipped } from "../core/import-select.ts";
import { isEmptyLayer } from "../core/import-tags.ts";
import { targetId } from "../core/profile.ts";
import { yamlList, yamlMap, yamlScalar } from "./import-scalar.ts";
import { escapeForTerminal, wrapText } from "./terminal-text.ts";

const WIDTH = 100;

/** The keys that only a main file has. */
export interface FileHead {
  readonly stack: string;
  readonly regions: readonly string[];
  readonly accounts: readonly { readonly name: string; readonly id: string }[];
}

export interface ImportDocument {
  /** Null for a file to be included in another one. */
  readonly head: FileHead | null;
  readonly imported: ImportedEntries;
  readonly skipped: readonly Skipped[];
  /** Comments above everything; no line breaks needed. */
  readonly intro: readonly string[];
  /** What a person has to mend, by key of the entry; under "" what is about the defaults. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** Steps to take, as comments below the intro, line by line. */
  readonly steps: readonly string[];
}

export interface ImportText {
  readonly text: string;
  /** The line on which each entry begins, by key. */
  readonly entryLines: ReadonlyMap<string, number>;
}

export function renderImportYaml(document: ImportDocument): ImportText {
  const { head, imported, skipped, intro, notes, steps } = document;
  const raw = steps.length === 0 ? [] : ["", ...steps];
  const lines = [
    ...intro.flatMap((text) => comment(text, 0)),
    ...raw.map(commentLine),
    "",
    ...(head === null ? [] : headLines(head)),
    ...(notes.get("") ?? []).flatMap((text) => comment(text, 0)),
    ...defaultLines(imported),
    imported.entries.length === 0 ? "profiles: {}" : "profiles:",
  ];
  const entryLines = new Map<string, number>();
  for (const entry of imported.entries) {
    lines.push(...entryNotes(entry, notes.get(entry.key) ?? []).flatMap((text) => comment(text, 2)));
    entryLines.set(entry.key, lines.length + 1);
    lines.push(...entryBlock(entry));
  }
  return { text: `${[...lines, ...skippedLines(skipped)].join("\n")}\n`, entryLines };
}

/** The main file's own keys alone: also what a run without a file reads AWS with. */
export function headLines({ stack, regions, accounts }: FileHead): string[] {
  const listed = accounts.map(({ name, id }) => `  ${yamlScalar(name)}: { id: ${JSON.stringify(id)} }`);
  return [
    "version: 1",
    `stack: ${yamlScalar(stack)}`,
    `regions: ${yamlList(regions)}`,
    ...(listed.length === 0 ? [] : ["accounts:", ...listed]),
  ];
}

function defaultLines({ defaultTags, defaultRegions }: ImportedEntries): string[] {
  const lines = [
    ...(defaultRegions === null ? [] : [`  regions: ${yamlList(defaultRegions)}`]),
    ...(isEmptyLayer(defaultTags) ? [] : yamlMap("tags", defaultTags, 2, WIDTH)),
  ];
  return lines.length === 0 ? [] : ["defaults:", ...lines];
}

function entryBlock(entry: ImportEntry): string[] {
  const { key, model, routing, accounts, adopt, description, protect, keepsUnlisted, tags } = entry;
  return [
    `  ${yamlScalar(key)}:`,
    ...(model === null ? [] : [`    model: ${yamlScalar(model)}`]),
    ...(routing === null ? [] : [`    routing: ${routing}`]),
    ...regionLines(entry),
    ...(accounts === null ? [] : [`    accounts: ${yamlList(accounts)}`]),
    `    adopt: ${adopt === true ? "true" : yamlScalar(adopt)}`,
    ...(description === null ? [] : [`    description: ${yamlScalar(description)}`]),
    ...(protect ? ["    protect: true"] : []),
    ...(keepsUnlisted ? ["    unlistedTags: keep"] : []),
    ...(isEmptyLayer(tags) ? [] : yamlMap("tags", tags, 4, WIDTH)),
  ];
}

function regionLines({ regions }: ImportEntry): string[] {
  if (regions === null) return [];
  if (isMap(regions))
    return ["    regions:", ...[...regions].flatMap(([region, variant]) => variantLines(region, variant))];
  return [`    regions: ${yamlList(regions)}`];
}

function isMap(regions: NonNullable<ImportEntry["regions"]>): regions is ReadonlyMap<string, RegionVariant> {
  return regions instanceof Map;
}

function variantLines(region: string, { model, tags }: RegionVariant): string[] {
  if (model === null && isEmptyLayer(tags)) return [`      ${region}: {}`];
  return [
    `      ${region}:`,
    ...(model === null ? [] : [`        model: ${yamlScalar(model)}`]),
    ...(isEmptyLayer(tags) ? [] : yamlMap("tags", tags, 8, WIDTH)),
  ];
}

function entryNotes({ key, adopt, members }: ImportEntry, notes: readonly string[]): string[] {
  const [first] = members;
  const awsName = first?.live.awsName ?? "";
  const renamed =
    adopt === true || awsName === key
      ? []
      : [`On AWS: "${awsName}". The \`adopt:\` line has to stay, since the names differ.`];
  return [...renamed, ...members.flatMap(unwritable), ...notes.map((text) => `TO MEND: ${text}`)];
}

function skippedLines(skipped: readonly Skipped[]): string[] {
  if (skipped.length === 0) return [];
  const rows = skipped.map(({ live, detail }) => `${live.awsName} (${targetId(live.target)}, ${live.id}) ${detail}`);
  return ["", "# Not imported:", ...rows.map((row) => `#   ${escapeForTerminal(row)}`)];
}

function commentLine(text: string): string {
  return `# ${escapeForTerminal(text)}`.trimEnd();
}

/** Text of strangers stays in its comment: escaping leaves no line break in it. */
function comment(text: string, indent: number): string[] {
  const margin = " ".repeat(indent);
  return wrapText(escapeForTerminal(text), WIDTH - indent - 2).map((line) => `${margin}# ${line}`.trimEnd());
}

/** Regions: those of a profile must be declared, and should be ones that AWS offers. */

import { KNOWN_REGIONS } from "../../core/known-regions.ts";
import { type ConfigPart, entriesOf, items } from "../config-part.ts";
import type { InstancePath } from "../instance-path.ts";
import { accountsOf, isRegionMap, type ProfileEntry } from "../profile-entry.ts";
import { inCode, listed, nearest, suggestion } from "../wording.ts";
import { allParts, type Report, type Rule, type RuleContext } from "./rule.ts";

/** Declared regions outside AWS's list: perhaps new, more often misspelt. */
export const regionsAreKnown: Rule = ({ parts: { main } }, report) => {
  const lists: [InstancePath, readonly (string | undefined)[] | undefined][] = [
    [["regions"], main.value.regions],
    ...entriesOf(main.value.accounts).map(
      ([name, account]): [InstancePath, readonly (string | undefined)[] | undefined] => [
        ["accounts", name, "regions"],
        account.regions,
      ],
    ),
  ];
  for (const [path, list] of lists) {
    for (const [index, region] of items(list)) {
      if (KNOWN_REGIONS.has(region)) continue;
      const near = nearest(region, KNOWN_REGIONS);
      report("config/unknown-region", {
        detail: `${inCode(region)} is not among the regions where AWS listed application inference profiles.`,
        hint:
          near === undefined
            ? "Check the spelling; ignore this when the region is new."
            : `Did you mean ${inCode(near)}?`,
        subject: main.source.valueRange([...path, index]),
      });
    }
  }
};

/** Default regions must be declared in some account. */
export const defaultRegionsAreDeclared: Rule = (context, report) => {
  if (context.parts.main.broken.covers(["regions"])) return;
  for (const part of allParts(context)) {
    for (const [index, region] of items(part.value.defaults?.regions)) {
      if (context.scope.regions.has(region)) continue;
      undeclared(context, report, part, ["defaults", "regions", index], region);
    }
  }
};

/** A region that a profile names must be one of each account the profile goes to. */
export const profileRegionsAreDeclared: Rule = (context, report) => {
  if (context.parts.main.broken.covers(["regions"])) return;
  for (const entry of context.entries) {
    for (const [path, region] of namedRegions(entry)) checkRegion(context, report, entry, path, region);
  }
};

function namedRegions({ path, written }: ProfileEntry): [InstancePath, string][] {
  const at = [...path, "regions"];
  if (isRegionMap(written.regions)) return Object.keys(written.regions).map((region) => [[...at, region], region]);
  return [...items(written.regions as readonly string[] | undefined)].map(([index, region]) => [
    [...at, index],
    region,
  ]);
}

function checkRegion(
  context: RuleContext,
  report: Report,
  entry: ProfileEntry,
  path: InstancePath,
  region: string,
): void {
  const accounts = accountsOf(entry.written, context.scope);
  const without = accounts.filter((account) => !account.regions.includes(region));
  if (without.length === 0) return;
  if (without.length === accounts.length) {
    undeclared(context, report, entry.part, path, region);
    return;
  }
  const having = accounts.filter((account) => account.regions.includes(region)).map((account) => account.name ?? "");
  const { source } = entry.part;
  report("config/undeclared-region", {
    detail: `${inCode(entry.name)} goes to ${entry.written.accounts === undefined ? "every account" : "these accounts"}, and ${inCode(region)} is not a region of ${listed(without.map((account) => account.name ?? ""))}.`,
    hint: `Write ${inCode(`accounts: [${having.join(", ")}]`)}, or add the region to that account.`,
    subject: isRegionMap(entry.written.regions) ? source.keyRange(path) : source.valueRange(path),
  });
}

function undeclared(
  { scope }: RuleContext,
  report: Report,
  part: ConfigPart,
  path: InstancePath,
  region: string,
): void {
  const isItem = typeof path.at(-1) === "number";
  report("config/undeclared-region", {
    detail: `${inCode(region)} is not declared: Strata looks after ${listed(scope.regions)}.`,
    hint: suggestionOf(region, scope.regions),
    subject: isItem ? part.source.valueRange(path) : part.source.keyRange(path),
  });
}

function suggestionOf(region: string, declared: ReadonlySet<string>): string {
  const near = KNOWN_REGIONS.has(region) ? undefined : nearest(region, declared);
  return near === undefined
    ? `Add ${inCode(region)} to ${inCode("regions")} in the main file.`
    : suggestion(region, declared, "");
}

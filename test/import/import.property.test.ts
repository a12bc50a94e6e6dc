/**
 * Whatever is live: what an import writes loads without an error, and applying it adopts each profile that it lists and
 * does nothing else to it than setting marks. A second plan is then empty.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importCommand } from "../../src/commands/import.ts";
import { loadDesired } from "../../src/config/load.ts";
import type { AdoptChange } from "../../src/core/change.ts";
import { bindCaller, type Desired, desiredTargets } from "../../src/core/desired.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import type { Observation } from "../../src/core/observation.ts";
import { ownershipOf } from "../../src/core/ownership.ts";
import { type LiveProfile, targetId } from "../../src/core/profile.ts";
import { applyEdits } from "../../src/core/tag-edits.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { ACCOUNT, ALIKE, aCatalogue, aContext, aLive, NOW, sourcesIn } from "./world.ts";

const OTHER = "444455556666";
const REGIONS = ["us-west-2", "eu-central-1", "ap-northeast-1"];

const strange = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "a: b",
    "x # y",
    "- z",
    "'",
    '"',
    "{}",
    "*a",
    "&a",
    "!x",
    "%y",
    "@",
    "|",
    "\n---\n",
    "\u2028",
    "\0",
    "~",
    "null",
  ),
);
const plainTags = fc.constantFrom(
  "true",
  "1",
  "2026-01-01",
  "null",
  "~",
  "0x1",
  "",
  "no",
  "a b",
  "- a",
  "1e3",
  ".5",
  "x:",
  "a: b",
  " pad ",
  "\n",
  "ai-platform",
);
const keys = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      "owner",
      "project",
      "stage",
      "map-migrated",
      "aws-apn-id1",
      "y",
      "1",
      "__proto__",
      "aws:x",
      "a b",
      "null",
      "constructor",
    ),
  },
  { weight: 1, arbitrary: strange },
);
const marks = fc.constantFrom<Record<string, string>>(
  {},
  {},
  {},
  {},
  {},
  {},
  { "strata:stack": "other" },
  { "strata:stack": "genai", "strata:name": "app" },
  { AmazonDataZoneProject: "p" },
  { "aws:cloudformation:stack-name": "s" },
  { "strata:protect": "yes" },
  { "strata:name": "app", "strata:source": "x" },
  { "strata:retire-after": "2026-12-01T00:00:00Z" },
);
const names = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "app",
      "app-2",
      "bot",
      "true",
      "123",
      "search engine",
      "released-1",
      "declared",
      "constructor",
    ),
  },
  { weight: 1, arbitrary: strange.filter((name) => name !== "") },
);

const lives = fc
  .array(
    fc.record({
      name: names,
      region: fc.constantFrom(...REGIONS),
      account: fc.constantFrom(ACCOUNT, ACCOUNT, OTHER),
      source: fc.nat(4),
      tags: fc.array(fc.tuple(keys, fc.oneof({ weight: 5, arbitrary: plainTags }, { weight: 1, arbitrary: strange })), {
        maxLength: 5,
      }),
      shared: fc.boolean(),
      mark: marks,
      description: fc.option(fc.oneof(fc.constantFrom("Old bot", "true", "12:30", "null", ""), strange), {
        nil: undefined,
      }),
    }),
    { maxLength: 9 },
  )
  .map((rows) =>
    rows.map(({ name, region, account, source, tags, shared, mark, description }, index) =>
      aLive({
        name,
        id: `id${String(index).padStart(10, "0")}`,
        target: { account, region },
        source: sourcesIn(region)[source] ?? ALIKE[0],
        tags: Object.fromEntries([
          ...(shared
            ? [
                ["owner", "ai"],
                ["project", "x"],
              ]
            : []),
          ...tags,
          ...Object.entries(mark),
        ]),
        ...(description === undefined ? {} : { description }),
      }),
    ),
  );

const configs = fc
  .record({
    accounts: fc.constantFrom<object | undefined>(
      undefined,
      { prod: { id: ACCOUNT }, dev: { id: OTHER, regions: ["us-west-2", "eu-central-1"] } },
      { prod: { id: ACCOUNT }, dev: { id: OTHER }, later: { id: "777788889999", pending: true } },
    ),
    defaults: fc.constantFrom<object | undefined>(
      undefined,
      { tags: { owner: "ai", stage: "prod", "map-migrated": "m" } },
      { regions: ["us-west-2"], unlistedTags: "keep", tags: { project: "x" } },
      { regions: ["us-west-2", "eu-central-1"], tags: { y: "no", "1": "1" } },
    ),
    ignoreTags: fc.constantFrom([], ["map-migrated", "aws-apn-id*"]),
    release: fc.constantFrom([], ["released-*"]),
    profiles: fc.constantFrom<object>({}, { declared: { model: "global.amazon.nova-lite-v1:0" } }),
  })
  .map((parts) => ({ version: 1, stack: "genai", regions: REGIONS, ...parts }));

async function load(files: Record<string, string>): Promise<Desired> {
  const { desired, diagnostics } = await loadDesired("profiles.yaml", memoryFiles(files));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (desired === undefined) throw new Error("not loaded");
  return bindCaller(desired, ACCOUNT);
}

function observationOf(desired: Desired, live: readonly LiveProfile[]): Observation {
  const pending = new Set(desired.accounts.flatMap(({ id, pending: is }) => (is ? [id] : [])));
  return {
    targets: desiredTargets(desired).map((target) =>
      pending.has(target.account)
        ? { target, status: "pending" }
        : {
            target,
            status: "read",
            live: live.filter((one) => targetId(one.target) === targetId(target)),
            catalogue: aCatalogue(target),
          },
    ),
  };
}

/** Adopts as the file says, and answers what is live then. */
function adoptAll(desired: Desired, live: readonly LiveProfile[], listed: readonly string[]): LiveProfile[] {
  const diff = diffProfiles(desired, observationOf(desired, live), NOW);
  const touching = diff.changes.filter(({ arn }) => arn !== null && listed.includes(arn));
  expect(touching.map(({ action }) => action)).toEqual(listed.map(() => "adopt"));
  expect(new Set(touching.map(({ arn }) => arn)).size).toBe(listed.length);
  // Nothing but what the file declared before may be created.
  expect(diff.changes.filter(({ action, key }) => action === "create" && key.name !== "declared")).toEqual([]);
  const edits = new Map((touching as AdoptChange[]).map((change) => [change.arn, change.tagEdits]));
  for (const { set, remove } of edits.values()) {
    expect(Object.keys(remove)).toEqual([]);
    expect(Object.keys(set).filter((key) => !key.startsWith("strata:"))).toEqual([]);
  }
  return live.map((one) => {
    const edit = edits.get(one.arn);
    return edit === undefined ? one : { ...one, tags: applyEdits(one.tags ?? {}, edit) };
  });
}

async function checkImport(live: readonly LiveProfile[], config: object | null): Promise<void> {
  const given = { config: config === null ? null : JSON.stringify(config), live, format: "json" as const };
  const stale = new Map(live.slice(0, 2).map(({ arn }) => [arn, { owner: "before" }]));
  const told = aContext({ ...given, stale });
  const fresh = config === null ? { stack: "genai", regions: REGIONS, accounts: [] } : { regions: [], accounts: [] };
  expect(await importCommand(told.context, { fresh, states: [] })).toBe(0);
  const { profiles, skipped, yaml } = JSON.parse(told.result());
  const files =
    config === null
      ? { "profiles.yaml": yaml }
      : { "profiles.yaml": JSON.stringify({ ...config, include: ["imported.yaml"] }), "imported.yaml": yaml };
  const desired = await load(files);
  const listed: string[] = profiles.map(({ arn }: { arn: string }) => arn);

  const read = live.filter((one) =>
    desiredTargets(desired).some((target) => targetId(target) === targetId(one.target)),
  );
  const strangers = read.filter(({ tags }) => ownershipOf(tags, desired).kind !== "ours");
  const answered = [...listed, ...skipped.map(({ arn }: { arn: string }) => arn)];
  expect(answered.sort()).toEqual(strangers.map(({ arn }) => arn).sort());

  const adopted = adoptAll(desired, live, listed);
  const again = diffProfiles(desired, observationOf(desired, adopted), NOW);
  const after = again.changes.filter(({ arn }) => arn !== null && listed.includes(arn));
  expect(after.map(({ action }) => action)).toEqual(listed.map(() => "keep"));
}

describe("whatever is live", () => {
  test("an import into a configuration adopts exactly, and the next plan is empty", async () => {
    await fc.assert(fc.asyncProperty(lives, configs, checkImport), { numRuns: 400 });
  });

  test("an import that begins a configuration does too", async () => {
    await fc.assert(
      fc.asyncProperty(lives, (live) => checkImport(live, null)),
      { numRuns: 200 },
    );
  });
});

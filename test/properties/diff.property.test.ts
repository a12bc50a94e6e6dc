/** Properties of the planner over random states (STYLE 2.3): a model of AWS applies the plan, the plan comes out empty. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildPlan } from "../../src/core/build-plan.ts";
import { type Change, type CreateChange, isExecutable, type ReplaceChange } from "../../src/core/change.ts";
import { fullTags } from "../../src/core/decision.ts";
import type { Desired } from "../../src/core/desired.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import { isAwsNameOf, ownershipOf, RETIRE_TAG } from "../../src/core/ownership.ts";
import { WHOLE_SCOPE } from "../../src/core/plan.ts";
import { toPlanFile } from "../../src/core/plan-file.ts";
import type { DesiredProfile, LiveProfile, Tags } from "../../src/core/profile.ts";
import { applyEdits, type TagEdits } from "../../src/core/tag-edits.ts";
import { aDesired, aLive, anObservation, aState, GLOBAL, LITE, modelArns, NOW, PRO, STACK } from "../fakes/values.ts";

const names = fc.constantFrom("app", "bot", "search");
const sources = fc.constantFrom(LITE, PRO, GLOBAL);
const tagValues = fc.dictionary(
  fc.constantFrom("project", "stage", "aws:x", "keepme", "__proto__"),
  fc.constantFrom("", "a", "b"),
);

const desiredProfiles: fc.Arbitrary<DesiredProfile[]> = fc.uniqueArray(
  fc
    .record({
      name: names,
      source: sources,
      tags: fc.dictionary(fc.constantFrom("project", "stage"), fc.constantFrom("", "a", "b")),
      protect: fc.boolean(),
      adopt: fc.boolean(),
      unlistedTags: fc.constantFrom("remove", "keep"),
    })
    .map(({ source, ...rest }) => aDesired({ ...rest, candidates: [source] }) as DesiredProfile),
  { selector: (p) => p.key.name },
);

const states: fc.Arbitrary<Desired> = fc
  .record({
    profiles: desiredProfiles,
    graceMs: fc.constantFrom(0, 3_600_000),
    former: fc.boolean(),
    release: fc.boolean(),
  })
  .map(({ profiles, graceMs, former, release }) =>
    aState(profiles, {
      formerStacks: former ? ["before"] : [],
      replacement: { graceMs, on: ["model"] },
      ignoreTags: ["keepme"],
      release: release ? [{ pattern: "old*", declaredAt: aDesired().declaredAt }] : [],
    }),
  );

const lives: fc.Arbitrary<LiveProfile[]> = fc
  .array(
    fc.record({
      awsName: fc.constantFrom("app", "bot", "search", "app-2", "app-3", "other", "old-1"),
      source: sources,
      mark: fc.constantFrom(null, STACK, STACK, STACK, "before", "foreign"),
      strataName: fc.option(fc.constantFrom("app", "bot", "search", "old-1", "gone")),
      sourceTag: fc.option(sources),
      tags: tagValues,
      retire: fc.option(fc.constantFrom("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "soon")),
      protect: fc.boolean(),
    }),
    { maxLength: 7 },
  )
  .map((rows) =>
    rows.map(({ awsName, source, mark, strataName, sourceTag, tags, retire, protect }, i) =>
      aLive({
        id: `id${String(i).padStart(10, "0")}`,
        awsName,
        source,
        createdAt: `2026-01-0${i + 1}T00:00:00.000Z`,
        tags: Object.fromEntries([
          ...Object.entries(tags),
          ...(mark === null ? [] : [["strata:stack", mark]]),
          ...(strataName === null ? [] : [["strata:name", strataName]]),
          ...(sourceTag === null ? [] : [["strata:source", sourceTag]]),
          ...(mark === null || retire === null ? [] : [[RETIRE_TAG, retire]]),
          ...(mark === null || !protect ? [] : [["strata:protect", "true"]]),
        ]),
      }),
    ),
  );

/** Applies changes to the live profiles as AWS would. */
function applyTo(live: readonly LiveProfile[], changes: readonly Change[], desired: Desired): LiveProfile[] {
  const state = new Map(live.map((p) => [p.arn, p]));
  const successors = new Map<string, string>();
  for (const change of changes) {
    if (!isExecutable(change)) continue;
    if (change.action === "create") create(state, change, desired);
    else if (change.action === "replace") replace(state, successors, change, desired);
    else if (change.action === "delete" || change.action === "retire") state.delete(change.arn);
    else if (change.tagEdits !== null) edit(state, change.arn, change.tagEdits);
  }
  return [...state.values()];
}

type State = Map<string, LiveProfile>;

function setTags(state: State, arn: string, edit: (tags: Tags) => Tags): void {
  const old = state.get(arn);
  if (old === undefined) throw new Error("a change of a profile that is not there");
  state.set(arn, { ...old, tags: edit(old.tags ?? {}) });
}

function edit(state: State, arn: string, edits: TagEdits): void {
  setTags(state, arn, (tags) => applyEdits(tags, edits));
}

function create(state: State, { key, after }: CreateChange | ReplaceChange, desired: Desired): string {
  const taken = new Set([...state.values()].map((p) => p.awsName));
  const numbered = Array.from({ length: 9 }, (_, i) => `${key.name}-${i + 2}`);
  const made = aLive({
    awsName: [key.name, ...numbered].find((name) => !taken.has(name)) ?? "none",
    modelArns: modelArns(after.source),
    tags: fullTags(desired.stack, key.name, after.source, after.tags),
    createdAt: "2026-11-23T09:00:00.000Z",
  });
  state.set(made.arn, made);
  return made.arn;
}

function replace(state: State, successors: Map<string, string>, change: ReplaceChange, desired: Desired): void {
  const known = change.successor ?? successors.get(change.key.name);
  successors.set(change.key.name, known ?? create(state, change, desired));
  if (change.graceMs === 0) state.delete(change.arn);
  else setTags(state, change.arn, (tags) => Object.fromEntries([...Object.entries(tags), [RETIRE_TAG, RETIRE_AFTER]]));
}

const RETIRE_AFTER = "2026-11-24T09:00:00Z";

describe("the diff over random states", () => {
  test("profiles that do not carry our stack are never changed, but by an adoption the file asks for", () => {
    fc.assert(
      fc.property(states, lives, (desired, live) => {
        const { changes } = diffProfiles(desired, anObservation(live), NOW);
        const after = new Map(applyTo(live, changes, desired).map((p) => [p.arn, p]));
        const adopted = new Set(changes.flatMap((c) => (c.action === "adopt" ? [c.arn] : [])));
        for (const profile of live) {
          const owner = ownershipOf(profile.tags, desired);
          if (owner.kind === "ours") continue;
          if (adopted.has(profile.arn)) {
            expect(owner.kind).toBe("unmanaged");
            expect(desired.profiles.some((p) => p.adopt && p.key.name === profile.awsName)).toBe(true);
          } else {
            expect(after.get(profile.arn)).toBe(profile);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("protected profiles and profiles under another AWS name never lose their ARN", () => {
    fc.assert(
      fc.property(states, lives, (desired, live) => {
        const { changes } = diffProfiles(desired, anObservation(live), NOW);
        const after = new Set(applyTo(live, changes, desired).map((p) => p.arn));
        for (const p of live) {
          const isMismatched = !isAwsNameOf(p.awsName, p.tags?.["strata:name"] ?? p.awsName);
          if (p.tags?.["strata:protect"] !== undefined || isMismatched) expect(after.has(p.arn)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("applying twice does nothing, once what protection held back was lifted", () => {
    fc.assert(
      fc.property(states, lives, (desired, live) => {
        let state: readonly LiveProfile[] = live;
        for (let round = 0; round < 3; round++) {
          const { changes } = diffProfiles(desired, anObservation(state), NOW);
          const pending = changes.filter(isExecutable);
          if (pending.length === 0) return;
          state = applyTo(state, changes, desired);
        }
        const left = diffProfiles(desired, anObservation(state), NOW).changes.filter(isExecutable);
        expect(left).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("no key is ever left without a serving profile by a plan that also desires it", () => {
    fc.assert(
      fc.property(states, lives, (desired, live) => {
        const { changes } = diffProfiles(desired, anObservation(live), NOW);
        const after = applyTo(live, changes, desired);
        for (const { key } of desired.profiles) {
          const isBlocked = changes.some(
            (c) => c.key.name === key.name && (c.action === "blocked" || c.action === "protected"),
          );
          const serves = after.some((p) => p.tags?.["strata:name"] === key.name && p.tags["strata:stack"] === STACK);
          expect(serves || isBlocked).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("input order never matters: the same state gives the same bytes", () => {
    fc.assert(
      fc.property(states, lives, fc.infiniteStream(fc.nat()), (desired, live, numbers) => {
        const shuffle = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => ({ item, at: numbers.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const bytes = (d: Desired, l: readonly LiveProfile[]): string => {
          const observation = anObservation(l);
          const diff = diffProfiles(d, observation, NOW);
          return JSON.stringify(
            toPlanFile(buildPlan({ stacks: d, scope: WHOLE_SCOPE, observation, diff, billing: [], diagnostics: [] })),
          );
        };
        expect(bytes({ ...desired, profiles: shuffle(desired.profiles) }, shuffle(live))).toBe(bytes(desired, live));
      }),
      { numRuns: 300 },
    );
  });

  test("each live profile and each key ends in a decision that names it at most once as executable", () => {
    fc.assert(
      fc.property(states, lives, (desired, live) => {
        const { changes } = diffProfiles(desired, anObservation(live), NOW);
        const arns = changes.filter(isExecutable).flatMap(({ arn }) => arn ?? []);
        expect(new Set(arns).size).toBe(arns.length);
        const creates = changes.filter((c) => c.action === "create").map(({ key }) => key.name);
        expect(new Set(creates).size).toBe(creates.length);
        for (const { key } of desired.profiles) expect(changes.some((c) => c.key.name === key.name)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

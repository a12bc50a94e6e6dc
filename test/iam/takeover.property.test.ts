/** Whatever the writing role does, and in whatever order: nobody else's profile changes hands, tags or existence. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Desired } from "../../src/core/desired.ts";
import {
  desiredOf,
  documentsIn,
  FILE,
  mayCreate,
  mayDelete,
  mayTag,
  mayUntag,
  type NewTags,
  PROD,
  policiesOf,
  type Tags,
} from "./estate.ts";

const base: Desired = await desiredOf(FILE);

type Call =
  | { readonly kind: "create"; readonly tags: Tags }
  | { readonly kind: "tag"; readonly at: number; readonly tags: Tags }
  | { readonly kind: "untag"; readonly at: number; readonly keys: readonly string[] }
  | { readonly kind: "delete"; readonly at: number };

interface World {
  readonly stack: string;
  readonly formerStacks: readonly string[];
  readonly profiles: readonly Tags[];
  readonly calls: readonly Call[];
  readonly newTags: NewTags;
}

/** Few and alike, so that they often meet. */
const stackName = fc.constantFrom("a", "a", "b", "A");
const key = fc.constantFrom(
  "strata:stack",
  "strata:stack",
  "strata:name",
  "strata:protect",
  "project",
  "AmazonDataZoneProject",
);
const tags = fc.dictionary(key, stackName, { maxKeys: 4 });
const at = fc.nat({ max: 2 });
const call: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), tags }),
  fc.record({ kind: fc.constant("tag" as const), at, tags: fc.dictionary(key, stackName, { minKeys: 1, maxKeys: 4 }) }),
  fc.record({ kind: fc.constant("untag" as const), at, keys: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("delete" as const), at }),
);
const world: fc.Arbitrary<World> = fc.record({
  stack: stackName,
  formerStacks: fc.uniqueArray(stackName, { maxLength: 1 }),
  profiles: fc.array(tags, { minLength: 1, maxLength: 3 }),
  calls: fc.array(call, { minLength: 1, maxLength: 3 }),
  newTags: fc.constantFrom<NewTags>("requested", "none"),
});

interface Live {
  readonly tags: Tags;
  /** Made by this role, so that it is ours from the start. */
  readonly made: boolean;
}

/** What is left after the calls that were allowed, and how many those were; a deleted profile is null. */
function play({ calls, profiles, newTags }: World, documents: readonly object[]) {
  const live: (Live | null)[] = profiles.map((own) => ({ tags: own, made: false }));
  let allowed = 0;
  for (const one of calls) {
    if (one.kind === "create") {
      if (!mayCreate(documents, { tags: one.tags }, newTags)) continue;
      live.push({ tags: one.tags, made: true });
      allowed += 1;
      continue;
    }
    const target = live[one.at];
    if (target === undefined || target === null) continue;
    const after = edited(one, target.tags, documents);
    if (after === undefined) continue;
    live[one.at] = after === null ? null : { ...target, tags: after };
    allowed += 1;
  }
  return { live, allowed };
}

/** Undefined where the call is refused, null where it deletes. */
function edited(
  one: Exclude<Call, { kind: "create" }>,
  tagged: Tags,
  documents: readonly object[],
): Tags | null | undefined {
  const profile = { tags: tagged };
  switch (one.kind) {
    case "tag":
      return mayTag(documents, profile, one.tags) ? { ...tagged, ...one.tags } : undefined;
    case "untag":
      return mayUntag(documents, profile, one.keys)
        ? Object.fromEntries(Object.entries(tagged).filter(([name]) => !one.keys.includes(name)))
        : undefined;
    case "delete":
      return mayDelete(documents, profile) ? null : undefined;
  }
}

function documentsOf({ stack, formerStacks }: World, adopt: boolean): object[] {
  return documentsIn(policiesOf({ ...base, stack, formerStacks }, { role: "apply", adopt }), PROD);
}

function isOurs({ stack, formerStacks }: World, own: Tags): boolean {
  return [stack, ...formerStacks].includes(own["strata:stack"] ?? "");
}

const RUNS = { numRuns: 3_000 };

test("without --adopt, what was not ours is as it was", () => {
  let took = 0;
  fc.assert(
    fc.property(world, (given) => {
      const { live, allowed } = play(given, documentsOf(given, false));
      took += allowed;
      given.profiles.forEach((before, index) => {
        if (!isOurs(given, before)) expect(live[index]).toEqual({ tags: before, made: false });
      });
    }),
    RUNS,
  );
  expect(took).toBeGreaterThan(300);
});

test("with --adopt, what another stack or tool owns is as it was", () => {
  let took = 0;
  fc.assert(
    fc.property(world, (given) => {
      const { live, allowed } = play(given, documentsOf(given, true));
      took += allowed;
      given.profiles.forEach((before, index) => {
        const isFree = before["strata:stack"] === undefined && before.AmazonDataZoneProject === undefined;
        if (!isFree && !isOurs(given, before)) expect(live[index]).toEqual({ tags: before, made: false });
      });
    }),
    RUNS,
  );
  expect(took).toBeGreaterThan(300);
});

test("nothing is ever marked as another stack's", () => {
  fc.assert(
    fc.property(world, fc.boolean(), (given, adopt) => {
      const { live } = play(given, documentsOf(given, adopt));
      const marks = (list: readonly (Live | null)[]) => list.map((one) => one?.tags["strata:stack"]);
      const before = given.profiles.map((own) => own["strata:stack"]);
      const changed = marks(live).filter((mark, index) => mark !== before[index] && mark !== undefined);
      expect(changed.filter((mark) => mark !== given.stack)).toEqual([]);
    }),
    RUNS,
  );
});

test("the play finds a takeover where a policy lets one through", () => {
  const given: World = {
    stack: "a",
    formerStacks: [],
    profiles: [{ "strata:stack": "b" }],
    calls: [
      { kind: "tag", at: 0, tags: { "strata:stack": "a" } },
      { kind: "delete", at: 0 },
    ],
    newTags: "requested",
  };
  const careless = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["bedrock:TagResource"],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:RequestTag/strata:stack": "a" } },
      },
    ],
  };
  expect(play(given, [...documentsOf(given, false), careless])).toEqual({ live: [null], allowed: 2 });
  expect(play(given, documentsOf(given, false))).toEqual({
    live: [{ tags: { "strata:stack": "b" }, made: false }],
    allowed: 0,
  });
});

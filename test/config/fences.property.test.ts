/** A fence refuses what breaks out of it, and nothing else: against a model that knows no code of ours. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { memoryFiles } from "./memory-files.ts";

type Value = string | null | undefined;

interface Team {
  readonly owns: {
    readonly project?: readonly string[];
    readonly accounts?: readonly string[];
    readonly name?: string;
  };
  readonly shared: string | undefined;
  readonly own: Value;
  readonly name: string;
  readonly accounts: readonly string[] | undefined;
  readonly project: Value;
  /** What each region says; without it, one region for which nothing differs. */
  readonly regions: readonly Value[] | undefined;
}

const REGIONS = ["us-west-2", "us-east-1"];
const ACCOUNTS = ["dev", "prod"];
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "x-*": ["x-1", "x-10"],
  "?-1": ["x-1", "y-1"],
  "y-1": ["y-1"],
};
const VALUES = ["a", "b", "c", "was-a", "was-b"];

const value = fc.constantFrom<Value>(undefined, null, ...VALUES);
const owns = fc
  .record(
    {
      project: fc.subarray(VALUES, { minLength: 1 }),
      accounts: fc.subarray(ACCOUNTS, { minLength: 1 }),
      name: fc.constantFrom(...Object.keys(NAMES)),
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);
const teams: fc.Arbitrary<Team> = fc.record({
  owns,
  shared: fc.constantFrom(undefined, ...VALUES),
  own: value,
  name: fc.constantFrom("x-1", "x-10", "y-1"),
  accounts: fc.option(fc.subarray(ACCOUNTS, { minLength: 1 }), { nil: undefined }),
  project: value,
  regions: fc.option(fc.array(value, { minLength: 1, maxLength: 2 }), { nil: undefined }),
});

const tags = (project: Value): object => (project === undefined ? {} : { tags: { project } });

/** JSON is YAML. */
function filesOf({ owns, shared, own, name, accounts, project, regions }: Team): Record<string, string> {
  const fence = {
    ...(owns.project && { tags: { project: owns.project } }),
    ...(owns.accounts && { accounts: owns.accounts }),
    ...(owns.name && { names: owns.name }),
  };
  const main = {
    version: 1,
    stack: "genai-platform",
    regions: REGIONS,
    accounts: { dev: { id: "444455556666" }, prod: { id: "111122223333" } },
    projects: { a: { formerly: ["was-a"] }, b: { formerly: ["was-b"] } },
    include: ["teams/*.yaml", { path: "teams/x.yaml", owns: fence }],
    ...(shared !== undefined && { defaults: tags(shared) }),
  };
  const places = regions?.map((one, at) => [REGIONS[at], tags(one)]);
  const profile = {
    model: "us.amazon.nova-lite-v1:0",
    ...(accounts && { accounts }),
    ...tags(project),
    ...(places && { regions: Object.fromEntries(places) }),
  };
  const team = { ...(own !== undefined && { defaults: tags(own) }), profiles: { [name]: profile } };
  return { "profiles.yaml": JSON.stringify(main), "teams/x.yaml": JSON.stringify(team) };
}

const present = (one: string): string => one.replace("was-", "");

function isWithin({ owns, shared, own, name, accounts = ACCOUNTS, project, regions = [undefined] }: Team): boolean {
  const isOwned = (last: Value): boolean => {
    const told = [last, project, own, shared].find((one) => one !== undefined);
    return typeof told === "string" && owns.project?.map(present).includes(present(told)) === true;
  };
  return (
    (owns.project === undefined || regions.every(isOwned)) &&
    (owns.accounts === undefined || accounts.every((one) => owns.accounts?.includes(one))) &&
    (owns.name === undefined || NAMES[owns.name]?.includes(name) === true)
  );
}

test("what a team file declares is within its fence, or refused on a line of that file", async () => {
  await fc.assert(
    fc.asyncProperty(teams, async (team) => {
      const { desired, diagnostics } = await loadDesired("profiles.yaml", memoryFiles(filesOf(team)));
      const outside = diagnostics.filter(({ code }) => code === "policy/outside-team");
      expect(outside.length > 0).toBe(!isWithin(team));
      for (const { subject, related } of outside) {
        expect([subject?.file, related?.[0]?.range.file]).toEqual(["teams/x.yaml", "profiles.yaml"]);
      }
      if (!isWithin(team)) expect(desired).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

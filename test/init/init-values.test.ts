/** What `strata init` takes from its surroundings, and the files that come of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadDesired } from "../../src/config/load.ts";
import { type InitAnswers, parseAccount, splitRegions, stackProblem } from "../../src/core/init-answers.ts";
import { isPlainBranch, isPlainPath, repositoryOfRemote, stackOfRepository } from "../../src/core/init-repository.ts";
import { KNOWN_REGIONS } from "../../src/core/known-regions.ts";
import { geoPrefixes } from "../../src/core/source-id.ts";
import { exampleModel, renderInitConfig } from "../../src/render/init-config.ts";
import { renderApplyWorkflow } from "../../src/render/workflow-apply.ts";
import { DAILY } from "../../src/render/workflow-parts.ts";
import { renderPlanWorkflow } from "../../src/render/workflow-plan.ts";
import { catalogueOf } from "../../src/sandbox/catalogue.ts";
import { memoryFiles } from "../config/memory-files.ts";
import { lintProblems, policyProblems } from "../workflows/workflow-policy.ts";

describe("the repository of a remote", () => {
  test.each([
    ["git@github.com:acme/ai.git", "acme/ai"],
    ["https://github.com/acme/ai", "acme/ai"],
    ["https://token:x@github.com/acme/ai.git/", "acme/ai"],
    ["ssh://git@github.example.com:2222/acme/genai.profiles.git", "acme/genai.profiles"],
    ["/srv/git/acme/ai", undefined],
    ["../ai", undefined],
    ["https://gitlab.com/group/sub/ai", undefined],
    ["git@github.com:acme/$(id).git", undefined],
    ["git@github.com:acme/..", undefined],
  ])("%s", (remote, repository) => expect(repositoryOfRemote(remote)).toBe(repository));

  test("gives the stack its name", () => {
    expect(stackOfRepository("acme/.github")).toBe("github");
    expect(stackOfRepository("acme/---")).toBeUndefined();
  });
});

test("paths and branches that a shell or a pattern would read otherwise are not plain", () => {
  expect(["profiles.yaml", "infra/eu/p.yml"].filter(isPlainPath)).toHaveLength(2);
  expect(["", "-x", "/a", "a/../b", "a//b", "a b", "a;b", "a$b", "a\nb", "..", "{a}"].filter(isPlainPath)).toEqual([]);
  expect(["main", "release/2026.x"].filter(isPlainBranch)).toHaveLength(2);
  expect(
    ["", "*", "!main", "a b", "a'b", "a+", "a/", "a.", "a..b", "a//b", "a/.b", "a.lock"].filter(isPlainBranch),
  ).toEqual([]);
});

test("accounts and regions as a person types them", () => {
  expect(parseAccount("prod=111122223333")).toEqual({ name: "prod", id: "111122223333" });
  expect(["prod", "prod=1", "=111122223333", "a b=111122223333"].map(parseAccount)).toEqual(Array(4).fill(undefined));
  expect(splitRegions(" us-east-1,  eu-west-1 us-east-1,")).toEqual(["us-east-1", "eu-west-1"]);
});

describe("the example profile", () => {
  test.each([...KNOWN_REGIONS])("AWS lists its model in %s", (region) => {
    const { model, routing } = exampleModel(region);
    const prefixes = routing === "global" ? ["global"] : geoPrefixes(region);
    const offered = catalogueOf(region, "us-gov").systemProfiles;
    expect(prefixes.map((prefix) => `${prefix}.${model}`).some((id) => offered.has(id))).toBe(true);
  });
});

const ANSWERS: fc.Arbitrary<InitAnswers> = fc.record({
  stack: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._:/=+@-]{0,30}$/),
  regions: fc.uniqueArray(fc.constantFrom(...KNOWN_REGIONS), { minLength: 1, maxLength: 4 }),
  accounts: fc.uniqueArray(
    fc.record({ name: fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,10}$/), id: fc.stringMatching(/^\d{12}$/) }),
    { maxLength: 3, selector: ({ name }) => name },
  ),
});

test("whatever was answered, the file is valid and declares the example once", async () => {
  await fc.assert(
    fc.asyncProperty(ANSWERS, async (answers) => {
      fc.pre(stackProblem(answers.stack) === undefined && isOneId(answers));
      const text = renderInitConfig(answers, "1.2.3");
      const { desired, diagnostics } = await loadDesired("profiles.yaml", memoryFiles({ "profiles.yaml": text }));
      expect(diagnostics).toEqual([]);
      expect(desired?.stack).toBe(answers.stack);
      expect(desired?.profiles.map(({ key }) => [key.name, key.region])).toEqual([["example", answers.regions[0]]]);
    }),
    { numRuns: 200 },
  );
});

function isOneId({ accounts }: InitAnswers): boolean {
  return new Set(accounts.map(({ id }) => id)).size === accounts.length;
}

test("whatever the path, branch and region, the workflows keep the policy", async () => {
  const settings = fc.record({
    branch: fc.stringMatching(/^[A-Za-z0-9][\w./-]{0,20}$/).filter(isPlainBranch),
    config: fc.stringMatching(/^[A-Za-z0-9_][\w./+@-]{0,20}$/).filter(isPlainPath),
    region: fc.constantFrom(...KNOWN_REGIONS),
  });
  await fc.assert(
    fc.asyncProperty(settings, async (some) => {
      const all = { ...some, tool: { kind: "package", spec: "bedrock-strata@1.2.3" } as const, ...DAILY };
      for (const text of [renderPlanWorkflow(all), renderApplyWorkflow(all)]) {
        expect(policyProblems(text)).toEqual([]);
        expect(await lintProblems(text)).toEqual([]);
      }
    }),
    { numRuns: 10 },
  );
});

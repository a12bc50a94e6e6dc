import { describe, expect, test } from "vitest";
import { externalIdProblem, roleNameProblem, sessionName } from "../../src/cli/session-name.ts";

describe("the name of a role session", () => {
  const github = { GITHUB_ACTIONS: "true", GITHUB_RUN_ID: "1182", GITHUB_SHA: "9f3c2abd0e1f2a3b" };
  test.each([
    ["a laptop", {}, "strata"],
    ["a pull request on GitHub", { ...github, GITHUB_REF: "refs/pull/12/merge" }, "strata-pr12-run1182-9f3c2ab"],
    ["a push on GitHub", { ...github, GITHUB_REF: "refs/heads/main" }, "strata-run1182-9f3c2ab"],
    [
      "a merge request on GitLab",
      { GITLAB_CI: "true", CI_MERGE_REQUEST_IID: "7", CI_PIPELINE_ID: "88", CI_COMMIT_SHA: "0123456789ab" },
      "strata-pr7-run88-0123456",
    ],
    ["GitHub's variables outside of GitHub", { GITHUB_RUN_ID: "1182" }, "strata"],
    [
      "hostile text",
      { ...github, GITHUB_RUN_ID: "1 2:é/../3", GITHUB_REF: "refs/pull/1x/merge" },
      "strata-run12..3-9f3c2ab",
    ],
    ["text without end", { ...github, GITHUB_RUN_ID: "9".repeat(99) }, `strata-run${"9".repeat(54)}`],
  ])("%s", (_, env, name) => {
    expect(sessionName(env)).toBe(name);
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});

test.each([
  ["strata", true],
  ["team/ops/strata-plan", true],
  ["a+=,.@_-Z9", true],
  ["x".repeat(64), true],
  ["x".repeat(65), false],
  ["arn:aws:iam::111122223333:role/x", false],
  ["x:y", false],
  ["../admin", false],
  ["a//b", false],
  ["/a", false],
  ["a b", false],
  ["", false],
])("the role name %s: %s", (name, isRight) => {
  expect(roleNameProblem(name) === undefined).toBe(isRight);
});

test.each([
  ["ab", true],
  ["a:b/c=d,e@f.g-h_i", true],
  ["a", false],
  ["a b", false],
  ["x".repeat(1225), false],
])("the external id %s: %s", (id, isRight) => {
  expect(externalIdProblem(id) === undefined).toBe(isRight);
});

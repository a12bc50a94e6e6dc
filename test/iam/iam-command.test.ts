/** `strata iam` as a whole: what is printed where, and what is refused. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import iamSchema from "../../schema/iam.schema.json" with { type: "json" };
import { type Asking, iam } from "./command.ts";
import { DEV, PROD } from "./estate.ts";
import { isAllowed, trusts } from "./evaluator.ts";

const isResult = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false }).compile(iamSchema);
const ORIGIN = "git@github.com:acme/genai.git";
const ONE = `version: 1\nstack: genai\nregions: [us-west-2]\nprofiles:\n  bot: { model: us.amazon.nova-lite-v1:0 }\n`;

describe("the result", () => {
  test.each<Asking>([
    { role: "plan" },
    { role: "apply", trust: true, remote: ORIGIN },
    { role: "billing" },
    { role: "caller", scope: { only: ["search-*"] } },
    { role: "plan", entry: true, roleName: "strata-plan" },
  ])("as JSON follows the schema: %j", async (asking) => {
    const { code, stdout, stderr } = await iam({ ...asking, format: "json" });
    const result = JSON.parse(stdout);
    expect([code, stderr]).toEqual([0, ""]);
    expect(isResult(result), JSON.stringify(isResult.errors)).toBe(true);
    expect(result.role).toBe(asking.role);
    expect(result.policies.length).toBeGreaterThan(0);
    expect(result.trust === null).toBe(asking.trust !== true);
  });

  test("as text is the document alone, with the notes beside it", async () => {
    const { stdout, stderr } = await iam({ role: "plan", file: ONE });
    expect(Object.keys(JSON.parse(stdout))).toEqual(["Version", "Statement"]);
    expect(stderr).toMatch(/^note: Reading is allowed in every region/m);
  });

  test("with --trust is the trust policy alone, and only its notes", async () => {
    const { stdout, stderr } = await iam({ role: "plan", file: ONE, trust: true, account: PROD, remote: ORIGIN });
    expect(JSON.parse(stdout).Statement).toHaveLength(1);
    expect(stdout).toContain(`arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com`);
    expect(stderr).toContain("sub_claim_prefix");
    expect(stderr).not.toContain("Reading is allowed");
  });

  test("of several accounts is one document after the other, in the order that is told", async () => {
    const { stdout, stderr } = await iam({ role: "plan" });
    const documents = stdout.split(/(?<=^}\n)/m).map((text) => JSON.stringify(JSON.parse(text)));
    expect(documents.map((text) => [text.includes(PROD), text.includes(DEV)])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(stderr).toContain("2 documents, in this order: prod, dev.");
    expect((await iam({ role: "plan", scope: { targets: ["dev/*"] } })).stdout).not.toContain(PROD);
  });

  test("never holds an account that nobody has named", async () => {
    const open = await iam({ role: "apply", file: ONE });
    expect(open.stdout).toContain("arn:aws:bedrock:us-west-2:*:application-inference-profile/*");
    expect(open.stderr).toContain("--account ID puts the number in");
    const closed = await iam({ role: "apply", file: ONE, account: PROD });
    expect(closed.stdout).not.toContain(":*:application");
    expect(closed.stderr).not.toContain("--account ID");
  });
});

describe("several accounts with a role each", () => {
  test("--entry assumes the role of that name in each of them, and nothing else", async () => {
    const { stdout } = await iam({ role: "apply", entry: true, roleName: "team/strata-apply" });
    const document = JSON.parse(stdout);
    const ask = (resource: string) => isAllowed([document], { action: "sts:AssumeRole", resource, context: {} });
    expect(ask(`arn:aws:iam::${PROD}:role/team/strata-apply`)).toBe(true);
    expect(ask(`arn:aws:iam::${DEV}:role/team/strata-apply`)).toBe(true);
    expect(ask(`arn:aws:iam::${DEV}:role/admin`)).toBe(false);
    expect(document.Statement).toHaveLength(1);
  });

  test("the caller is asked for cost tags where the file names no payer", async () => {
    const file = `version: 1\nstack: g\nregions: [us-west-2]\naccounts: { a: { id: "${PROD}" }, b: { id: "${DEV}" } }\ncostAllocationTags: [p]\nprofiles:\n  x: { model: amazon.nova-lite-v1:0, tags: { p: x } }\n`;
    expect((await iam({ file, entry: true, roleName: "r" })).stdout).toContain("ce:ListCostAllocationTags");
    expect((await iam({ file, role: "billing" })).stderr).toContain("It belongs in the payer's account");
    expect((await iam({ file, role: "plan" })).stderr).toContain(
      "Cost allocation tags can be read in the payer's account alone",
    );
  });

  test("each of the roles trusts the one that is entered first", async () => {
    const principal = `arn:aws:iam::${PROD}:role/strata-entry`;
    const { stdout } = await iam({ trust: true, principal, externalId: "acme" });
    const asked = { action: "sts:AssumeRole", principal: { AWS: principal }, context: { "sts:ExternalId": "acme" } };
    expect(trusts(JSON.parse(stdout), asked)).toBe(true);
  });
});

describe("what is said", () => {
  const withAdopt = ONE.replace("v1:0 }", "v1:0, adopt: true }");
  test("about adopting: where the file wants it, and where the policy allows it", async () => {
    expect((await iam({ role: "apply", file: withAdopt })).stderr).toContain("print it with --adopt");
    const allowing = await iam({ role: "apply", file: withAdopt, adopt: true });
    expect(allowing.stderr).not.toContain("which this policy does not allow");
    expect(allowing.stderr).toContain("what it has marked it may delete");
  });

  test("about former stacks, published parameters and billing", async () => {
    const { stderr } = await iam({ role: "apply" });
    expect(stderr).toContain("Profiles of formerStacks count as ours");
    expect(stderr).toContain("strata iam billing");
    const wide = `${ONE}publish: { ssm: "/{name}" }\n`;
    expect((await iam({ role: "apply", file: wide })).stderr).toContain("publish.ssm begins with a placeholder");
  });

  test("about asking for costs, which only the billing policy allows", async () => {
    const asked = (file: string) => iam({ role: "plan", file });
    const told = await asked(`${ONE}costAllocationTags: [p, "strata:name"]\n`);
    expect([told.stderr, told.stdout]).toEqual([
      expect.stringContaining("strata iam billing prints ReadCosts"),
      expect.not.stringContaining("ce:GetCostAndUsage"),
    ]);
    expect((await asked(`${ONE}costAllocationTags: [p]\n`)).stderr).not.toContain("ReadCosts");
    expect((await iam({ role: "billing" })).stdout).toContain("ce:GetCostAndUsage");
  });

  test("about models that a caller's policy does not know", async () => {
    expect((await iam({ role: "caller" })).stderr).toContain("--any-model");
    expect((await iam({ role: "caller", anyModel: true })).stderr).not.toContain("--any-model");
  });

  test("a trust policy with ids is not told that ids may be missing", async () => {
    const { stderr } = await iam({ file: ONE, trust: true, account: PROD, subjectPrefix: "repo:acme@1/genai@2" });
    expect(stderr).not.toContain("sub_claim_prefix");
  });

  test("a policy that IAM would refuse is a warning", async () => {
    const subjects = Array.from({ length: 60 }, (_, n) => `repo:acme/genai:environment:environment-number-${n}`);
    const { code, stderr } = await iam({ file: ONE, trust: true, account: PROD, subjects });
    expect(code).toBe(0);
    expect(stderr).toContain("iam/policy-too-long");
    expect(stderr).toContain("and IAM takes 2048");
  });
});

describe("what is refused", () => {
  test.each<[string, Asking]>([
    ["two different results", { format: "json", as: "terraform" }],
    ["serves the whole stack", { role: "apply", scope: { only: ["bot"] } }],
    ["this one names its accounts", { account: PROD }],
    ["--role-name is missing", { entry: true }],
    ["--account is missing", { file: ONE, trust: true, remote: ORIGIN }],
    ["--account is missing", { file: ONE, as: "terraform", remote: ORIGIN }],
    ["--repository is missing", { file: ONE, trust: true, account: PROD }],
    ["--repository is missing", { file: ONE, trust: true, account: PROD, remote: "/srv/git/genai" }],
    ["trust GitHub Actions", { trust: true, principal: `arn:aws:iam::${PROD}:role/x`, repository: "a/b" }],
    ["needs no --subject-prefix", { trust: true, subjects: ["repo:a/b:pull_request"], subjectPrefix: "repo:a/b" }],
    ["writes the role of one account", { as: "cloudformation", remote: ORIGIN }],
    ["none of the targets", { scope: { targets: ["qa/*"] } }],
    ["matches no profile of the file", { role: "caller", scope: { only: ["serach-a"] } }],
    ["leaves out every profile", { role: "caller", scope: { only: ["bot"], exclude: ["b*"] } }],
    [
      "no profile in these targets",
      { role: "caller", file: "version: 1\nstack: g\nregions: [us-west-2]\nprofiles: {}\n" },
    ],
  ])("%s", async (message, asking) => {
    const { code, stdout, stderr } = await iam(asking);
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toContain(message);
  });

  test("an invalid file", async () => {
    expect((await iam({ file: "version: 1\n" })).code).toBe(6);
  });
});

/** What an application may call: its own profiles, whatever their ARN, and their models through nothing else. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Desired } from "../../src/core/desired.ts";
import type { IamOptions } from "../../src/core/iam-options.ts";
import { DEV, desiredOf, documentsIn, FILE, PROD, type Profile, policiesOf, profileArn, type Tags } from "./estate.ts";
import { isAllowed } from "./evaluator.ts";

const SONNET = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const INVOKE = "bedrock:InvokeModel";
const SEARCH: Tags = { "strata:stack": "genai", "strata:name": "search-a" };

let desired: Desired;
beforeAll(async () => {
  desired = await desiredOf(FILE);
});

/** As the command narrows the file before it asks. */
function documentsFor(only: readonly string[], options: Partial<IamOptions> = {}, account = PROD): object[] {
  const names = { only, exclude: [], ...options.names };
  return documentsIn(policiesOf(desired, { role: "caller", ...options, names }), account);
}

/** Bedrock asks for the profile, and for each model behind it (docs/AWS.md section 8). */
function mayCall(documents: readonly object[], profile: Profile, models: readonly string[], action = INVOKE): boolean {
  const tags = Object.fromEntries(
    Object.entries(profile.tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
  );
  const through = { "bedrock:InferenceProfileArn": profileArn(profile) };
  return (
    isAllowed(documents, { action, resource: profileArn(profile), context: tags }) &&
    models.every((resource) => isAllowed(documents, { action, resource, context: through }))
  );
}

function modelIn(region: string, id = SONNET): string {
  return `arn:aws:bedrock:${region}::foundation-model/${id}`;
}

describe("a caller of search-*", () => {
  test("calls its profiles in each region, streaming or not, whichever regions they route to", () => {
    const documents = documentsFor(["search-*"]);
    for (const action of [INVOKE, "bedrock:InvokeModelWithResponseStream"]) {
      expect(mayCall(documents, { tags: SEARCH }, [modelIn("us-east-1"), modelIn("us-west-2")], action)).toBe(true);
      expect(mayCall(documents, { region: "eu-central-1", tags: SEARCH }, [modelIn("eu-north-1")], action)).toBe(true);
    }
  });

  test("calls one that routes worldwide: its model has no region", () => {
    const tags = { ...SEARCH, "strata:name": "search-b" };
    expect(mayCall(documentsFor(["search-*"]), { tags }, [modelIn("", "amazon.nova-2-lite-v1:0")])).toBe(true);
  });

  test("calls a profile that has not been marked anew yet", () => {
    expect(mayCall(documentsFor(["search-*"]), { tags: { ...SEARCH, "strata:stack": "old-genai" } }, [])).toBe(true);
  });

  const others: readonly [string, Profile][] = [
    ["another entry's", { tags: { ...SEARCH, "strata:name": "bot" } }],
    ["another stack's", { tags: { ...SEARCH, "strata:stack": "other" } }],
    ["one without marks", { tags: {} }],
    ["one in another account", { account: DEV, tags: SEARCH }],
    ["one in another region", { region: "sa-east-1", tags: SEARCH }],
  ];
  test.each(others)("does not call %s", (_, profile) => {
    expect(mayCall(documentsFor(["search-*"]), profile, [])).toBe(false);
  });

  test("calls no model directly, nor through a system profile or another account's", () => {
    const documents = documentsFor(["search-*"]);
    const ask = (context: Record<string, string>) =>
      isAllowed(documents, { action: INVOKE, resource: modelIn("us-west-2"), context });
    expect(ask({})).toBe(false);
    expect(
      ask({ "bedrock:InferenceProfileArn": `arn:aws:bedrock:us-west-2:${PROD}:inference-profile/us.${SONNET}` }),
    ).toBe(false);
    expect(ask({ "bedrock:InferenceProfileArn": profileArn({ account: DEV }) })).toBe(false);
    expect(ask({ "bedrock:InferenceProfileArn": profileArn({}) })).toBe(true);
  });

  test("reads the parameters that hold its ARNs, and no other's", () => {
    const documents = documentsFor(["search-a"]);
    const statements = documents.flatMap(
      (one) => (one as { Statement: { Sid: string; Resource: string[] }[] }).Statement,
    );
    const paths = statements.find(({ Sid }) => Sid === "ReadPublished")?.Resource ?? [];
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.every((arn) => arn.startsWith("arn:aws:ssm:") && arn.endsWith("/search-a"))).toBe(true);
    for (const resource of paths) {
      expect(isAllowed(documents, { action: "ssm:GetParameter", resource, context: {} })).toBe(true);
      expect(isAllowed(documents, { action: "ssm:PutParameter", resource, context: {} })).toBe(false);
      const other = resource.replace(/search-a$/, "search-b");
      expect(isAllowed(documents, { action: "ssm:GetParameter", resource: other, context: {} })).toBe(false);
    }
  });

  test("may not manage anything", () => {
    const actions = policiesOf(desired, { role: "caller" }).policies.flatMap(({ document }) =>
      document.Statement.flatMap(({ Action }) => Action),
    );
    const read = ["ssm:GetParameter", "ssm:GetParameters"];
    expect(new Set(actions)).toEqual(new Set([INVOKE, "bedrock:InvokeModelWithResponseStream", ...read]));
  });
});

test("another model needs another policy, but not with --any-model", () => {
  const call = (documents: readonly object[]) =>
    mayCall(documents, { tags: SEARCH }, [modelIn("us-west-2", "anthropic.claude-opus-4-7")]);
  expect(call(documentsFor(["search-*"]))).toBe(false);
  expect(call(documentsFor(["search-*"], { anyModel: true }))).toBe(true);
});

test("--exclude leaves names out", () => {
  const documents = documentsFor([], { names: { only: [], exclude: ["search-*"] } });
  expect(mayCall(documents, { tags: SEARCH }, [])).toBe(false);
  expect(mayCall(documents, { tags: { ...SEARCH, "strata:name": "bot" } }, [])).toBe(true);
});

test("an account gets the models of its own profiles, and no document without any", () => {
  const documents = documentsFor([], {}, DEV);
  const bot = { account: DEV, region: "us-east-1", tags: { "strata:stack": "genai", "strata:name": "bot" } };
  expect(mayCall(documents, bot, [modelIn("us-east-1", "amazon.nova-lite-v1:0")])).toBe(true);
  expect(mayCall(documents, bot, [modelIn("us-east-1")])).toBe(false);
  const inProd = { ...desired, profiles: desired.profiles.filter(({ key }) => key.account === PROD) };
  expect(documentsIn(policiesOf(inProd, { role: "caller" }), DEV)).toEqual([]);
});

/** Organizations of the sandbox through the real SDK: pages, states, refusals. */
import { ListAccountsCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";

const OWN = "111122223333";
const ACCOUNTS = [`${OWN}=Acme payer`, "444455556666=dev", "777788889999=gone=SUSPENDED"];

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ behaviour: { organization: ACCOUNTS, pageSizeCap: 2 } });
});
afterEach(() => sandbox.close());

function client(account = OWN): OrganizationsClient {
  const credentials = { accessKeyId: account, secretAccessKey: "test" };
  return new OrganizationsClient({ endpoint: sandbox.url, region: "us-east-1", credentials, maxAttempts: 1 });
}

test("accounts come in pages, with their state", async () => {
  const first = await client().send(new ListAccountsCommand({}));
  expect(first.Accounts?.map(({ Id, Name, State }) => [Id, Name, State])).toEqual([
    [OWN, "Acme payer", "ACTIVE"],
    ["444455556666", "dev", "ACTIVE"],
  ]);
  const second = await client().send(new ListAccountsCommand({ NextToken: first.NextToken }));
  expect([second.Accounts?.map(({ Name, State }) => [Name, State]), second.NextToken]).toEqual([
    [["gone", "SUSPENDED"]],
    undefined,
  ]);
  expect(sandbox.calls.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
    ...["organizations ListAccounts", "organizations ListAccounts"],
  ]);
});

test.each([
  ["a member may not ask", "444455556666", {}, "AccessDeniedException"],
  ["nor may an account of no organization", "999900001111", {}, "AWSOrganizationsNotInUseException"],
  ["a token of nobody", OWN, { NextToken: "x" }, "InvalidInputException"],
  ["too large a page", OWN, { MaxResults: 21 }, "InvalidInputException"],
])("%s", async (_, account, input, name) => {
  await expect(client(account).send(new ListAccountsCommand(input))).rejects.toMatchObject({ name });
});

test("a switch that names no account is refused", async () => {
  await expect(startSandbox({ behaviour: { organization: ["dev"] } })).rejects.toThrow(/ID=NAME/);
});

/** AWS Organizations: which accounts there are. */
import type { Account } from "@aws-sdk/client-organizations";
import { CALLER } from "../core/profile.ts";
import type { OrganizationAccount, OrganizationReader } from "../engine/ports/organization.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { allPages } from "./pages.ts";
import { ask } from "./translate.ts";

/** Closed and suspended accounts are listed for months (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html). */
export function organizationReader(clients: AwsClients): OrganizationReader {
  return {
    listAccounts: () =>
      allPages((token) =>
        ask(
          { pace: clients.pace, target: CALLER, operation: "organizations:ListAccounts" },
          async () => {
            const { ListAccountsCommand } = await import("@aws-sdk/client-organizations");
            const client = await clients.organizations();
            return client.send(new ListAccountsCommand(token === undefined ? {} : { NextToken: token }));
          },
          ({ Accounts, NextToken }) => ({
            items: memberOf(Accounts, "Accounts").filter(isActive).map(toAccount),
            next: NextToken,
          }),
        ),
      ),
  };
}

/** AWS retires `Status` for `State` in September 2026. */
function isActive({ State, Status }: Account): boolean {
  return (State ?? Status) === "ACTIVE";
}

function toAccount({ Id, Name }: Account): OrganizationAccount {
  return { id: memberOf(Id, "Id"), name: Name ?? "" };
}

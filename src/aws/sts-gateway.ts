import type { Answer } from "../core/fault.ts";
import { CALLER } from "../core/profile.ts";
import type { IdentityGateway } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { memberOf } from "./malformed.ts";
import { ask } from "./translate.ts";

/** Whose credentials these are; needs no permission of its own. Asked once: they do not change during a run. */
export function identityGateway(clients: AwsClients): IdentityGateway {
  const asked = () =>
    ask(
      { pace: clients.pace, target: CALLER, operation: "sts:GetCallerIdentity" },
      async () => {
        const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
        const client = await clients.sts();
        return client.send(new GetCallerIdentityCommand({}));
      },
      ({ Account }) => memberOf(Account, "Account"),
    );
  let known: Promise<Answer<string>> | undefined;
  return {
    callerAccount: () => {
      known ??= asked();
      return known;
    },
  };
}

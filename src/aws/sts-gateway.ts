import type { IdentityGateway } from "../engine/ports.ts";
import type { AwsClients } from "./clients.ts";
import { ask } from "./translate.ts";

/** Whose credentials these are; needs no permission of its own. */
export function identityGateway(clients: AwsClients): IdentityGateway {
  return {
    callerAccount: () =>
      ask(
        "sts:GetCallerIdentity",
        async () => {
          const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
          const client = await clients.sts();
          const output = await client.send(new GetCallerIdentityCommand({}));
          if (!output.Account) throw new Error("AWS answered without an account id");
          return { ...output, account: output.Account };
        },
        ({ account }) => account,
      ),
  };
}

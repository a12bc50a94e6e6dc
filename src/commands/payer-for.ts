/** Who is asked for money: the account that pays, found for every command that asks Cost Explorer. */
import type { Desired } from "../core/desired.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { type FoundPayer, findPayer } from "../engine/ask-billing.ts";
import type { Payer } from "../engine/ports/billing.ts";
import type { CostPorts } from "../engine/ports/costs.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { OrExit } from "./look.ts";
import { tellRefusal } from "./tell-refusal.ts";

export interface KnownPayer {
  /** Twelve digits. */
  readonly account: string;
  readonly payer: Payer;
}

/** The account that pays, and whose credentials ask it; answers are kept by its number. */
export async function payerFor(
  context: CommandContext,
  ports: CostPorts,
  desired: Desired,
  sources: Sources,
): Promise<OrExit<KnownPayer>> {
  const found = await findPayer(desired, ports);
  if (!found.ok) return refusePayer(context, found.unread, sources);
  const { payer } = found;
  if (found.account !== null) return { ok: true, value: { account: found.account, payer } };
  const caller = await ports.identity.callerAccount();
  if (!caller.ok) return tellRefusal(context, { ok: false, fault: caller.fault }, sources);
  return { ok: true, value: { account: caller.value, payer } };
}

type Unread = Extract<FoundPayer, { ok: false }>["unread"];

function refusePayer(
  context: CommandContext,
  { account, reason, fault }: Unread,
  sources: Sources,
): { ok: false; exit: ExitCode } {
  if (fault !== null) return tellRefusal(context, { ok: false, fault }, sources);
  if (reason === "no-cost-explorer") {
    const detail = "The partition of the file's regions has no Cost Explorer, so nobody was asked.";
    const hint = "Its costs are told by the account that pays for it, in the standard partition.";
    context.view.diagnostics([diagnostic("costs/unreadable", { detail, hint })], sources);
    return { ok: false, exit: EXIT.internal };
  }
  const detail = `The credentials in use are not those of account ${account}, which pays: only a role can reach it.`;
  const hint =
    "Name the role with --billing-role-name or STRATA_BILLING_ROLE_NAME, or use the payer's own credentials.";
  context.view.diagnostics([diagnostic("usage/role-needed", { detail, hint })], sources);
  return { ok: false, exit: EXIT.usage };
}

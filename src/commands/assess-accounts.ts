/** Which accounts an assessment looks into. */
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { OrganizationReader } from "../engine/ports/organization.ts";
import type { ReadPorts } from "../engine/ports.ts";
import { faultText } from "../render/fault-text.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { OrExit } from "./look.ts";
import { tellRefusal } from "./tell-refusal.ts";

export interface AssessedAccounts {
  readonly accounts: readonly { readonly id: string; readonly name: string | null }[];
  /** Twelve digits: the account of the credentials. */
  readonly caller: string;
  /** The role is assumed in each; else the caller's own credentials are used. */
  readonly byRole: boolean;
  readonly isOrganization: boolean;
}

interface AccountsAsked {
  /** Ids; none stands for the caller's own account. */
  readonly accounts: readonly string[];
  /** Every active account of the organization instead. */
  readonly organization: boolean;
}

/** The caller's own account, those that were named, or the organization's. Says itself why it has none. */
export async function findAccounts(
  context: CommandContext,
  ports: Pick<ReadPorts, "identity" | "assumesRoles"> & { readonly organization: OrganizationReader },
  { accounts: named, organization: isOrganization }: AccountsAsked,
): Promise<OrExit<AssessedAccounts>> {
  const identity = await ports.identity.callerAccount();
  if (!identity.ok) return tellRefusal(context, { ok: false, fault: identity.fault }, new Map());
  const caller = identity.value;
  const others = named.filter((id) => id !== caller);
  if ((isOrganization || others.length > 0) && !ports.assumesRoles) {
    const reached = isOrganization ? "The accounts of an organization" : `Account ${others.join(", ")}`;
    const detail = `The credentials in use belong to account ${caller}. ${reached} can be reached through a role only.`;
    const hint = "Name a role that each of them has with --role-name or STRATA_ROLE_NAME.";
    return refuse(context, "usage/role-needed", { detail, hint }, EXIT.usage);
  }
  if (!isOrganization) {
    const ids = named.length === 0 ? [caller] : [...new Set(named)];
    const accounts = ids.map((id) => ({ id, name: null }));
    const byRole = named.length > 0 && ports.assumesRoles;
    return { ok: true, value: { accounts, caller, byRole, isOrganization } };
  }
  const listed = await ports.organization.listAccounts();
  if (!listed.ok) {
    const detail = faultText(listed.fault);
    return refuse(context, "aws/organization-unread", { detail }, EXIT.internal);
  }
  return { ok: true, value: { accounts: listed.value, caller, byRole: true, isOrganization } };
}

function refuse(
  { view }: CommandContext,
  code: "usage/role-needed" | "aws/organization-unread",
  found: { readonly detail: string; readonly hint?: string },
  exit: ExitCode,
): { ok: false; exit: ExitCode } {
  view.diagnostics([diagnostic(code, found)], new Map());
  return { ok: false, exit };
}

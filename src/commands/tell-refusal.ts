/** What ends a run before anything can be told apart by target: no credentials, no way to AWS, no role. */
import type { Fault } from "../core/fault.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { ObserveResult } from "../engine/observe.ts";
import type { Sources } from "../ui/view.ts";
import type { CommandContext } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";

type Refusal = Extract<ObserveResult, { ok: false }>;

interface Ended {
  readonly ok: false;
  readonly exit: ExitCode;
}

export function tellRefusal(context: CommandContext, refusal: Refusal, sources: Sources): Ended {
  if (refusal.fault !== null) return tellFault(context, refusal.fault, sources);
  const detail =
    `The credentials in use belong to account ${refusal.caller}; the file also names ` +
    `${refusal.outOfReach.join(", ")}, which only a role can reach.`;
  const hint = "Name the role with --role-name or STRATA_ROLE_NAME, or leave the account out with --target.";
  context.view.diagnostics([diagnostic("usage/role-needed", { detail, hint })], sources);
  return { ok: false, exit: EXIT.usage };
}

function tellFault(context: CommandContext, fault: Fault, sources: Sources): Ended {
  const code = fault.kind === "credentials" || fault.kind === "denied" ? "aws/no-credentials" : "aws/unreachable";
  const id = fault.requestId === undefined ? "" : ` (request id ${fault.requestId})`;
  const detail = `${fault.operation}: ${fault.message}${id}`;
  context.view.diagnostics([diagnostic(code, { detail })], sources);
  return { ok: false, exit: EXIT.internal };
}

/** What the `iam` command is asked for. */
import type { Trust, WorkflowRole } from "./iam-trust.ts";
import type { NameScope } from "./scope.ts";

/** Whose policies: a workflow's, or an application's. */
export type IamRole = WorkflowRole | "caller";

export interface IamOptions {
  readonly role: IamRole;
  /** Let apply mark profiles that no stack owns. */
  readonly adopt: boolean;
  /** For `caller`: any model behind its profiles. */
  readonly anyModel: boolean;
  readonly names: NameScope;
  /** For the role that is entered first: the name of the roles that it assumes. */
  readonly entry: string | null;
  /** Null where no trust policy is wanted. */
  readonly trust: Trust | null;
  /** Account that the role is made in, where the file does not tell it. */
  readonly account: string | null;
}

/** What the execution of every change of one apply shares. */
import type { ProfileKey } from "../core/profile.ts";
import type { BulkLook } from "./bulk-look.ts";
import type { Clock, TokenSource, WritePorts } from "./ports.ts";
import type { TagWriter } from "./tag-writer.ts";

export interface ExecutionContext {
  readonly ports: WritePorts;
  readonly clock: Clock;
  readonly newToken: TokenSource;
  readonly stack: string;
  readonly formerStacks: readonly string[];
  /** Every ARN that the plan saw: one it did not see, under our key, is the trace of a create whose reply was lost. */
  readonly knownArns: ReadonlySet<string>;
  /** True where a target has few tag edits: their profiles are read once more before they are written. */
  readonly checksUpdates: boolean;
  /** Of the target: another look at it, where tag edits are too many for one each. */
  readonly bulkLook: BulkLook;
  /** Of the target. */
  readonly tagWriter: TagWriter;
  /** AWS names in the target that known profiles bear, once AWS was seen to give a name only once. */
  readonly takenNames: Set<string>;
  /** New ARN by key, for changes of one key that share it. */
  readonly successors: Map<string, string>;
  /** New ARNs whose create was sent more than once, so that an earlier sending may have made one too. */
  readonly resent: Set<string>;
  /**
   * Asked right before an ARN ends: why it must not, or null. `successor` is what replaces it. Parameters that callers hold
   * are moved on here, so that none ever names a profile that is gone.
   */
  readonly beforeEnd?: (key: ProfileKey, arn: string, successor: string | null) => Promise<string | null>;
  /** Accounts whose credentials AWS no longer takes: nothing more is tried there. */
  readonly lockedOut: Set<string>;
}

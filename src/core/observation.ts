/** What was read from AWS: the second input of the diff. */
import type { Catalogue, CatalogueHalf } from "./catalogue.ts";
import type { Fault } from "./fault.ts";
import type { LiveProfile, Target } from "./profile.ts";

interface TargetBase {
  readonly target: Target;
  /** The name the file gives the account. */
  readonly accountName?: string;
}

/** A target whose profiles are all known. Only such a target gets changes. */
export interface ReadTarget extends TargetBase {
  readonly status: "read";
  readonly live: readonly LiveProfile[];
  readonly catalogue: Catalogue;
}

/** A target that could not be read, or is not there yet (`pending: true` in the file): no changes. */
export interface UnreadTarget extends TargetBase {
  readonly status: "unreadable" | "pending";
  readonly fault?: Fault;
}

export type ObservedTarget = ReadTarget | UnreadTarget;

export interface Observation {
  readonly targets: readonly ObservedTarget[];
}

/** What a diff would still like to know before its decisions may be trusted (DESIGN section 5). */
export interface MissingReads {
  readonly target: Target;
  /** Profiles whose tags must be read exactly. */
  readonly exact: readonly string[];
  readonly catalogue: readonly CatalogueHalf[];
}

/** Gateways to the payer's billing: cost allocation tags, and their backfills. Implemented in `aws/billing-gateway.ts`. */
import type { CostTag } from "../../core/billing.ts";
import type { Answer } from "../../core/fault.ts";
import type { Moment } from "../../core/moment.ts";
import type { Target } from "../../core/profile.ts";
import type { Backfill } from "../../core/tag-clocks.ts";

/** The account that pays, or `CALLER`, with the region of Cost Explorer's endpoint. */
export type Payer = Target;

/** Reads. No method changes anything. */
export interface BillingReader {
  /**
   * What billing knows of these keys; null stands for every user-defined one, or every active one
   * (`ce:ListCostAllocationTags`).
   */
  listTags(keys: readonly string[] | null, status?: "Active"): Promise<Answer<readonly CostTag[]>>;
  /** Every backfill that AWS remembers (`ce:ListCostAllocationTagBackfillHistory`). */
  listBackfills(): Promise<Answer<readonly Backfill[]>>;
}

/** What AWS said to an activation. */
export type ActivationReply =
  /** The keys are active, but for those that are named. */
  | { readonly kind: "done"; readonly refused: readonly RefusedKey[] }
  /** None was activated, since billing does not know these (AWS.md section 6). */
  | { readonly kind: "unknown-keys"; readonly keys: readonly string[] };

export interface RefusedKey {
  readonly key: string;
  readonly code: string;
  readonly message: string;
}

/** Writes. Only `apply` is handed one. */
export interface TagActivator {
  /** At most 20 keys (`ce:UpdateCostAllocationTagsStatus`). */
  activate(keys: readonly string[]): Promise<Answer<ActivationReply>>;
}

/** Only `tags backfill` is handed one. */
export interface BackfillStarter {
  /** Once in 24 hours (`ce:StartCostAllocationTagBackfill`). */
  startBackfill(from: Moment): Promise<Answer<Backfill>>;
}

/** How the payer's billing is reached. */
export interface BillingPorts {
  /** True with a role of its own (`--billing-role-name`); else the role of every account is taken, or none. */
  readonly hasOwnRole: boolean;
  reader(payer: Payer): BillingReader;
}

/** `list --expiring --money`: what the profiles on ending models cost. Asks Cost Explorer, each request of which costs. */
import type { DeadlineRow, ProfileAmounts } from "../core/deadlines.ts";
import type { Desired } from "../core/desired.ts";
import type { Observation } from "../core/observation.ts";
import { keyId, type ProfileKey } from "../core/profile.ts";
import { bearersOf } from "../core/profile-money.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { askProfileMoney } from "../engine/ask-profile-money.ts";
import type { CostPorts } from "../engine/ports/costs.ts";
import { askedText } from "../render/costs-words.ts";
import type { CostsContext } from "./costs.ts";
import { moneyWarning } from "./plan-money.ts";

/** What was seen, with the gateways that saw it. */
export interface SeenWithCosts {
  readonly desired: Desired;
  readonly observation: Observation;
  readonly ports: CostPorts;
}

export interface AskedAmounts {
  /** Null where nobody could tell, or nothing had to be asked. */
  readonly amounts: ProfileAmounts | null;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Only of ours: what nobody marked has no `strata:name` that billing could tell it by. Of a name that several bear, the
 * sum is none's.
 */
export async function askAmounts(
  { clock, answers, endpoint, view }: CostsContext,
  { desired, observation, ports }: SeenWithCosts,
  rows: readonly DeadlineRow[],
): Promise<AskedAmounts> {
  const bearers = bearersOf(observation, desired);
  const isAlone = (profile: ProfileKey): boolean => (bearers.get(keyId(profile))?.ours.length ?? 0) < 2;
  const profiles = rows.filter((row) => row.ownership === "ours" && isAlone(row));
  if (profiles.length === 0) return { amounts: null, warnings: [] };
  const money = await askProfileMoney(desired, observation, { ports, clock, answers, endpoint }, { profiles });
  view.note(askedText(money.price, ""));
  if (money.trouble !== null) return { amounts: null, warnings: [moneyWarning(money.trouble)] };
  const currencies = [...money.costs.values()].flatMap((cost) => (cost.isKnown ? (cost.currency ?? []) : []));
  const amounts: ProfileAmounts = {
    month: money.month,
    unit: currencies[0] ?? "",
    of: (profile) => {
      const cost = money.costs.get(keyId(profile));
      return cost?.isKnown === true ? cost.amount : undefined;
    },
  };
  return { amounts, warnings: [] };
}

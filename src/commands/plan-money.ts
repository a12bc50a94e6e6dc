/** `plan --money`: the plan with the actual cost of what it changes. Asks Cost Explorer, each request of which costs. */
import { moneyKeys, moneyProfiles, moneyStateKeys, withMoney } from "../core/plan-money.ts";
import { bearersOf } from "../core/profile-money.ts";
import { projectRegistry } from "../core/projects.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { askProfileMoney, type MoneyTrouble } from "../engine/ask-profile-money.ts";
import { askedText } from "../render/costs-words.ts";
import type { CostsContext } from "./costs.ts";
import { unreadable } from "./costs-problems.ts";
import type { OrExit } from "./look.ts";
import { type MadePlan, makePlan, type PlanOptions } from "./make-plan.ts";

/** A refusal is a warning of the plan: what is to be done does not rest on money. */
export async function makePlanWithMoney(context: CostsContext, options: PlanOptions): Promise<OrExit<MadePlan>> {
  const made = await makePlan(context, { ...options, money: true }, context.costPorts);
  if (!made.ok) return made;
  const { plan, declared, observation, ports, listed } = made.value;
  const { clock, answers, endpoint, view } = context;
  const keys = moneyKeys(declared.costAllocationTags);
  const wanted = {
    profiles: moneyProfiles(plan.changes, keys),
    tagKeys: moneyStateKeys(declared.costAllocationTags),
    listed,
  };
  const money = await askProfileMoney(declared, observation, { ports, clock, answers, endpoint }, wanted);
  view.note(wanted.profiles.length === 0 ? NOTHING_TO_ASK : askedText(money.price, ""));
  const facts = {
    keys,
    registry: projectRegistry(declared.projects),
    month: money.month,
    costs: money.costs,
    bearers: bearersOf(observation, declared),
    // Where nobody was asked, nothing is said against it.
    isFollowed: (key: string) => ["active", "unknown"].includes(money.statusOf(key).status),
    warnings: money.trouble === null ? [] : [moneyWarning(money.trouble)],
  };
  return { ok: true, value: { ...made.value, plan: withMoney(plan, facts) } };
}

const NOTHING_TO_ASK = "This plan changes nothing whose cost is told by its name: nobody was asked what anything cost.";

/** In AWS's words where it refused, with what can be done about it. */
export function moneyWarning(trouble: MoneyTrouble): Diagnostic {
  const warning = (detail: string, hint?: string): Diagnostic =>
    diagnostic("costs/profiles-unknown", { detail, ...(hint === undefined ? {} : { hint }) });
  switch (trouble.kind) {
    case "not-followed": {
      const { payer, status } = trouble;
      const how =
        status.status === "unseen"
          ? "has met no charge with the tag key strata:name yet"
          : "does not follow the tag key strata:name";
      return warning(`Billing of account ${payer} ${how}, by which costs of profiles are told.`);
    }
    case "backfills-unread": {
      const { fault, payer, since } = trouble;
      const { detail, hint } = unreadable(fault, payer);
      return warning(
        `Billing follows strata:name since ${since}; whether earlier costs were given it is not known. ${detail}`,
        hint,
      );
    }
    case "fault": {
      const { detail, hint } = unreadable(trouble.fault, trouble.payer);
      return warning(detail, hint);
    }
    case "no-payer": {
      const { account, reason, fault } = trouble.unread;
      if (fault !== null) return warning(`${fault.operation}: ${fault.message}`);
      if (reason === "no-cost-explorer") return warning("The partition of the file's regions has no Cost Explorer.");
      return warning(
        `Only a role reaches account ${account}, which pays; the credentials in use are of another account.`,
        "Name the role with --billing-role-name or STRATA_BILLING_ROLE_NAME.",
      );
    }
  }
}

/** A plan in money: which changes speak of it, and what each moves. Display only: no hash holds any of it. */
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Change } from "./change.ts";
import type { ChangeMoney, MoneyMove } from "./change-money.ts";
import { exactMoney, type Money, parseMoney } from "./money.ts";
import { STRATA_TAGS } from "./ownership.ts";
import { ownPart, type Plan, type PlannedChange } from "./plan.ts";
import { keyId, type ProfileKey } from "./profile.ts";
import type { ProfileCost, ProfileCosts } from "./profile-money.ts";
import { PROJECT_TAG, type ProjectRegistry, presentName } from "./projects.ts";

/** The keys whose edits are told: `project`, then those that the file keeps active; never Strata's own marks. */
export function moneyKeys(costAllocationTags: readonly string[]): string[] {
  return [...new Set([PROJECT_TAG, ...costAllocationTags])].filter((key) => !STRATA_TAGS.includes(key));
}

interface TagChange {
  readonly key: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** An empty value is told as none is (docs/AWS.md section 6). A replace that is done but for its end moves nothing any more. */
function tagChanges(change: Change, keys: readonly string[]): TagChange[] {
  const edits = keys.map((key): TagChange => {
    switch (change.action) {
      case "update": {
        const { set, remove } = change.tagEdits;
        const edit = Object.hasOwn(set, key) ? set[key] : undefined;
        if (edit !== undefined) return { key, from: edit.from || null, to: edit.to || null };
        return { key, from: tagIn(remove, key), to: null };
      }
      case "replace":
        if (change.successor !== null) return { key, from: null, to: null };
        return { key, from: tagIn(change.before.tags, key), to: tagIn(change.after.tags, key) };
      default:
        return { key, from: null, to: null };
    }
  });
  return edits.filter(({ from, to }) => from !== to);
}

function tagIn(tags: Readonly<Record<string, string>>, key: string): string | null {
  return (Object.hasOwn(tags, key) && tags[key]) || null;
}

function speaksOfMoney(change: Change, keys: readonly string[]): boolean {
  switch (change.action) {
    case "delete":
    case "retire":
    case "release":
    case "replace":
      return true;
    default:
      return tagChanges(change, keys).length > 0;
  }
}

/** The profiles whose cost a plan wants to tell, each once; none where it has nothing to say of money. */
export function moneyProfiles(changes: readonly Change[], keys: readonly string[]): ProfileKey[] {
  const told = changes.filter((change) => speaksOfMoney(change, keys)).map(({ key }) => key);
  return [...new Map(told.map((key) => [keyId(key), key])).values()];
}

export interface MoneyFacts {
  /** Of `moneyKeys`. */
  readonly keys: readonly string[];
  readonly registry: ProjectRegistry;
  readonly month: string;
  readonly costs: ProfileCosts;
  /** True for a key whose values costs carry. */
  readonly isFollowed: (key: string) => boolean;
  readonly warnings: readonly Diagnostic[];
}

/** The plan with what is known of money; its hashes stay what they are. */
export function withMoney(plan: Plan, facts: MoneyFacts): Plan {
  return {
    ...plan,
    changes: plan.changes.map((change) => {
      const cost = facts.costs.get(keyId(change.key));
      return cost === undefined || !speaksOfMoney(change, facts.keys)
        ? change
        : { ...change, money: toMoney(change, cost, facts) };
    }),
    diagnostics: [...plan.diagnostics, ...facts.warnings].sort(compareDiagnostics),
  };
}

function toMoney(change: Change, cost: ProfileCost, { keys, registry, month, isFollowed }: MoneyFacts): ChangeMoney {
  const name = (key: string, value: string | null): string | null =>
    key === PROJECT_TAG && value !== null ? presentName(registry, value) : value;
  const moves = tagChanges(change, keys).map(
    ({ key, from, to }): MoneyMove => ({
      key,
      from: name(key, from),
      to: name(key, to),
      ...(isFollowed(key) ? {} : { unfollowed: true }),
    }),
  );
  if (!cost.isKnown) {
    const { isKnown: _, ...unknown } = cost;
    return { month, amount: null, currency: null, unknown, moves };
  }
  return {
    month,
    amount: exactMoney(cost.amount),
    currency: cost.currency,
    ...(cost.estimated ? { estimated: true } : {}),
    ...(cost.isOfName ? { ofName: true } : {}),
    moves,
  };
}

/** What a plan does to the money of projects, a month. */
export interface ProjectTotals {
  readonly currency: string;
  /** From one project to another. */
  readonly moved: Money;
  /** To a project, of what had none. */
  readonly attributed: Money;
  /** Of a project, to none. */
  readonly left: Money;
  /** Changes of project whose cost is not known: their money is not in it. */
  readonly unknown: number;
  /** Of months whose bill is not final. */
  readonly estimated: boolean;
}

/** With a base, of this change alone. Null where nothing is moved, and where amounts are of several currencies. */
export function projectTotals(plan: Plan): ProjectTotals | null {
  const named = ownPart(plan).changes.flatMap((change) =>
    projectMoves(change).map((move) => [keyId(change.key), move] as const),
  );
  // The cost is that of a name: where several that bear it are edited, it still moves once.
  const moves = [...new Map(named).values()];
  const known = moves.flatMap(({ amount, ...rest }) => (amount === null ? [] : [{ amount, ...rest }]));
  const [currency, ...others] = new Set(
    known.flatMap(({ currency: one, amount }) => (amount === 0n ? [] : (one ?? []))),
  );
  if (currency === undefined || others.length > 0) return null;
  const sum = (isMeant: (move: MoneyMove) => boolean): Money =>
    known.reduce((total, { amount, move }) => (isMeant(move) ? total + amount : total), 0n);
  return {
    currency,
    moved: sum(({ from, to }) => from !== null && to !== null),
    attributed: sum(({ from }) => from === null),
    left: sum(({ to }) => to === null),
    unknown: moves.length - known.length,
    estimated: known.some(({ estimated }) => estimated),
  };
}

interface ProjectMove {
  readonly move: MoneyMove;
  /** Null where it is not known. */
  readonly amount: Money | null;
  readonly currency: string | null;
  readonly estimated: boolean;
}

function projectMoves({ money }: PlannedChange): ProjectMove[] {
  if (money === undefined) return [];
  const { amount, currency, estimated = false, moves } = money;
  return moves
    .filter(({ key, from, to, unfollowed }) => key === PROJECT_TAG && from !== to && unfollowed === undefined)
    .map((move) => ({ move, amount: amount === null ? null : (parseMoney(amount) ?? null), currency, estimated }));
}

/** A plan in money: which changes speak of it, and what each moves. Display only: no hash holds any of it. */
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Change, hasReason } from "./change.ts";
import type { ChangeMoney, MoneyMove } from "./change-money.ts";
import { exactMoney, type Money, parseMoney } from "./money.ts";
import { NAME_TAG, STACK_TAG, STRATA_TAGS } from "./ownership.ts";
import { ownPart, type Plan, type PlannedChange } from "./plan.ts";
import { keyId, type ProfileKey, targetId } from "./profile.ts";
import type { Bearers, ProfileCost, ProfileCosts } from "./profile-money.ts";
import { PROJECT_TAG, type ProjectRegistry, presentName } from "./projects.ts";

/** The keys whose edits are told: `project`, then those that the file keeps active; never Strata's own marks. */
export function moneyKeys(costAllocationTags: readonly string[]): string[] {
  return [...new Set([PROJECT_TAG, ...costAllocationTags])].filter((key) => !STRATA_TAGS.includes(key));
}

/** The keys whose state in billing the telling of money rests on. */
export function moneyStateKeys(costAllocationTags: readonly string[]): string[] {
  return [NAME_TAG, STACK_TAG, ...moneyKeys(costAllocationTags)];
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
      case "update":
      case "adopt": {
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

/**
 * The profiles whose cost a plan wants to ask for, each once; none where it has nothing to say of money. What is adopted
 * has no cost under its name yet.
 */
export function moneyProfiles(changes: readonly Change[], keys: readonly string[]): ProfileKey[] {
  const told = changes
    .filter((change) => change.action !== "adopt" && speaksOfMoney(change, keys))
    .map(({ key }) => key);
  return [...new Map(told.map((key) => [keyId(key), key])).values()];
}

export interface MoneyFacts {
  /** Of `moneyKeys`. */
  readonly keys: readonly string[];
  readonly registry: ProjectRegistry;
  readonly month: string;
  readonly costs: ProfileCosts;
  /** Who bears each name, by `keyId`. */
  readonly bearers: ReadonlyMap<string, Bearers>;
  /** True for a key whose values costs carry. */
  readonly isFollowed: (key: string) => boolean;
  readonly warnings: readonly Diagnostic[];
}

/** The plan with what is known of money; its hashes stay what they are. */
export function withMoney(plan: Plan, facts: MoneyFacts): Plan {
  const made = renamedTo(plan.changes);
  return {
    ...plan,
    changes: plan.changes.map((change) => {
      if (!speaksOfMoney(change, facts.keys)) return change;
      const cost = change.action === "adopt" ? ADOPTED : facts.costs.get(keyId(change.key));
      if (cost === undefined) return change;
      const moves = [...movesOf(change, facts), ...renameMoves(change, made.get(placeOf(change)), facts)];
      return { ...change, money: toMoney(moves, cost, facts.month) };
    }),
    diagnostics: [...plan.diagnostics, ...facts.warnings].sort(compareDiagnostics),
  };
}

const ADOPTED: ProfileCost = { isKnown: false, why: "adopted" };

function movesOf(change: Change, facts: MoneyFacts): MoneyMove[] {
  return tagChanges(change, facts.keys).map((edit) => {
    const isMixed = valuesOfName(change.key, edit.key, facts).size > 1;
    return toMove(edit, facts, isMixed ? { unsure: "other-values" } : {});
  });
}

function toMove(
  { key, from, to }: TagChange,
  { registry, isFollowed }: MoneyFacts,
  more: Partial<MoneyMove>,
): MoneyMove {
  return {
    key,
    from: presentValue(registry, key, from),
    to: presentValue(registry, key, to),
    ...(isFollowed(key) ? {} : { unfollowed: true }),
    ...more,
  };
}

function presentValue(registry: ProjectRegistry, key: string, value: string | null): string | null {
  return key === PROJECT_TAG && value !== null ? presentName(registry, value) : value;
}

/** What the profiles of ours carry that bear a name, whose cost is one sum. */
function valuesOfName(profile: ProfileKey, key: string, { bearers, registry }: MoneyFacts): Set<string | null> {
  const ours = bearers.get(keyId(profile))?.ours ?? [];
  return new Set(ours.map(({ tags }) => presentValue(registry, key, tagIn(tags ?? {}, key))));
}

/** What takes the place of a renamed entry, by its place: `withRenames` of core/diff.ts pairs one of each. */
function renamedTo(changes: readonly PlannedChange[]): ReadonlyMap<string, Change> {
  const made = changes.filter((change) => change.action === "create" && hasReason(change, "rename"));
  return new Map(made.map((change) => [placeOf(change), change]));
}

function placeOf({ key, before, after }: Change): string {
  return JSON.stringify([targetId(key), (before ?? after)?.source]);
}

/** A rename is two profiles that are alike: whether callers go from one to the other is a guess, and told as one. */
function renameMoves(change: Change, made: Change | undefined, facts: MoneyFacts): MoneyMove[] {
  if (change.action !== "delete" || !hasReason(change, "rename") || made?.after == null) return [];
  const { tags } = made.after;
  return facts.keys
    .map((key): TagChange => ({ key, from: tagIn(change.before.tags, key), to: tagIn(tags, key) }))
    .filter(({ from, to }) => from !== to)
    .map((edit) => toMove(edit, facts, { unsure: "renamed" }));
}

function toMoney(moves: readonly MoneyMove[], cost: ProfileCost, month: string): ChangeMoney {
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
  /** Changes of project whose money is not known, or how much of it moves: it is not in the sums. */
  readonly unknown: number;
  /** Of months whose bill is not final. */
  readonly estimated: boolean;
}

/** With a base, of this change alone. Null where nothing is moved, and where amounts are of several currencies. */
export function projectTotals(plan: Plan): ProjectTotals | null {
  const { changes } = ownPart(plan);
  const moves = changes.flatMap((change) => projectMoves(change).map((move) => ({ id: keyId(change.key), ...move })));
  const told = moves.flatMap(({ amount, ...rest }) => (amount === null ? [] : [{ amount, ...rest }]));
  // The cost is that of a name: where several that bear it are edited, it still moves once.
  const known = [...new Map(told.map((move) => [move.id, move])).values()];
  // A part of a merged plan may have been made without money.
  const untold = changes.filter((change) => change.money === undefined && tagChanges(change, [PROJECT_TAG]).length > 0);
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
    unknown: moves.length - told.length + untold.length,
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
    .map((move) => {
      const isKnown = amount !== null && move.unsure === undefined;
      return { move, amount: isKnown ? (parseMoney(amount) ?? null) : null, currency, estimated };
    });
}

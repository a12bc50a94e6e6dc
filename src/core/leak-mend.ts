/** What would have taken a leaked call: a profile of ours that offers the same model, or the entry that is missing. */
import { modelOfWay, type Routing, routingOf, routingOfProfile, type Way } from "./leak-way.ts";
import { modelIdsOf, type ProfileRow } from "./listing.ts";
import { compareText } from "./profile.ts";

export type Mend =
  /** Names of declared ones of ours in the same account and region, and whether they route as the calls did. */
  | { readonly kind: "use"; readonly names: readonly string[]; readonly sameRouting: boolean }
  /** `model` and `routing` as an entry of the file has them. */
  | { readonly kind: "add"; readonly model: string; readonly routing: Routing | null }
  /** It is ours, without tags that costs are told by. */
  | { readonly kind: "tag"; readonly name: string; readonly keys: readonly string[] }
  /** Nothing tells what it was. */
  | { readonly kind: "none" };

/** `ours` are the profiles of ours in the account and region of the calls. */
export function mendOf(way: Way, ours: readonly ProfileRow[]): Mend {
  if (way.kind === "ours") return { kind: "tag", name: way.profile.name, keys: way.missing };
  const model = modelOfWay(way);
  const routing = routingOf(way);
  if (model === null || routing === null) return { kind: "none" };
  const offering = ours.filter((row) => isLasting(row) && modelIdsOf(row.modelArns).includes(model));
  const alike = offering.filter((row) => routingOfProfile(row) === routing);
  const same = alike.filter(({ source }) => source !== null && source === sourceOf(way));
  const best = [same, alike, offering].find(({ length }) => length > 0);
  if (best === undefined) return entryFor(way, model, routing);
  const names = [...new Set(best.map(({ name }) => name))].sort(compareText);
  return { kind: "use", names, sameRouting: alike.length > 0 };
}

/** What the file does not declare, the next apply takes away. */
function isLasting({ declaredAt, retireAfter }: ProfileRow): boolean {
  return declaredAt !== null && retireAfter === null;
}

function sourceOf(way: Way): string | null {
  if (way.kind === "direct") return way.source;
  return way.kind === "unknown" ? null : way.profile.source;
}

/** A profile that is not ours does not tell what it was copied from, so the entry lets the routing find it. */
function entryFor(way: Way, model: string, routing: Routing): Mend {
  const source = sourceOf(way);
  return source === null ? { kind: "add", model, routing } : { kind: "add", model: source, routing: null };
}

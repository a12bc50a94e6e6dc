/** Looking things up by what they have in common: going through all of them for each would take for ever in a large estate. */

/** Groups, and what is picked of the items within each, in the order in which they come. */
export function groupBy<T, V = T>(
  items: readonly T[],
  idOf: (item: T) => string,
  pick: (item: T) => V = (item) => item as unknown as V,
): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const item of items) {
    const id = idOf(item);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [pick(item)]);
    else group.push(pick(item));
  }
  return groups;
}

/** Answers the items with an id, in their order. */
export function lookUp<T>(items: readonly T[], idOf: (item: T) => string): (id: string) => readonly T[] {
  const groups = groupBy(items, idOf);
  return (id) => groups.get(id) ?? [];
}

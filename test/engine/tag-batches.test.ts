import fc from "fast-check";
import { expect, test } from "vitest";
import { type TagChange, tagBatches, tagWrites } from "../../src/engine/tag-batches.ts";
import { aDesired } from "../fakes/values.ts";

/** Few keys and values, so that many edits are equal, and many nearly so. */
const EDITS = fc.record({
  set: fc.dictionary(
    fc.constantFrom("a", "b", "1", "__proto__"),
    fc.record({ from: fc.constantFrom(null, "x"), to: fc.constantFrom("", "y", "z") }),
    { maxKeys: 2 },
  ),
  remove: fc.dictionary(fc.constantFrom("c", "d", "constructor"), fc.constantFrom("x", "y"), { maxKeys: 2 }),
});

function anUpdate(tagEdits: TagChange["tagEdits"], at: number): TagChange {
  const { key, declaredAt } = aDesired({ name: `app-${at}` });
  const spec = { source: null, description: null, tags: {} };
  return {
    action: "update",
    key,
    declaredAt,
    because: [],
    arn: `arn:${at}`,
    before: spec,
    after: spec,
    tagEdits,
    hash: "",
  };
}

test("each change is in one batch of at most twenty, with those alone that write the same, in as few as can be", () => {
  fc.assert(
    fc.property(fc.array(EDITS, { maxLength: 120 }), (edits) => {
      const changes = edits.map(anUpdate);
      const batches = tagBatches(changes);
      const writesOf = ({ tagEdits }: TagChange): string => JSON.stringify(tagWrites(tagEdits));
      expect(new Set(batches.flat())).toEqual(new Set(changes));
      expect(batches.flat()).toHaveLength(changes.length);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(20);
        for (const change of batch)
          expect(tagWrites(change.tagEdits)).toEqual(tagWrites(batch[0]?.tagEdits ?? change.tagEdits));
      }
      const groups = [...new Set(changes.map(writesOf))];
      const fewest = groups.map((id) => Math.ceil(changes.filter((change) => writesOf(change) === id).length / 20));
      expect(batches).toHaveLength(fewest.reduce((sum, one) => sum + one, 0));
    }),
  );
});

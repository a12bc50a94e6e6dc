/** The in-use guard over random plans: a called ARN never ends unconsented, and nothing else is touched. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareChanges, endsArn } from "../../src/core/change.ts";
import { diffProfiles } from "../../src/core/diff.ts";
import { arnThatEnds, guardInUse, type KnownUse } from "../../src/core/in-use.ts";
import { anObservation, aState, NOW } from "../fakes/builders.ts";
import { givenWith } from "../render/plan-arbitrary.ts";

const known: fc.Arbitrary<KnownUse> = fc.oneof(
  fc.nat(3).map((invocations): KnownUse => ({ kind: "counted", invocations })),
  fc.constant<KnownUse>({ kind: "denied" }),
  fc.constant<KnownUse>({ kind: "unread", fault: null }),
);

const cases = fc.record({
  given: givenWith(fc.string({ maxLength: 8 })),
  grace: fc.constantFrom(0, 60_000),
  uses: fc.array(known, { minLength: 1, maxLength: 6 }),
  consented: fc.subarray(["app", "bot", "search", "app-2"]),
});

test("a called ARN, and one whose use is not known, ends only by consent; the rest stays as it was", () => {
  fc.assert(
    fc.property(cases, ({ given, grace, uses, consented }) => {
      const state = aState({ ...given, state: { ...given.state, replacement: { graceMs: grace, on: ["model"] } } });
      const before = diffProfiles(state, anObservation(given), NOW);
      const arns = [...new Set(before.changes.flatMap((change) => arnThatEnds(change) ?? []))];
      const byArn = new Map(arns.map((arn, i) => [arn, uses[i % uses.length] as KnownUse]));
      const after = guardInUse(before, { days: 7, byArn }, new Set(consented));

      expect(after.changes).toHaveLength(before.changes.length);
      expect([...after.changes].sort(compareChanges)).toEqual(after.changes);
      for (const change of after.changes.filter(endsArn)) {
        const use = byArn.get(change.arn ?? "");
        const isFree = use?.kind === "denied" || (use?.kind === "counted" && use.invocations === 0);
        expect(isFree || consented.includes(change.key.name)).toBe(true);
      }
      const untouched = before.changes.filter((change) => arnThatEnds(change) === null);
      expect(after.changes).toEqual(expect.arrayContaining(untouched));
      // Told once more, it says the same: nothing is blocked twice, nothing comes back.
      const again = guardInUse({ ...after, diagnostics: [] }, { days: 7, byArn }, new Set(consented));
      expect(again.changes).toEqual(after.changes);
      const blocked = after.changes.filter(({ because }) =>
        because.some(({ code }) => /^plan\/(in-use|use-unread)$/.test(code)),
      );
      const found = after.diagnostics.filter(({ code }) => code === "plan/in-use" || code === "plan/use-unread");
      expect(found).toHaveLength(blocked.length);
    }),
    { numRuns: 300 },
  );
});

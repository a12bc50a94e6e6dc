/** Whatever profiles there are: each is counted once where it is, and findings speak of these alone. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EstateProfile } from "../../src/core/assess.ts";
import { ownTags } from "../../src/core/assess.ts";
import { keySlips, valueSlips } from "../../src/core/assess-keys.ts";
import { placeRows, sumRow } from "../../src/render/assess-rows.ts";
import { DEV, PROD, PROD_EU } from "../fakes/builders.ts";
import { anAssessment, anEstateProfile, anEstateWith } from "../fakes/estates.ts";

const keys = fc.constantFrom(
  "project",
  "Project",
  "PROJECT",
  "stage",
  "strata:stack",
  "aws:x",
  "AmazonDataZoneProject",
);
const tags = fc.option(fc.dictionary(keys, fc.constantFrom("search", "Search", "ads", ""), { maxKeys: 4 }));
const profiles = fc.array(
  fc
    .record({
      name: fc.constantFrom("a", "b", "A"),
      target: fc.constantFrom(PROD, PROD_EU, DEV),
      tags,
      calls: fc.option(fc.nat(2)),
      isNew: fc.boolean(),
      endOfLife: fc.constantFrom(undefined, "2026-12-01", "2029-01-01"),
    })
    .map(({ endOfLife, ...rest }) => anEstateProfile({ ...rest, ...(endOfLife === undefined ? {} : { endOfLife }) })),
  { maxLength: 12 },
);

test("places add up, and each profile is in one of them", () => {
  fc.assert(
    fc.property(profiles, (all) => {
      const assessment = anAssessment(anEstateWith(all));
      const rows = placeRows(assessment);
      const sum = sumRow(assessment);
      const added = (pick: (row: typeof sum) => number) => rows.reduce((total, row) => total + pick(row), 0);
      expect([added((row) => row.profiles), added((row) => row.toMend)]).toEqual([sum.profiles, sum.toMend]);
      expect([sum.profiles, sum.toMend]).toEqual([all.length, assessment.toMend]);
      for (const { kind, profiles: count } of assessment.findings)
        expect(added((row) => row.found[kind] ?? 0)).toBe(count);
      expect(Object.values(assessment.managers).reduce((total, count) => total + count, 0)).toBe(all.length);
    }),
  );
});

test("findings are parts of the profiles, in any order of these", () => {
  fc.assert(
    fc.property(profiles, (all) => {
      const arns = new Set(all.map(({ arn }) => arn));
      const assessment = anAssessment(anEstateWith(all));
      for (const { profiles: count, cases } of assessment.findings) {
        const inside = new Set(cases.map(({ profile }) => profile.arn));
        expect(inside.size).toBe(count);
        expect([...inside].every((arn) => arns.has(arn))).toBe(true);
      }
      const turned = anAssessment(anEstateWith([...all].reverse()));
      expect(turned.findings.map(({ kind, profiles: count }) => [kind, count])).toEqual(
        assessment.findings.map(({ kind, profiles: count }) => [kind, count]),
      );
    }),
  );
});

test("once its slips are mended, nothing is spelt in two ways", () => {
  const mended = (profile: EstateProfile, slips: ReturnType<typeof keySlips>, rename: boolean): EstateProfile => {
    const mine = slips.filter((slip) => slip.profile.arn === profile.arn);
    const own = ownTags(profile.tags ?? {}).map(([key, value]): [string, string] => {
      if (rename) return [mine.find(({ from }) => from === key)?.to ?? key, value];
      const slip = mine.find((one) => one.key.toLowerCase() === key.toLowerCase() && one.from === value);
      return [key, slip?.to ?? value];
    });
    return { ...profile, tags: Object.fromEntries(own) };
  };
  fc.assert(
    fc.property(profiles, (all) => {
      const slips = keySlips(all);
      const renamed = all.map((profile) => mended(profile, slips, true));
      expect(keySlips(renamed)).toEqual([]);
      const wrong = valueSlips(renamed);
      expect(valueSlips(renamed.map((profile) => mended(profile, wrong, false)))).toEqual([]);
    }),
  );
});

/** Random estates, polite and hostile, for the properties of everything that shows a plan. */
import fc from "fast-check";
import { hashOfBilling } from "../../src/core/billing.ts";
import type { LiveProfile, Target } from "../../src/core/profile.ts";
import type { ProfileCost } from "../../src/core/profile-money.ts";
import {
  aDesired,
  aFault,
  aLive,
  at,
  DEV,
  type Given,
  GLOBAL_NOVA,
  HAIKU,
  NOVA,
  PROD,
  SONNET,
  STACK,
} from "../fakes/builders.ts";

const TARGETS: readonly Target[] = [PROD, DEV, { account: "777788889999", region: "us-east-1" }];

/** Text that wants to harm a terminal. */
const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "\u001b[2J",
    "a\r\nb",
    "\u202egnp.exe",
    "検索チーム",
    "x".repeat(256),
    "👩‍👩‍👧‍👦",
    "é",
    "\t",
  ),
);
const anyCost: fc.Arbitrary<ProfileCost> = fc.oneof(
  fc.record({
    isKnown: fc.constant(true as const),
    amount: fc.bigInt(-(10n ** 18n), 10n ** 26n),
    currency: fc.constantFrom("USD", null),
    estimated: fc.boolean(),
    isOfName: fc.boolean(),
  }),
  fc.constantFrom<ProfileCost>(
    { isKnown: false, why: "followed-since", since: "2026-10-12" },
    { isKnown: false, why: "shared-name" },
    { isKnown: false, why: "unnamed" },
    { isKnown: false, why: "unbilled" },
  ),
);

/** Estates whose strangers' texts are of one kind; names meet each other often. */
export function givenWith(text: fc.Arbitrary<string>): fc.Arbitrary<Given> {
  const name = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom("app", "bot", "search", "app-2") },
    { weight: 1, arbitrary: text },
  );
  const tags = fc.dictionary(fc.oneof(fc.constantFrom("team", "env", "project", "strata:protect"), text), text, {
    maxKeys: 4,
  });
  const source = fc.constantFrom(SONNET, HAIKU, NOVA, GLOBAL_NOVA, "eu.amazon.nova-lite-v1:0");
  const target = fc.constantFrom(...TARGETS);

  const desired = fc.uniqueArray(
    fc
      .record({
        name,
        target,
        source,
        tags,
        protect: fc.boolean(),
        adopt: fc.boolean(),
        line: fc.nat(9999),
        file: text,
      })
      .map(({ line, file, ...rest }) => aDesired({ ...rest, declaredAt: at(line + 1, file) })),
    { selector: ({ key }) => JSON.stringify(key), maxLength: 6 },
  );

  const live: fc.Arbitrary<LiveProfile[]> = fc.uniqueArray(
    fc
      .record({
        name,
        awsName: name,
        target,
        source,
        tags,
        stack: fc.constantFrom(STACK, STACK, STACK, "genai-pilot", "someone-else", null),
        id: fc.nat(99).map((n) => `p${n}`),
        retire: fc.constantFrom(undefined, undefined, "2026-11-22T09:00:00Z", "2027-01-01T00:00:00Z", "soon"),
      })
      .map(({ retire, tags: plain, ...rest }) =>
        aLive({ ...rest, tags: retire === undefined ? plain : { ...plain, "strata:retire-after": retire } }),
      ),
    { selector: ({ arn }) => arn, maxLength: 8 },
  );

  const billing = fc.array(
    fc
      .record({
        action: fc.constantFrom("activate-tag" as const, "waiting" as const, "unchecked" as const),
        key: text,
        from: fc.option(text),
      })
      .map((change) => ({ ...change, hash: hashOfBilling(change) })),
    { maxLength: 3 },
  );

  return fc
    .record({
      desired,
      live,
      billing,
      isUnread: fc.boolean(),
      message: text,
      graceMs: fc.constantFrom(0, 90_000, 86_400_000),
      full: fc.boolean(),
      configFiles: fc.array(text, { minLength: 1, maxLength: 3 }),
      only: fc.array(text, { maxLength: 2 }),
      told: fc.array(anyCost, { maxLength: 3 }),
      unfollowed: fc.subarray(["team", "project"]),
    })
    .map(({ isUnread, message, graceMs, only, told: [first, ...more], ...given }) => ({
      ...given,
      ...(first === undefined ? {} : { costs: ({ name }) => [first, ...more].at(name.length % 3) ?? first }),
      targets: TARGETS,
      scope: { targets: [], only, exclude: [] },
      unread: isUnread ? [{ ...DEV, status: "unreadable" as const, fault: aFault({ message }) }] : [],
      state: {
        replacement: { graceMs, on: ["model" as const] },
        formerStacks: ["genai-pilot"],
        costAllocationTags: ["team", "env"],
        release: [{ pattern: "bot*", declaredAt: at(1) }],
      },
    }));
}

export const anyGiven: fc.Arbitrary<Given> = givenWith(anyText);

/** A shuffled copy of what AWS and the file tell, which has to mean the same. */
export const anyGivenTwice: fc.Arbitrary<readonly [Given, Given]> = anyGiven.chain((given) =>
  fc
    .record({
      desired: fc.shuffledSubarray([...given.desired], { minLength: given.desired.length }),
      live: fc.shuffledSubarray([...(given.live ?? [])], { minLength: given.live?.length ?? 0 }),
      targets: fc.shuffledSubarray([...TARGETS], { minLength: TARGETS.length }),
    })
    .map((shuffled) => [given, { ...given, ...shuffled, live: shuffled.live.map(reorderTags) }] as const),
);

function reorderTags(profile: LiveProfile): LiveProfile {
  return { ...profile, tags: Object.fromEntries(Object.entries(profile.tags ?? {}).reverse()) };
}

/** What `assess` finds, as tables: which profile is in which finding, in what order, and what comes next. */
import { describe, expect, test } from "vitest";
import { type EstateProfile, isWhole } from "../../src/core/assess.ts";
import { findingsOf, unattributedOf } from "../../src/core/assess-findings.ts";
import { keyUses } from "../../src/core/assess-keys.ts";
import { managerOf } from "../../src/core/assess-manager.ts";
import { nextStep } from "../../src/core/assess-next.ts";
import { unreadTargets } from "../../src/core/assess-unread.ts";
import { aFault, DEV, PROD, PROD_EU } from "../fakes/builders.ts";
import { aCoverage, anAssessment, anEstateProfile, anEstateWith, aSpend, NOT_ASKED } from "../fakes/estates.ts";

const found = (profiles: readonly EstateProfile[]) =>
  findingsOf(anEstateWith(profiles), NOT_ASKED).map(({ kind, cases }) => [
    kind,
    cases.map(({ profile }) => profile.name),
  ]);

describe("findings", () => {
  test.each<[string, Parameters<typeof anEstateProfile>[0], string[]]>([
    ["in order", { name: "a" }, []],
    ["no tag at all", { name: "a", tags: {} }, ["untagged"]],
    ["marks of Strata and AWS alone", { name: "a", tags: { "strata:stack": "s", "aws:x": "y" } }, ["untagged"]],
    ["a key that only looks like AWS's", { name: "a", tags: { "aws-apn-id": "x" } }, []],
    ["tags that nobody could read", { name: "a", tags: null }, []],
    ["its model ends on the last day", { name: "a", endOfLife: "2027-02-21" }, ["ending-model"]],
    ["its model ends a day later", { name: "a", endOfLife: "2027-02-22" }, []],
    ["its model is over", { name: "a", endOfLife: "2026-01-31" }, ["ending-model"]],
    ["ends that nobody could read", { name: "a", ending: null }, []],
    ["no call", { name: "a", calls: 0 }, ["unused"]],
    ["no call, but it is new", { name: "a", calls: 0, isNew: true }, []],
    ["calls that nobody could read", { name: "a", calls: null }, []],
  ])("%s", (_, parts, kinds) => {
    expect(found([anEstateProfile(parts)]).map(([kind]) => kind)).toEqual(kinds);
  });

  test("names are compared within one account and region", () => {
    const twice = [anEstateProfile({ name: "a" }), anEstateProfile({ name: "a" }), anEstateProfile({ name: "b" })];
    const elsewhere = [anEstateProfile({ name: "a", target: PROD_EU }), anEstateProfile({ name: "a", target: DEV })];
    expect(found([...twice, ...elsewhere])).toEqual([["same-name", ["a", "a"]]]);
    expect(found([anEstateProfile({ name: "A" }), ...elsewhere, anEstateProfile({ name: "a" })])).toEqual([]);
  });

  const tagged = (name: string, tags: Record<string, string>) => anEstateProfile({ name, tags });
  test.each<[string, Record<string, string>[], [string, string, string, string][]]>([
    [
      "the rarer key gives way",
      [{ project: "x" }, { project: "x" }, { Project: "x" }],
      [["key-case", "p2", "Project", "project"]],
    ],
    [
      "the commoner one stays, though it has upper case",
      [{ Project: "x" }, { Project: "x" }, { project: "x" }],
      [["key-case", "p2", "project", "Project"]],
    ],
    [
      "as many of each: lower case stays",
      [{ Project: "x" }, { project: "x" }],
      [["key-case", "p0", "Project", "project"]],
    ],
    [
      "both on one profile",
      [{ project: "x", Project: "x" }, { project: "x" }],
      [["key-case", "p0", "Project", "project"]],
    ],
    [
      "values of one key",
      [{ project: "Search" }, { project: "search" }, { project: "search" }],
      [["value-case", "p0", "Search", "search"]],
    ],
    [
      "values of a key in two cases",
      [{ Project: "Search" }, { project: "search" }],
      [
        ["key-case", "p0", "Project", "project"],
        ["value-case", "p0", "Search", "search"],
      ],
    ],
    ["values of two keys", [{ project: "Search" }, { team: "search" }], []],
    ["other spellings are other words", [{ project: "search" }, { projects: "search-2" }], []],
    [
      "marks are nobody's spelling",
      [
        { "strata:stack": "A", t: "1" },
        { "strata:stack": "a", t: "1" },
      ],
      [],
    ],
  ])("%s", (_, tags, slips) => {
    const profiles = tags.map((one, at) => tagged(`p${at}`, one));
    const cases = findingsOf(anEstateWith(profiles), NOT_ASKED).flatMap(({ kind, cases: all }) =>
      all.map(({ profile, evidence }) =>
        evidence.type === "case" ? [kind, profile.name, evidence.from, evidence.to] : [],
      ),
    );
    expect(cases).toEqual(slips);
  });

  test("the dearest first, the nearest end before the others, and a profile counts once in a finding", () => {
    const profiles = [
      anEstateProfile({ name: "double", tags: { Project: "A", Team: "b" }, calls: 0 }),
      anEstateProfile({ name: "double", endOfLife: "2027-01-31" }),
      anEstateProfile({ name: "soon", endOfLife: "2026-12-31", tags: {} }),
      anEstateProfile({ name: "usual", tags: { project: "a", team: "b" } }),
      anEstateProfile({ name: "usual-too", tags: { project: "a", team: "b" } }),
    ];
    const spend = aSpend([aCoverage("project", "1800", "3000")]);
    const findings = findingsOf(anEstateWith(profiles), spend);
    expect(findings.map(({ kind, profiles: count, cases }) => [kind, count, cases.length])).toEqual([
      ["ending-model", 2, 2],
      ["unattributed-spend", 0, 0],
      ["untagged", 1, 1],
      ["key-case", 1, 2],
      ["value-case", 1, 1],
      ["unused", 1, 1],
      ["same-name", 2, 2],
    ]);
    expect(findings[0]?.cases.map(({ profile }) => profile.name)).toEqual(["soon", "double"]);
    expect(anAssessment(anEstateWith(profiles), spend)).toMatchObject({ verdict: "mend", toMend: 3 });
  });
});

describe("spend of nobody", () => {
  const unattributed = (...args: Parameters<typeof aSpend>) => unattributedOf(aSpend(...args));
  test("is what the key that most of it carries does not reach", () => {
    const keys = [aCoverage("stage", "300", "3000"), aCoverage("project", "1800", "3000")];
    expect(unattributed(keys)).toMatchObject({ key: "project", known: 2, active: 2, amount: 1_200n * 10n ** 18n });
  });
  const below = { ...aCoverage("stage", "-10", "3000"), share: null };
  test.each<[string, ReturnType<typeof unattributed> | null, unknown]>([
    ["all of it, where billing follows no key", unattributed([]), { key: null, amount: 3_000n * 10n ** 18n }],
    ["none, where all carries it", unattributed([aCoverage("project", "3000", "3000")]), null],
    ["none, where nothing was spent", unattributed([], "0"), null],
    [
      "not known, where billing follows the key only since",
      unattributed([{ ...aCoverage("project", "0", "3000"), isKnown: false }]),
      null,
    ],
    [
      "not known, where billing follows a key that could not be asked about",
      unattributed([], "3000", { unasked: ["a$b"] }),
      null,
    ],
    ["not known, where amounts are below 0", unattributed([below, aCoverage("project", "1800", "3000")]), null],
    ["not known, where nobody asked", unattributedOf(NOT_ASKED), null],
  ])("%s", (_, told, expected) => {
    if (expected === null) expect(told).toBeNull();
    else expect(told).toMatchObject(expected as object);
  });
});

test.each<[Record<string, string> | null, string]>([
  [null, "unknown"],
  [{ project: "search", team: "terraform-platform", Name: "terraform" }, "nobody"],
  [{ "strata:stack": "genai", AmazonDataZoneProject: "x" }, "strata"],
  [{ "aws:cloudformation:stack-name": "x", ManagedBy: "terraform" }, "cloudformation"],
  [{ AmazonBedrockManaged: "true" }, "sagemaker"],
  [{ AmazonDataZoneDomain: "dzd" }, "sagemaker"],
  [{ ManagedBy: "Terraform" }, "terraform"],
  [{ "managed-by": "opentofu 1.9" }, "terraform"],
  [{ terraform: "true" }, "terraform"],
  [{ Terraform: "False" }, "nobody"],
  [{ "terraform:module": "genai" }, "terraform"],
])("tags %j say: %s", (tags, manager) => {
  expect(managerOf(tags)).toBe(manager);
});

test("keys are counted as they are spelt, without marks", () => {
  const profiles = [
    anEstateProfile({ name: "a", tags: { project: "x", "aws:createdBy": "y", "strata:name": "a" } }),
    anEstateProfile({ name: "b", tags: { project: "y", Project: "z" } }),
    anEstateProfile({ name: "c", tags: null }),
  ];
  expect(keyUses(profiles)).toEqual([
    { key: "project", profiles: 2 },
    { key: "Project", profiles: 1 },
  ]);
});

describe("the next command", () => {
  const none = { repeatFlags: [], roleName: null, externalId: null, file: "profiles.yaml", again: [] };
  const words = (...args: Parameters<typeof nextStep>) => nextStep(...args).words.join(" ");

  test("imports from the regions that were found, without naming the caller's own account", () => {
    const estate = anEstateWith([anEstateProfile({ name: "a" }), anEstateProfile({ name: "b", target: PROD_EU })]);
    const context = { ...none, repeatFlags: ["--sandbox"], roleName: "strata" };
    expect(words(estate, context)).toBe(
      "strata import --sandbox --stack genai --region eu-west-1 --region us-east-1 --out profiles.yaml",
    );
  });

  test("names each account as the file may, and the role that reaches it", () => {
    const profiles = [
      anEstateProfile({ name: "a", accountName: "Search & Ads (prod)" }),
      anEstateProfile({ name: "b", target: DEV, accountName: "–" }),
    ];
    const estate = anEstateWith(profiles);
    const accounts = estate.accounts.map(
      (account, at) => ({ ...account, through: at === 0 ? "caller" : "role" }) as const,
    );
    const step = nextStep({ ...estate, accounts }, { ...none, roleName: "strata", externalId: "x 1" });
    expect(step.words.slice(4)).toEqual([
      ...["--account", "search-ads-prod=111122223333", "--account", "account-444455556666=444455556666"],
      ...["--region", "us-east-1", "--role-name", "strata", "--external-id", "x 1", "--out", "profiles.yaml"],
    ]);
    expect(step.roleMissingIn).toEqual(["111122223333"]);
  });

  test("names of accounts that look alike are told apart by their ids", () => {
    const profiles = [
      anEstateProfile({ name: "a", accountName: "Dev" }),
      anEstateProfile({ name: "b", target: DEV, accountName: "dev" }),
    ];
    expect(words(anEstateWith(profiles), none)).toContain("--account account-111122223333=111122223333");
  });

  test("never takes the mark of a stack that is there", () => {
    const marked = ["genai", "genai-2"].map((stack) =>
      anEstateProfile({ name: stack, tags: { "strata:stack": stack } }),
    );
    expect(words(anEstateWith([...marked, anEstateProfile({ name: "a" })]), none)).toContain("--stack genai-3 ");
  });

  const fault = aFault();
  const unread = { ...PROD, accountName: null, profiles: 0, fault, status: "unreadable" } as const;
  test("takes over what it knows to be nobody's alone, and looks again where that is nothing", () => {
    const blind = anEstateProfile({ name: "a", tags: null });
    const gaps = [{ what: "tags", targets: [PROD], fault }] as const;
    const step = nextStep(anEstateWith([blind, anEstateProfile({ name: "b" })], { gaps }), none);
    expect([step.command, step.profiles]).toEqual(["import", 1]);
    const again = { ...none, repeatFlags: ["--sandbox"], again: ["--region", "us-east-1"] };
    const ours = anEstateProfile({ name: "c", tags: { "strata:stack": "x" } });
    for (const estate of [
      anEstateWith([blind], { gaps }),
      anEstateWith([blind, ours], { gaps }),
      anEstateWith([], { targets: [unread] }),
      anEstateWith([], { targets: [{ ...unread, status: "closed" }] }),
    ])
      expect(words(estate, again)).toBe("strata assess --sandbox --region us-east-1");
  });

  test("begins a file of its own where the usual one is there", () => {
    const step = nextStep(anEstateWith([anEstateProfile({ name: "a" })]), { ...none, file: "profiles-2.yaml" });
    expect(step.words.join(" ")).toBe(
      "strata import --config profiles-2.yaml --stack genai --region us-east-1 --out profiles-2.yaml",
    );
    expect(step.ownFile).toBe("profiles-2.yaml");
  });

  test("names targets where the regions of all accounts hold one that cannot be read", () => {
    const estate = anEstateWith([
      anEstateProfile({ name: "a", target: PROD_EU }),
      anEstateProfile({ name: "b", target: DEV }),
    ]);
    const targets = [...estate.targets, { ...unread, ...PROD }];
    expect(words({ ...estate, targets }, none)).toContain(
      "--target 111122223333/eu-west-1 --target 444455556666/us-east-1",
    );
    expect(words(estate, none)).not.toContain("--target");
  });

  test.each<[string, EstateProfile[], string]>([
    ["nothing there", [], "strata init"],
    ["another tool's alone", [anEstateProfile({ name: "a", tags: { AmazonDataZoneProject: "x" } })], "strata init"],
    ["Strata's alone", [anEstateProfile({ name: "a", tags: { "strata:stack": "x" } })], "strata drift --sandbox"],
  ])("%s", (_, profiles, command) => {
    const read = { ...unread, status: "read", fault: null } as const;
    expect(words(anEstateWith(profiles, { targets: [read] }), { ...none, repeatFlags: ["--sandbox"] })).toBe(command);
  });
});

test("the verdict tells an empty estate from one that nobody could look into", () => {
  const fault = aFault();
  const target = { ...PROD, accountName: null, profiles: 0, fault };
  const verdict = (status: "read" | "closed" | "not-enabled" | "unreadable") =>
    anAssessment(anEstateWith([], { targets: [{ ...target, status }] })).verdict;
  expect(["read", "closed", "not-enabled", "unreadable"].map((one) => verdict(one as "read"))).toEqual([
    ...["empty", "unreadable", "unreadable", "unreadable"],
  ]);
  expect(anAssessment(anEstateWith([anEstateProfile({ name: "a" })])).verdict).toBe("clean");
});

test("closed regions and unknown use leave the picture whole; tags and targets that were not read do not", () => {
  const fault = aFault();
  const target = { ...PROD, accountName: null, profiles: 0, fault };
  const account = { id: "444455556666", name: null, through: "role", fault } as const;
  const whole = (over: Parameters<typeof anEstateWith>[1]) => isWhole(anEstateWith([], over));
  expect(whole({ targets: [{ ...target, status: "closed" }] })).toBe(true);
  expect(whole({ gaps: [{ what: "use", targets: [PROD], fault }] })).toBe(true);
  expect(whole({ gaps: [{ what: "tags", targets: [PROD], fault }] })).toBe(false);
  expect(whole({ targets: [{ ...target, status: "unreadable" }] })).toBe(false);
  expect(whole({ accounts: [account] })).toBe(false);
});

test("what the same refusal kept from being read is one thing to mend", () => {
  const refused = (region: string, over: Parameters<typeof aFault>[0] = {}) => ({
    ...{ ...PROD, region, accountName: null, profiles: 0, status: "unreadable" as const },
    fault: aFault({ message: `not in ${region}`, ...over }),
  });
  const targets = [refused("a-1"), refused("b-1"), refused("c-1", { code: "Other" }), refused("d-1")];
  expect(unreadTargets({ targets }).map(({ first, all, fault }) => [first.region, all.length, fault.message])).toEqual([
    ["a-1", 3, "not in a-1"],
    ["c-1", 1, "not in c-1"],
  ]);
});

/** The diff as a whole: what must be read before it may be trusted, and what it never decides. Its cells are tables of their own. */
import { describe, expect, test } from "vitest";
import { diffProfiles } from "../../src/core/diff.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { aDesired, aLive, anObservation, aState, NOW, ourTags, PRO, TARGET } from "../fakes/values.ts";
import { type Cell, DUE, decided, diffOf, LATER, PROTECTED, pro, releasing, UNREAD } from "./lifecycle-cells.ts";

test("a tag-copy script that marks 29 profiles as doubles of one ends none of them", () => {
  const names = Array.from({ length: 30 }, (_, i) => `app-${String(i).padStart(4, "0")}`);
  const live = names.map((awsName) => aLive({ awsName, tags: ourTags("app-0000") }));
  const { changes } = diffOf({ desired: names.map((name) => aDesired({ name })), live });
  expect(changes.filter((c) => c.action === "keep")).toHaveLength(1);
  expect(changes.filter((c) => c.action === "blocked")).toHaveLength(29);
  expect(changes).toHaveLength(30);
});

test.each(["unreadable", "pending"] as const)("a target that is %s gets no changes", (status) => {
  const { changes } = diffProfiles(aState([aDesired()]), { targets: [{ target: TARGET, status }] }, NOW);
  expect(changes).toEqual([]);
});

describe("names outside the scope", () => {
  const live = [aLive({ id: "a" }), aLive({ id: "b", awsName: "bot", tags: ourTags("bot") })];
  test.each([
    ["only", { only: ["app"], exclude: [] }, ["delete app"]],
    ["exclude", { only: [], exclude: ["a*"] }, ["delete bot"]],
    ["both", { only: ["*"], exclude: ["bot"] }, ["delete app"]],
  ])("get no decision: %s", (_, names, expected) => {
    const { changes } = diffProfiles(aState([]), anObservation(live), NOW, names);
    expect(changes.map(({ action, key }) => `${action} ${key.name}`)).toEqual(expected);
  });

  test("are still seen: who has a name is told", () => {
    const holder = aLive({ awsName: "app", tags: ourTags("bot") });
    const names = { only: ["app"], exclude: [] };
    const { changes } = diffProfiles(aState([aDesired()]), anObservation([holder]), NOW, names);
    expect(changes.map(({ action }) => action)).toEqual(["blocked"]);
  });
});

describe("what a decision rests on is read exactly first", () => {
  const vague = (over: Parameters<typeof aLive>[0] = {}) => aLive({ ...over, exact: false });
  const ours = (more: Record<string, string>) => vague({ tags: { ...ourTags(), ...more } });
  const swapped = aDesired({ candidates: [PRO] });

  test.each<readonly [string, Cell, number]>([
    ["keep: no", { desired: [aDesired()], live: [vague()] }, 0],
    ["retiring: no", { live: [ours(LATER)] }, 0],
    ["delete", { live: [vague()] }, 1],
    ["replace", { desired: [swapped], live: [vague()] }, 1],
    ["adopt", { desired: [aDesired({ adopt: true })], live: [vague({ tags: {} })] }, 1],
    [
      "adopt by ARN",
      { desired: [aDesired({ adopt: aLive({ id: "x" }).arn })], live: [vague({ id: "x", tags: null })] },
      1,
    ],
    ["release", { live: [vague()], state: releasing("app") }, 1],
    ["retire", { live: [ours(DUE)] }, 1],
    ["taking back", { desired: [aDesired()], live: [ours(LATER)] }, 1],
    ["protected", { live: [ours(PROTECTED)] }, 1],
    ["protected from a replace", { desired: [swapped], live: [ours(PROTECTED)] }, 1],
    ["name taken", { desired: [aDesired()], live: [vague({ tags: {} })] }, 1],
    ["mark mismatch", { live: [vague({ awsName: "x" })] }, 1],
    ["several ours", { desired: [aDesired()], live: [vague(), vague()] }, 2],
    ["several ours, one retires", { desired: [aDesired()], live: [vague(), ours(LATER)] }, 2],
    ["the rest of a replace", { desired: [aDesired()], live: [vague(), pro({ exact: false })] }, 2],
    ["tags unknown, the key's name", { desired: [aDesired()], live: [vague({ tags: null })] }, 1],
    ["tags unknown, name-2", { desired: [aDesired()], live: [vague({ tags: null, awsName: "app-2" })] }, 1],
    [
      "tags unknown, name-2 beside a live one",
      { desired: [aDesired()], live: [aLive(), vague({ tags: null, awsName: "app-2" })] },
      1,
    ],
    ["tags unknown, another name: no", { desired: [aDesired()], live: [vague({ tags: null, awsName: "app-1" })] }, 0],
    ["a few tag edits", { desired: [aDesired({ tags: {} })], live: [vague()] }, 1],
    ["read exactly already: no", { live: [aLive()] }, 0],
  ])("%s", (_, cell, count) => expect(diffOf(cell).missing.flatMap(({ exact }) => exact)).toHaveLength(count));

  test("more than twenty tag edits are sent as they are", () => {
    const names = Array.from({ length: 21 }, (_, i) => `app${i}`);
    const live = names.map((awsName) => vague({ awsName, tags: ourTags(awsName) }));
    const desired = names.map((name) => aDesired({ name, tags: { project: "other" } }));
    expect(diffOf({ desired, live }).missing).toEqual([]);
    expect(diffOf({ desired: desired.slice(1), live: live.slice(1) }).missing[0]?.exact).toHaveLength(20);
  });

  test("taking back rests on exact tags, however many there are", () => {
    const names = Array.from({ length: 21 }, (_, i) => `app${i}`);
    const live = names.map((awsName) => vague({ awsName, tags: { ...ourTags(awsName), ...LATER } }));
    expect(diffOf({ desired: names.map((name) => aDesired({ name })), live }).missing[0]?.exact).toHaveLength(21);
  });

  test("the catalogue is asked for by a create, and not by a keep", () => {
    const asked = (live: LiveProfile[]) => diffOf({ desired: [aDesired()], live, target: UNREAD }).missing;
    expect(asked([]).map(({ catalogue }) => catalogue)).toEqual([["system"]]);
    expect(asked([aLive()])).toEqual([]);
  });
});

test("an entry of another region is no entry of this one", () => {
  const cell = { desired: [aDesired({ region: "eu-west-1" })], live: [aLive({ id: "a" })] };
  expect(decided(cell)).toEqual(["delete a not-declared"]);
});

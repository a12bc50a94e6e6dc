/** DESIGN sections 2 and 4: which candidate of a `routing` is wanted, and what is told as a rename. One named row a cell. */
import { describe, expect, test } from "vitest";
import type { Catalogue, CatalogueSource } from "../../src/core/catalogue.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { aDesired, aLive, modelArns, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  type Cell,
  DENIED,
  DUE,
  decided,
  diffOf,
  LATER,
  pro,
  type Row,
  releasing,
  tagged,
} from "./lifecycle-cells.ts";

const ELSEWHERE = ["arn:aws:bedrock:us-east-1::foundation-model/amazon.titan"];

describe("routing", () => {
  const offering = (...ids: string[]): { catalogue: Catalogue } => {
    const source = (id: string): [string, CatalogueSource] => [
      id,
      { id, arn: id, name: id, modelArns: modelArns(id), onDemand: false },
    ];
    return { catalogue: { system: new Map(ids.map(source)), foundation: new Map() } };
  };
  const of = (source: string, over: Partial<LiveProfile> = {}) =>
    aLive({ id: "a", source, tags: ourTags("app", source), ...over });
  const geo = app({ candidates: ["jp.x.y", "apac.x.y"] });

  test.each<readonly [string, Parameters<typeof diffOf>[0], string | null, readonly string[]]>([
    [
      "nothing live: the most specific that is offered",
      { desired: [geo], target: offering("jp.x.y", "apac.x.y") },
      "jp.x.y",
      ["create new"],
    ],
    [
      "nothing live, that one is not offered: the next",
      { desired: [geo], target: offering("apac.x.y") },
      "apac.x.y",
      ["create new"],
    ],
    ["nothing live, catalogue denied: the most specific", { desired: [geo], target: DENIED }, "jp.x.y", ["create new"]],
    ["none offered: blocked", { desired: [geo], target: offering() }, "jp.x.y", ["blocked new plan/unknown-source"]],
    [
      "the live one is less specific, still offered: it stays",
      { desired: [geo], live: [of("apac.x.y")], target: offering("jp.x.y", "apac.x.y") },
      null,
      ["keep a"],
    ],
    [
      "the live one is known by its models alone: it stays",
      {
        desired: [geo],
        live: [of("apac.x.y", { tags: ourTags("app", "lost") })],
        target: offering("jp.x.y", "apac.x.y"),
      },
      "apac.x.y",
      ["update a"],
    ],
    [
      "the live one is not offered any more: the next",
      { desired: [geo], live: [of("jp.x.y", { modelArns: ELSEWHERE })], target: offering("apac.x.y") },
      "apac.x.y",
      ["replace a model-changed"],
    ],
    [
      "the live one is no candidate any more: the first",
      { desired: [geo], live: [of("us.x.y", { modelArns: ELSEWHERE })], target: offering("jp.x.y", "apac.x.y") },
      "jp.x.y",
      ["replace a model-changed"],
    ],
    [
      "from geo to global: replaced, though the model is the same",
      {
        desired: [app({ candidates: ["global.x.y"] })],
        live: [of("us.x.y")],
        target: offering("us.x.y", "global.x.y"),
      },
      "global.x.y",
      ["replace a model-changed"],
    ],
    [
      "what retires decides where nothing serves",
      {
        desired: [geo],
        live: [of("apac.x.y", { tags: { ...ourTags("app", "apac.x.y"), ...LATER } })],
        target: offering("jp.x.y", "apac.x.y"),
      },
      "apac.x.y",
      ["update a taken-back"],
    ],
    [
      "what serves decides, not what retires",
      {
        desired: [geo],
        live: [of("apac.x.y"), of("jp.x.y", { id: "b", tags: { ...ourTags("app", "jp.x.y"), ...LATER } })],
        target: offering("jp.x.y", "apac.x.y"),
      },
      null,
      ["keep a", "retiring b retire-later"],
    ],
  ])("%s", (_, cell, source, expected) => {
    expect(decided(cell)).toEqual(expected);
    const wanted = diffOf(cell).changes.flatMap(({ after }) => after?.source ?? []);
    expect(wanted).toEqual(source === null ? [] : [source]);
  });
});

describe("a delete and a create of one source are told as a rename", () => {
  const fresh = app({ name: "new" });
  test.each<Row>([
    [
      "one goes, one comes",
      { desired: [fresh], live: [aLive({ id: "a" })] },
      ["create new of new rename", "delete a not-declared rename"],
    ],
    [
      "of another source: no",
      { desired: [app({ name: "new", candidates: [PRO] })], live: [aLive({ id: "a" })] },
      ["create new of new", "delete a not-declared"],
    ],
    [
      "two come: which one cannot be told",
      { desired: [fresh, app({ name: "newer" })], live: [aLive({ id: "a" })] },
      ["create new of new", "create new of newer", "delete a not-declared"],
    ],
    [
      "two go: which one cannot be told",
      { desired: [fresh], live: [aLive({ id: "a" }), aLive({ id: "b", awsName: "b", tags: ourTags("b") })] },
      ["create new of new", "delete a not-declared", "delete b of b not-declared"],
    ],
    [
      "a double goes: no",
      { desired: [app(), fresh], live: [aLive({ id: "a" }), aLive({ id: "b" })] },
      ["create new of new", "keep a", "delete b duplicate (time)"],
    ],
    [
      "a due one goes: no",
      { desired: [fresh], live: [tagged(DUE, { id: "a" })] },
      ["create new of new", "retire a retire-due (time)"],
    ],
    [
      "a released one: no",
      { desired: [fresh], live: [aLive({ id: "a" })], state: releasing("app") },
      ["create new of new", "release a released"],
    ],
    [
      "one without a source mark goes: no",
      { desired: [fresh], live: [aLive({ id: "a", tags: { "strata:stack": "genai" } })] },
      ["create new of new", "delete a not-declared"],
    ],
    [
      "two pairs of two sources: each",
      {
        desired: [fresh, aDesired({ name: "newer", candidates: [PRO] })],
        live: [aLive({ id: "a" }), pro({ id: "b", awsName: "b" }, { "strata:name": "b" })],
      },
      [
        "create new of new rename",
        "create new of newer rename",
        "delete a not-declared rename",
        "delete b of b not-declared rename",
      ],
    ],
  ])("%s", (_, cell, expected) => expect(decided(cell)).toEqual(expected));

  test("each names the other", () => {
    const cell: Cell = { desired: [fresh], live: [aLive({ id: "a" })] };
    const texts = diffOf(cell).changes.map(({ action, because }) => [action, because.at(-1)?.text.split(":")[0]]);
    expect(texts).toEqual([
      ["delete", 'renamed to "new"'],
      ["create", 'renamed from "app"'],
    ]);
  });
});

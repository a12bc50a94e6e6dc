/** DESIGN section 4: is it a copy of the desired source, and what if not? One named row a cell. */
import { describe, expect, test } from "vitest";
import type { ReadTarget } from "../../src/core/observation.ts";
import type { LiveProfile } from "../../src/core/profile.ts";
import { aLive, GLOBAL, LITE, MICRO_MODEL, modelArns, ourTags, PRO } from "../fakes/values.ts";
import {
  app,
  DENIED,
  decided,
  diffOf,
  OLD,
  pro,
  type Row,
  replacing,
  tagged,
  UNREAD,
  YOUNG,
} from "./lifecycle-cells.ts";

const ELSEWHERE = ["arn:aws:bedrock:us-east-1::foundation-model/amazon.titan"];

/** Of each kind of source: does the tag agree, do the models agree, can they be known? */
const KINDS = [
  ["geographic", LITE],
  ["global, with an empty region", GLOBAL],
  ["foundation model", MICRO_MODEL],
] as const;
const TRUTH: Row[] = KINDS.flatMap(([kind, source]): Row[] => {
  const desired = [app({ candidates: [source] })];
  const of = (tag: string | null, models: readonly string[]): LiveProfile[] => {
    const { "strata:source": _, ...tags } = ourTags();
    return [aLive({ id: "a", modelArns: models, tags: tag === null ? tags : { ...tags, "strata:source": tag } })];
  };
  const right = modelArns(source);
  // The one model of a foundation model is known without any catalogue.
  const isKnown = source === MICRO_MODEL;
  const unclear = ["keep a", "note plan/source-unclear"];
  const row = (
    words: string,
    live: LiveProfile[],
    expected: readonly string[],
    target: Partial<ReadTarget> = {},
  ): Row => [`${kind}: ${words}`, { desired, live, target }, expected];
  return [
    row("tag agrees, models agree", of(source, right), ["keep a"]),
    row("tag agrees, models differ", of(source, ELSEWHERE), ["keep a", "note plan/routes-changed"]),
    row("tag differs, models agree", of(PRO, right), ["update a"]),
    row("tag differs, models agree in another order", of(PRO, [...right].reverse()), ["update a"]),
    row("tag differs, models differ", of(PRO, ELSEWHERE), ["replace a model-changed"]),
    row("tag differs, one model more", of(PRO, [...right, ...ELSEWHERE]), ["replace a model-changed"]),
    row("tag differs, one model less", of(PRO, right.slice(1)), ["replace a model-changed"]),
    row("no tag, models agree", of(null, right), ["update a"]),
    row("no tag, models differ", of(null, ELSEWHERE), ["replace a model-changed"]),
    row("tag agrees, catalogue denied", of(source, right), ["keep a"], DENIED),
    row("tag differs, catalogue denied", of(PRO, right), isKnown ? ["update a"] : unclear, DENIED),
    row("no tag, catalogue denied", of(null, ELSEWHERE), isKnown ? ["replace a model-changed"] : unclear, DENIED),
  ];
});

const WHAT_REPLACES: Row[] = [
  [
    "model, on: [model]",
    { desired: [app({ candidates: [PRO] })], live: [aLive({ id: "a" })] },
    ["replace a model-changed"],
  ],
  [
    "model, on: []",
    { desired: [app({ candidates: [PRO] })], live: [aLive({ id: "a" })], state: replacing(0) },
    ["keep a", "note plan/model-differs"],
  ],
  [
    "model, on: [description]",
    { desired: [app({ candidates: [PRO] })], live: [aLive({ id: "a" })], state: replacing(0, "description") },
    ["keep a", "note plan/model-differs"],
  ],
  [
    "description, on: [model]",
    { desired: [app({ description: "new" })], live: [aLive({ id: "a", description: "old" })] },
    ["keep a", "note plan/description-differs"],
  ],
  [
    "description, on: [description]",
    { desired: [app({ description: "new" })], live: [aLive({ id: "a" })], state: replacing(0, "description") },
    ["replace a description-changed"],
  ],
  [
    "no description in the file: no difference",
    { desired: [app()], live: [aLive({ id: "a", description: "old" })], state: replacing(0, "description") },
    ["keep a"],
  ],
  [
    "description, the new one is there: only the old one's end is left",
    {
      desired: [app({ description: "new" })],
      live: [
        aLive({ id: "a", description: "old", createdAt: OLD }),
        aLive({ id: "b", awsName: "app-2", description: "new", createdAt: YOUNG }),
      ],
      state: replacing(0, "description"),
    },
    ["replace a unfinished-replace", "keep b"],
  ],
  [
    "description, beside one whose source cannot be told: neither is touched",
    {
      desired: [app({ description: "new" })],
      live: [aLive({ id: "a" }), pro({ id: "b" })],
      state: replacing(0, "description"),
      target: DENIED,
    },
    ["keep a", "keep b", "note plan/source-unclear", "note plan/model-differs"],
  ],
  [
    "both, on: [model, description]",
    {
      desired: [app({ candidates: [PRO], description: "new" })],
      live: [aLive({ id: "a" })],
      state: replacing(0, "model", "description"),
    },
    ["replace a model-changed"],
  ],
];

const NOT_OFFERED: Row[] = [
  ["nothing live: blocked", { desired: [app({ candidates: ["us.no.such"] })] }, ["blocked new plan/unknown-source"]],
  [
    "a copy of another lives: blocked",
    { desired: [app({ candidates: ["us.no.such"] })], live: [aLive({ id: "a" })] },
    ["blocked a plan/unknown-source"],
  ],
  [
    "a foundation model that is not there: blocked",
    { desired: [app({ candidates: ["no.such-model"] })], live: [aLive({ id: "a" })] },
    ["blocked a plan/unknown-source"],
  ],
  [
    "nothing live, catalogue denied: AWS decides",
    { desired: [app({ candidates: ["us.no.such"] })], target: DENIED },
    ["create new"],
  ],
  [
    "its own copy lives: kept, though it is not offered any more",
    { desired: [app({ candidates: ["us.gone"] })], live: [tagged({ "strata:source": "us.gone" }, { id: "a" })] },
    ["keep a"],
  ],
  [
    "its own copy lives, and another one: what that is cannot be told, so it is left",
    {
      desired: [app({ candidates: ["us.gone"] })],
      live: [tagged({ "strata:source": "us.gone" }, { id: "a" }), pro({ id: "b" })],
    },
    ["keep a", "blocked b plan/unknown-source"],
  ],
];

describe.each([
  ["tag and models", TRUTH],
  ["what replaces", WHAT_REPLACES],
  ["a source that the region does not offer", NOT_OFFERED],
])("%s", (_, rows) => {
  test.each(rows)("%s", (__, cell, expected) => expect(decided(cell)).toEqual(expected));
});

test("the catalogue is asked for only where a tag does not prove the source", () => {
  const asked = (...live: LiveProfile[]) =>
    diffOf({ desired: [app()], live, target: UNREAD }).missing.flatMap(({ catalogue }) => catalogue);
  expect(asked(aLive())).toEqual([]);
  expect(asked(tagged({ "strata:source": "lost" }))).toEqual(["system"]);
  expect(asked()).toEqual(["system"]);
});

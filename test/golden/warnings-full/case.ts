import { aDesired, aKept, aLive, at, type Given, HAIKU, NOVA } from "../../fakes/builders.ts";

const kept = ["answers", "docs"].map((name) => aKept(name));

export const given: Given = {
  desired: [
    ...kept.map(({ desired }) => desired),
    aDesired({ name: "another-model", source: HAIKU, declaredAt: at(10) }),
    aDesired({ name: "another-text", description: "Ranks search results", declaredAt: at(14) }),
    aDesired({ name: "tagged", tags: { team: "search" }, declaredAt: at(18) }),
  ],
  live: [
    ...kept.map(({ live }) => live),
    aLive({ name: "another-model", source: NOVA }),
    aLive({ name: "another-text", description: "Ranks" }),
    aLive({ name: "tagged" }),
  ],
  state: { replacement: { graceMs: 86_400_000, on: [] } },
  full: true,
};

import { aDesired, aKept, aLive, type Given, NOVA } from "../../fakes/builders.ts";

const kept = ["answers", "docs", "faq", "labels", "mail", "notes"].map((name) => aKept(name));
const gone = ["one", "two", "three", "four", "five", "six"].map((name) => aLive({ name: `old-${name}`, source: NOVA }));

export const given: Given = {
  desired: [...kept.map(({ desired }) => desired), aDesired({ name: "new-one" })],
  live: [...kept.map(({ live }) => live), ...gone],
};

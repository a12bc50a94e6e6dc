import { aDesired, aKept, aLive, type Given, HAIKU, NOVA, STACK } from "../../fakes/builders.ts";

const ours = (name: string, value: string | null) => ({ isOurs: true, stack: STACK, name, value });
const kept = ["faq", "mail", "notes"].map((name) => aKept(name));
const old = aLive({ name: "docs", source: NOVA });
const gone = aLive({ name: "hackday" });

/** One parameter in each way to stand to its profile; `notes` is right. */
export const given: Given = {
  desired: [
    ...kept.map(({ desired }) => desired),
    aDesired({ name: "answers" }),
    aDesired({ name: "docs", source: HAIKU }),
  ],
  live: [...kept.map(({ live }) => live), old, gone],
  state: { publishSsm: "/genai/{team}/{name}" },
  found: {
    "/genai/checkout/docs": ours("docs", old.arn),
    "/genai/checkout/faq": ours("faq", "by hand"),
    "/genai/checkout/hackday": ours("hackday", gone.arn),
    "/genai/checkout/mail": { isOurs: false, stack: null, name: null, value: null },
    "/genai/checkout/notes": ours("notes", kept[2]?.live.arn ?? null),
  },
};

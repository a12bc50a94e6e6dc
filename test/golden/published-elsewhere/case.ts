import { aKept, type Given, STACK } from "../../fakes/builders.ts";

const kept = ["answers", "docs", "faq", "labels", "mail", "notes"].map((name) => aKept(name));

/** Another template: every reader of the former paths finds nothing, which is more than the guards let pass. */
export const given: Given = {
  desired: kept.map(({ desired }) => desired),
  live: kept.map(({ live }) => live),
  state: { publishSsm: "/ai/{name}" },
  found: Object.fromEntries(
    kept.map(({ live: { arn }, desired: { key } }) => [
      `/genai/${key.name}`,
      { isOurs: true, stack: STACK, name: key.name, value: arn },
    ]),
  ),
};

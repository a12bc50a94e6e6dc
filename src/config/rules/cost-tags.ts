/** Cost allocation tags: keys that billing can ever learn of. */
import { items } from "../config-part.ts";
import { inCode, suggestion } from "../wording.ts";
import type { Rule } from "./rule.ts";

/** Marks that every profile of ours carries. */
const OWN_MARKS: ReadonlySet<string> = new Set(["strata:stack", "strata:name", "strata:source"]);

export const costTagsCanBeActivated: Rule = ({ parts: { main } }, report) => {
  for (const [index, key] of items(main.value.costAllocationTags)) {
    if (!/^aws:/i.test(key)) continue;
    report("config/invalid-cost-tag", {
      detail: `${inCode(key)} belongs to AWS: keys that begin with ${inCode("aws:")} are generated, and activated in another way.`,
      hint: "Remove it.",
      subject: main.source.valueRange(["costAllocationTags", index]),
    });
  }
};

/** A key on no profile waits for ever; only told when every profile could be read. */
export const costTagsAreUsed: Rule = ({ parts: { main, complete }, entries }, report) => {
  if (!complete || entries.length === 0) return;
  const carried = new Set(entries.flatMap(({ variants }) => variants.flatMap(({ tags }) => [...tags.keys()])));
  for (const [index, key] of items(main.value.costAllocationTags)) {
    if (carried.has(key) || OWN_MARKS.has(key) || /^aws:/i.test(key)) continue;
    report("config/unused-cost-tag", {
      detail: `No declared profile carries the tag ${inCode(key)}, so billing will not learn of it.`,
      hint: suggestion(key, carried, "Add the tag to profiles, or remove the key."),
      subject: main.source.valueRange(["costAllocationTags", index]),
    });
  }
};

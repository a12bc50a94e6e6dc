/** Names of profiles across all files. */
import { anyGlob } from "../../core/glob.ts";
import { items } from "../config-part.ts";
import type { ProfileEntry } from "../profile-entry.ts";
import { inCode } from "../wording.ts";
import type { Rule } from "./rule.ts";

/** A name is declared once in all files; within one file the reader has told it already. */
export const namesAreDistinct: Rule = ({ entries }, report) => {
  const seen = new Map<string, ProfileEntry>();
  for (const entry of entries) {
    const first = seen.get(entry.name);
    if (first === undefined) {
      seen.set(entry.name, entry);
      continue;
    }
    report("config/duplicate-profile", {
      detail: `The profile ${inCode(entry.name)} is declared twice.`,
      hint: "Remove one of the two, or give it another name.",
      subject: entry.part.source.keyRange(entry.path),
      related: [{ message: "first declared here", range: first.part.source.keyRange(first.path) }],
    });
  }
};

/** `Search` and `search` are two profiles to AWS, and one to most readers. */
export const namesDifferByMoreThanCase: Rule = ({ entries }, report) => {
  const seen = new Map<string, ProfileEntry>();
  for (const entry of entries) {
    const folded = entry.name.toLowerCase();
    const first = seen.get(folded);
    if (first === undefined) seen.set(folded, entry);
    else if (first.name !== entry.name) {
      report("config/names-differ-by-case", {
        detail: `${inCode(entry.name)} and ${inCode(first.name)} are two profiles whose names differ only by case.`,
        hint: "Rename one of the two.",
        subject: entry.part.source.keyRange(entry.path),
        related: [{ message: "the other one", range: first.part.source.keyRange(first.path) }],
      });
    }
  }
};

/** A profile cannot be managed and let go at the same time. */
export const releasedAreNotDeclared: Rule = ({ parts: { main }, entries }, report) => {
  for (const [index, pattern] of items(main.value.release)) {
    const matches = anyGlob([pattern]);
    const declared = entries.find((entry) => matches(entry.name));
    if (declared === undefined) continue;
    report("config/released-and-declared", {
      detail: `${inCode(pattern)} releases the profile ${inCode(declared.name)}, which is declared under ${inCode("profiles")}.`,
      hint: "Remove the entry under `profiles`, or narrow this glob.",
      subject: main.source.valueRange(["release", index]),
      related: [{ message: "declared here", range: declared.part.source.keyRange(declared.path) }],
    });
  }
};

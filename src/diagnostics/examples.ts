/**
 * Examples of codes: apart from the registry, since only `explain` and the documentation show them.
 * A test loads each of them: the wrong one gives its code, the right one does not.
 */
import type { Examples } from "./example.ts";
import { FILE_EXAMPLES } from "./examples-file.ts";
import { MEANING_EXAMPLES } from "./examples-meaning.ts";
import { POLICY_EXAMPLES } from "./examples-policy.ts";
import { VALUE_EXAMPLES } from "./examples-values.ts";

export const EXAMPLES: Examples = {
  ...FILE_EXAMPLES,
  ...VALUE_EXAMPLES,
  ...MEANING_EXAMPLES,
  ...POLICY_EXAMPLES,
};

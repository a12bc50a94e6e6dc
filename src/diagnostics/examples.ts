/**
 * An example of every code: apart from the registry, since only `explain` and the documentation show them. A test loads
 * each piece of a file (the wrong one gives its code, the right one does not) and plays each scene.
 */
import type { DiagnosticCode } from "./codes.ts";
import type { Example } from "./example.ts";
import { APPROVAL_EXAMPLES } from "./examples-approval.ts";
import { AWS_EXAMPLES } from "./examples-aws.ts";
import { COSTS_EXAMPLES } from "./examples-costs.ts";
import { FILE_EXAMPLES } from "./examples-file.ts";
import { IMPORT_EXAMPLES } from "./examples-import.ts";
import { INVOKE_EXAMPLES } from "./examples-invoke.ts";
import { MEANING_EXAMPLES } from "./examples-meaning.ts";
import { PLAN_EXAMPLES } from "./examples-plan.ts";
import { POLICY_EXAMPLES } from "./examples-policy.ts";
import { PROJECT_EXAMPLES } from "./examples-projects.ts";
import { READING_EXAMPLES } from "./examples-reading.ts";
import { USAGE_EXAMPLES } from "./examples-usage.ts";
import { VALUE_EXAMPLES } from "./examples-values.ts";

export const EXAMPLES: Readonly<Record<DiagnosticCode, Example>> = {
  ...FILE_EXAMPLES,
  ...VALUE_EXAMPLES,
  ...MEANING_EXAMPLES,
  ...PROJECT_EXAMPLES,
  ...POLICY_EXAMPLES,
  ...READING_EXAMPLES,
  ...PLAN_EXAMPLES,
  ...APPROVAL_EXAMPLES,
  ...AWS_EXAMPLES,
  ...IMPORT_EXAMPLES,
  ...INVOKE_EXAMPLES,
  ...COSTS_EXAMPLES,
  ...USAGE_EXAMPLES,
};

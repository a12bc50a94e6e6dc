/** Every scene that can be made from values; the rest is held against the text of its source. */
import { APPROVAL_SCENES } from "./approval.ts";
import { AWS_SCENES } from "./aws.ts";
import { IMPORT_SCENES } from "./import.ts";
import { INVOKE_SCENES } from "./invoke.ts";
import { PLAN_SCENES } from "./plan.ts";
import { REPORT_SCENES } from "./report.ts";
import type { Scenes } from "./scene.ts";
import { USAGE_SCENES } from "./usage.ts";

export const SCENES: Scenes = {
  ...PLAN_SCENES,
  ...APPROVAL_SCENES,
  ...AWS_SCENES,
  ...USAGE_SCENES,
  ...IMPORT_SCENES,
  ...INVOKE_SCENES,
  ...REPORT_SCENES,
};

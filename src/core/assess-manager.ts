/** Whose work a profile is: what its tags tell of it (AWS.md section 1.8). Only Strata's and AWS's own marks are certain. */
import type { Manager } from "./assess.ts";
import { otherToolsMark, STACK_TAG } from "./ownership.ts";
import type { Tags } from "./profile.ts";

/** Keys under which people write the tool that made a resource, without upper case and signs. */
const TOOL_KEYS = new Set(["managedby", "createdby", "provisionedby", "deployedby", "provisioner", "iac", "tool"]);
const TERRAFORM = /terraform|opentofu/i;

export function managerOf(tags: Tags | null): Manager {
  if (tags === null) return "unknown";
  if (tags[STACK_TAG] !== undefined) return "strata";
  const mark = otherToolsMark(tags);
  if (mark !== undefined) return mark.startsWith("aws:cloudformation:") ? "cloudformation" : "sagemaker";
  return Object.entries(tags).some(([key, value]) => isTerraformHint(key, value)) ? "terraform" : "nobody";
}

/** `ManagedBy=Terraform`, `terraform=true`, `terraform:module=…`; not a team that is called so. */
function isTerraformHint(key: string, value: string): boolean {
  if (/^(?:terraform|opentofu)/i.test(key)) return value.toLowerCase() !== "false";
  return TOOL_KEYS.has(key.toLowerCase().replaceAll(/[^a-z]/g, "")) && TERRAFORM.test(value);
}

/** `strata doctor` as JSON (schema/doctor.schema.json). */
import type { Check } from "../core/check.ts";
import type { Checkup, TargetCheckup } from "../core/checkup.ts";
import type { BillingCheckup } from "../core/checkup-billing.ts";
import { toFileFault } from "../core/plan-file.ts";
import { jsonText } from "./json-text.ts";

export function renderDoctorJson({ targets, billing }: Checkup): string {
  const json = { formatVersion: "1.0", targets: targets.map(toJsonTarget), billing: toJsonBilling(billing) };
  return jsonText(json);
}

function toJsonBilling(billing: BillingCheckup | null) {
  if (billing === null) return null;
  const { account, accountName, checks } = billing;
  return { account, accountName, checks: checks.map(toJsonCheck) };
}

function toJsonTarget({ account, accountName, region, status, quota, checks }: TargetCheckup) {
  return { account, accountName, region, status, quota: toJsonQuota(quota), checks: checks.map(toJsonCheck) };
}

function toJsonQuota(quota: TargetCheckup["quota"]) {
  if (quota === null) return null;
  const { used, limit, left, wanted } = quota;
  return { used, limit, left, wanted };
}

function toJsonCheck({ kind, subject, status, text, mend, fault }: Check) {
  return { kind, subject, status, text, mend, fault: fault === null ? null : toFileFault(fault) };
}

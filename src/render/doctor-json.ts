/** `strata doctor` as JSON (schema/doctor.schema.json). */
import type { Check } from "../core/check.ts";
import type { TargetCheckup } from "../core/checkup.ts";
import { toFileFault } from "../core/plan-file.ts";

export function renderDoctorJson(checkups: readonly TargetCheckup[]): string {
  return `${JSON.stringify({ formatVersion: "1.0", targets: checkups.map(toJsonTarget) }, null, 2)}\n`;
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

/** What a compact plan or drift tells in one row each where the whole one has a section. */
import type { PlanTarget } from "../core/plan.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { type Line, paragraph, span } from "./text-layout.ts";

/** Targets that were not read, with the reason in short. */
export function unreadRows(targets: readonly PlanTarget[]): Line[] {
  return targets
    .filter(({ status }) => status !== "read")
    .map(({ accountName, account, region, status, fault }) => {
      const place = [accountName, account, region].filter((part) => part !== null).join(" ");
      if (status === "pending") return [span(place, "strong"), span("  pending", "dim")];
      const why = fault === null ? "no answer" : `${fault.operation}: ${fault.code ?? fault.kind}`;
      return [span(place, "strong"), span("  "), span("NOT READ", "warn"), span(`  ${why}`)];
    });
}

export function foundRows(diagnostics: readonly Diagnostic[]): Line[] {
  return diagnostics.map(({ severity, summary, code, target }) => {
    const name = target?.name === undefined ? "" : `${target.name}: `;
    return [span(`${severity}: ${name}${summary}`, "warn"), span(`  ${code}`, "dim")];
  });
}

/** Said only where nobody asked for less. */
export function compactHint(options: PlanTextOptions): Line[] {
  if (options.compact !== "too-tall") return [];
  return paragraph("One line per change here; --full shows the details.", 0, options, "dim");
}

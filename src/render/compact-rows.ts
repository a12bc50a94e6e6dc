/** What a compact plan or drift tells in one row each where the whole one has a section. */
import type { PlanTarget } from "../core/plan.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PlanTextOptions } from "./plan-report.ts";
import { cutLine, type Line, lineWidth, paragraph, span } from "./text-layout.ts";

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

/** The code stays whole, since it can be looked up; what it says is cut where it has to be. */
export function foundRows(diagnostics: readonly Diagnostic[], { width }: PlanTextOptions): Line[] {
  return diagnostics.map(({ severity, summary, code, target }) => {
    const name = target?.name === undefined ? "" : `${target.name}: `;
    const shownCode = span(`  ${code}`, "dim");
    const room = Math.max(1, width - lineWidth([shownCode]));
    return [...cutLine([span(`${severity}: ${name}${summary}`, "warn")], room), shownCode];
  });
}

/** Said only where nobody asked for less. */
export function compactHint(options: PlanTextOptions): Line[] {
  if (options.compact !== "too-tall") return [];
  return paragraph("One line per change here; --full shows the details.", 0, options, "dim");
}

/** What a rule gets and how it answers. */

import type { ProjectRegistry } from "../../core/projects.ts";
import type { DiagnosticCode } from "../../diagnostics/codes.ts";
import { type Diagnostic, type DiagnosticParts, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ConfigPart, ConfigParts } from "../config-part.ts";
import type { Aliases } from "../model-reference.ts";
import type { ProfileEntry } from "../profile-entry.ts";
import type { Scope } from "../scope.ts";

export interface RuleContext {
  readonly parts: ConfigParts;
  readonly scope: Scope;
  readonly aliases: Aliases;
  readonly entries: readonly ProfileEntry[];
  readonly projects: ProjectRegistry;
}

export type Report = (code: DiagnosticCode, parts: DiagnosticParts) => void;

/** Looks at the whole and reports what breaks one idea. Values of a wrong shape are absent: their absence is no news. */
export type Rule = (context: RuleContext, report: Report) => void;

/** Runs rules one after the other; what each finds is kept. */
export function runRules(rules: readonly Rule[], context: RuleContext): Diagnostic[] {
  const found: Diagnostic[] = [];
  const report: Report = (code, parts) => found.push(diagnostic(code, parts));
  for (const rule of rules) rule(context, report);
  return found;
}

/** The files, main one first. */
export function allParts({ parts }: RuleContext): ConfigPart[] {
  return [parts.main, ...parts.included];
}

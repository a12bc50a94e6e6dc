/** Checked files → what is desired, or why not. */
import type { Desired } from "../core/desired.ts";
import { projectRegistry } from "../core/projects.ts";
import { hasErrors, type Result } from "../diagnostics/diagnostic.ts";
import { type ConfigParts, entriesOf } from "./config-part.ts";
import { toDesired } from "./normalise.ts";
import { profileEntries } from "./profile-entry.ts";
import { projectsOf } from "./projects.ts";
import { RULES } from "./rules/all-rules.ts";
import { runRules } from "./rules/rule.ts";
import { scopeOf } from "./scope.ts";

/** Merges the files, runs every rule, and gives a value when nothing is wrong; the shape has been checked before. */
export function checkConfig(parts: ConfigParts): Result<Desired> {
  const scope = scopeOf(parts.main.value);
  const aliases = new Map(entriesOf(parts.main.value.models));
  const entries = profileEntries(parts, scope);
  const projects = projectRegistry(projectsOf(parts.main.value.projects));
  const diagnostics = runRules(RULES, { parts, scope, aliases, entries, projects });
  if (!parts.complete || hasErrors(diagnostics)) return { diagnostics };
  return { value: toDesired(parts.main, scope, entries, aliases), diagnostics };
}

/** The register of projects: what it says itself, and the names it knows. */
import { PROJECT_TAG } from "../../core/projects.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import { entriesOf, items } from "../config-part.ts";
import type { InstancePath } from "../instance-path.ts";
import type { MergedTag } from "../profile-entry.ts";
import { inCode, listed, nearest } from "../wording.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

/** A value books money to one project only, as its name or as a former one. */
export const projectValuesAreDistinct: Rule = ({ parts: { main } }, report) => {
  const claims = new Map<string, { project: string; path: InstancePath; isName: boolean }>();
  const rangeOf = (path: InstancePath, isName: boolean) =>
    isName ? main.source.keyRange(path) : main.source.valueRange(path);
  const claim = (value: string, project: string, path: InstancePath, isName: boolean): void => {
    const first = claims.get(value);
    if (first === undefined) {
      claims.set(value, { project, path, isName });
      return;
    }
    report("config/project-claimed-twice", {
      ...claimWords(value, project, first),
      subject: rangeOf(path, isName),
      related: [{ message: "first claimed here", range: rangeOf(first.path, first.isName) }],
    });
  };
  const projects = entriesOf(main.value.projects);
  for (const [name] of projects) claim(name, name, ["projects", name], true);
  for (const [name, project] of projects) {
    for (const [index, former] of items(project?.formerly))
      claim(former, name, ["projects", name, "formerly", index], false);
  }
};

function claimWords(value: string, project: string, first: { readonly project: string; readonly isName: boolean }) {
  if (first.project === project) {
    return { detail: `${inCode(project)} lists its own name as a former one.`, hint: "Remove it here." };
  }
  if (first.isName) {
    return {
      detail: `${inCode(value)} is a registered project, and a former name of ${inCode(project)}.`,
      hint: `Remove it here, or remove the project ${inCode(value)}.`,
    };
  }
  return {
    detail: `${inCode(value)} is a former name of ${inCode(first.project)} and of ${inCode(project)}.`,
    hint: "Leave it with one of the two.",
  };
}

/**
 * A former name goes on booking to its project in reports, but the bill shows the old one. Where registered values are
 * required, `requiredTagsAreThere` refuses it.
 */
export const presentNamesAreUsed: Rule = (context, report) => {
  const { projects, entries } = context;
  fencesNameProjects(context, report);
  if (isRegisterRequired(context) || projects.byValue.size === projects.projects.length) return;
  const told = new Set<MergedTag>();
  for (const { variants } of entries) {
    for (const { tags } of variants) {
      const tag = tags.get(PROJECT_TAG);
      if (tag === undefined || told.has(tag) || !isFormer(context, tag.value)) continue;
      told.add(tag);
      report("config/former-project", {
        ...registryWords(context, tag.value),
        subject: tag.source.valueRange(tag.path),
      });
    }
  }
};

/** A fence around a project that there is not lets nothing through, which is better told here than at each profile. */
function fencesNameProjects(context: RuleContext, report: Report): void {
  const { main } = context.parts;
  for (const [index, include] of items(main.value.include)) {
    if (typeof include === "string") continue;
    for (const [at, value] of items(include.owns?.tags?.[PROJECT_TAG])) {
      if (main.broken.covers(["projects", value])) continue;
      const isKnown = context.projects.byValue.has(value);
      if (isKnown ? !isFormer(context, value) : !isRegisterRequired(context)) continue;
      const subject = main.source.valueRange(["include", index, "owns", "tags", PROJECT_TAG, at]);
      const { related, ...words } = registryWords(context, value);
      const because = {
        message: "required here",
        range: main.source.keyRange(["policy", "requiredTags", PROJECT_TAG]),
      };
      if (isKnown) report("config/former-project", { ...words, subject, related });
      else report("policy/unregistered-value", { ...words, subject, related: [because, ...related] });
    }
  }
}

function isRegisterRequired({ parts: { main } }: RuleContext): boolean {
  return main.value.projects !== undefined && main.value.policy?.requiredTags?.[PROJECT_TAG] === "registered";
}

function isFormer({ projects }: RuleContext, value: string): boolean {
  const project = projects.byValue.get(value);
  return project !== undefined && project.name !== value;
}

/** Why a value is no project's present name, what to write instead, and where the register says so. */
export function registryWords(
  { projects, parts: { main } }: RuleContext,
  value: string,
): { readonly detail: string; readonly hint: string; readonly related: readonly Related[] } {
  const project = projects.byValue.get(value);
  if (project !== undefined) {
    const at = items(main.value.projects?.[project.name]?.formerly);
    const index = [...at].find(([, former]) => former === value)?.[0] ?? 0;
    const range = main.source.valueRange(["projects", project.name, "formerly", index]);
    return {
      detail: `The project ${inCode(value)} is now called ${inCode(project.name)}.`,
      hint: `Write ${inCode(project.name)}.`,
      related: [{ message: "renamed here", range }],
    };
  }
  const detail = `${inCode(value)} is not registered under ${inCode("projects")}.`;
  const near = nearest(value, projects.byValue.keys());
  const meant = near === undefined ? undefined : projects.byValue.get(near);
  if (near === undefined || meant === undefined) {
    const names = projects.projects.map(({ name }) => name);
    const known = names.length === 0 ? "" : ` Known: ${listed(names)}.`;
    return { detail, hint: `Register ${inCode(value)} there, in the main file.${known}`, related: [] };
  }
  const formerly = near === meant.name ? "" : `, formerly ${inCode(near)}`;
  return {
    detail,
    hint: `Did you mean ${inCode(meant.name)}${formerly}?`,
    related: [{ message: "registered here", range: main.source.keyRange(["projects", meant.name]) }],
  };
}

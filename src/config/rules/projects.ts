/** The register of projects: what it says itself, and the names it knows. */
import { PROJECT_TAG } from "../../core/projects.ts";
import type { Related } from "../../diagnostics/diagnostic.ts";
import { entriesOf, items, type MainPart } from "../config-part.ts";
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
  for (const { value, project, path, isName } of projectValues(main)) claim(value, project, path, isName);
};

interface ProjectValue {
  readonly value: string;
  readonly project: string;
  readonly path: InstancePath;
  /** False for a former name. */
  readonly isName: boolean;
}

/** Names first, so that what is claimed twice is told at the former name. */
function projectValues(main: MainPart): ProjectValue[] {
  const projects = entriesOf(main.value.projects);
  const names = projects.map(([name]) => ({ value: name, project: name, path: ["projects", name], isName: true }));
  const former = projects.flatMap(([name, project]) =>
    [...items(project?.formerly)].map(([index, value]) => {
      return { value, project: name, path: ["projects", name, "formerly", index], isName: false };
    }),
  );
  return [...names, ...former];
}

/** Values of tags are case-sensitive, so the bill shows two projects. A rename may change the case of a project's own. */
export const projectsDifferByMoreThanCase: Rule = ({ parts: { main } }, report) => {
  const seen = new Map<string, ProjectValue>();
  const rangeOf = ({ path, isName }: ProjectValue) =>
    isName ? main.source.keyRange(path) : main.source.valueRange(path);
  for (const found of projectValues(main)) {
    const first = seen.get(found.value.toLowerCase());
    if (first === undefined) seen.set(found.value.toLowerCase(), found);
    else if (first.value !== found.value && first.project !== found.project) {
      report("config/projects-differ-by-case", {
        detail: `${inCode(first.value)} and ${inCode(found.value)} differ only by case.`,
        hint: "Rename one of the two, or make them one project.",
        subject: rangeOf(found),
        related: [{ message: "the other is here", range: rangeOf(first) }],
      });
    }
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
  for (const { value, path } of fencedProjects(main)) {
    const isKnown = context.projects.byValue.has(value);
    if (main.broken.covers(["projects", value]) || (isKnown && !isFormer(context, value))) continue;
    const { related, ...words } = registryWords(context, value);
    const subject = main.source.valueRange(path);
    if (isKnown) report("config/former-project", { ...words, subject, related });
    else if (isRegisterRequired(context)) {
      const because = {
        message: "required here",
        range: main.source.keyRange(["policy", "requiredTags", PROJECT_TAG]),
      };
      report("policy/unregistered-value", { ...words, subject, related: [because, ...related] });
      // Not all projects have to be registered: a slip is what resembles one of them, and nobody bears.
    } else if (related.length > 0 && !isBorne(context, value))
      report("config/unregistered-fence", { ...words, subject, related });
  }
}

function fencedProjects({ value }: MainPart) {
  return [...items(value.include)].flatMap(([index, include]) => {
    if (typeof include === "string") return [];
    const path = ["include", index, "owns", "tags", PROJECT_TAG];
    return [...items(include.owns?.tags?.[PROJECT_TAG])].map(([at, project]) => ({
      value: project,
      path: [...path, at],
    }));
  });
}

function isBorne({ entries }: RuleContext, value: string): boolean {
  return entries.some(({ variants }) => variants.some(({ tags }) => tags.get(PROJECT_TAG)?.value === value));
}

export function isRegisterRequired({ parts: { main } }: RuleContext): boolean {
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

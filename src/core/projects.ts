/** The register of projects: whose money a value of the tag `project` is. */
import type { Project } from "./desired.ts";

/** The one tag whose values are registered; keys of tags are case-sensitive. */
export const PROJECT_TAG = "project";

export interface ProjectRegistry {
  /** In the order of the file. */
  readonly projects: readonly Project[];
  /** By present name and by each former one. */
  readonly byValue: ReadonlyMap<string, Project>;
}

/** A value on the bill that is counted under another name. */
export interface FormerName {
  readonly value: string;
  readonly project: string;
}

/** What the register has to do with a spend that is told by project. */
export interface SpendProjects {
  readonly registry: ProjectRegistry;
  /** Where the project stands among the values of a row. */
  readonly place: number;
  /** By project, then value; none where values are told as they are on the bill. */
  readonly merged: readonly FormerName[];
}

/** Present names come before former ones, should a value be both: the configuration refuses that. */
export function projectRegistry(projects: readonly Project[]): ProjectRegistry {
  const byValue = new Map(projects.map((project) => [project.name, project]));
  for (const project of projects) {
    for (const former of project.formerly) if (!byValue.has(former)) byValue.set(former, project);
  }
  return { projects, byValue };
}

/** The name that a value counts under; a value that nobody registered counts under itself. */
export function presentName({ byValue }: ProjectRegistry, value: string): string {
  return byValue.get(value)?.name ?? value;
}

/** The register of projects. */
import { entriesOf, items } from "../config-part.ts";
import type { InstancePath } from "../instance-path.ts";
import { inCode } from "../wording.ts";
import type { Rule } from "./rule.ts";

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
    const detail =
      first.project === project
        ? `${inCode(project)} lists its own name as a former one.`
        : `${inCode(value)} belongs to ${inCode(first.project)} and to ${inCode(project)}.`;
    report("config/project-claimed-twice", {
      detail,
      hint: "Leave it with one of the two.",
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

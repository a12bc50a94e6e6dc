/** The register as it is written → projects of the core. */
import type { Project } from "../core/desired.ts";
import type { Checked } from "./checked.ts";
import { entriesOf, items } from "./config-part.ts";
import type { WrittenConfig } from "./generated/written-config.ts";

export function projectsOf(written: Checked<WrittenConfig["projects"]>): Project[] {
  return entriesOf(written).map(([name, project]) => {
    const { formerly, ...rest } = project ?? {};
    return { name, formerly: [...items(formerly)].map(([, former]) => former), ...rest };
  });
}

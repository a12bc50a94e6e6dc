import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { programEnvironment } from "../../test/sandbox/programs.ts";
import type { Command } from "../process.ts";
import { STRATA } from "../server.ts";
import { nameOf, numbers, type Place, REGION, SOURCE, stageOf, type Tool, type Work } from "./tool.ts";

export const STACK = "bench";

/** A file that declares `n` profiles, written as the README does. */
export function profilesFile(n: number, stage: string): string {
  const entries = numbers(n).map(
    (number) => `  ${nameOf(number)}:\n    model: ${SOURCE}\n    tags: { project: app, stage: ${stage} }`,
  );
  const profiles = n === 0 ? ["profiles: {}"] : ["profiles:", ...entries];
  return `${["version: 1", `stack: ${STACK}`, `regions: [${REGION}]`, ...profiles].join("\n")}\n`;
}

const ARGS: Readonly<Record<Work, (n: number) => readonly string[]>> = {
  "first apply": () => ["apply", "--yes"],
  "no-op plan": () => ["plan", "--detailed-exitcode"],
  "one tag on all": () => ["apply", "--yes"],
  destroy: (n) => ["apply", "--yes", "--allow-deletes", String(n)],
};

export const strata: Tool = {
  name: "Strata",
  commandFor: (place, work) => {
    const file = profilesFile(work === "destroy" ? 0 : place.n, stageOf(work));
    writeFileSync(join(place.folder, "profiles.yaml"), file);
    return strataCommand(place, ...ARGS[work](place.n));
  },
};

/** The built command in the folder of a place. */
export function strataCommand({ folder, url }: Pick<Place, "folder" | "url">, ...args: readonly string[]): Command {
  return { program: process.execPath, args: [STRATA, ...args], cwd: folder, env: programEnvironment(url) };
}

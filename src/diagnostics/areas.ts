/** Areas of codes: the part before the slash, in the order in which they are listed. */
import { CODES, type DiagnosticCode } from "./codes.ts";

/** What an area is about; areas that are not named here are listed last. */
const AREAS: Readonly<Record<string, string>> = {
  config: "Configuration files: their text, their shape and their meaning. Told by every command, without AWS.",
  policy: "The team's own rules, as they stand under `policy` and `include`.",
  plan: "A desired profile and the live ones do not go together.",
  safety: "Guards that stop a whole apply.",
  approval: "Saved plans, and what they do not cover.",
  merge: "Plans or reports of shards that cannot be joined into one.",
  aws: "AWS could not be read or written as needed.",
  billing: "Cost allocation tags.",
  costs: "Money from Cost Explorer.",
  import: "What an import leaves out or cannot write, and Terraform states.",
  outputs: "ARNs for callers that cannot be written as asked.",
  invoke: "Calls of models through a profile: why there is no answer.",
  iam: "Policies that IAM would refuse.",
  github: "Runs, plans and approvals on GitHub.",
  usage: "The command line: options that contradict each other, or name what is not there.",
  system: "Files, ports and other resources of the machine.",
};

export interface Area {
  readonly name: string;
  /** One sentence; empty for an area that nobody has described. */
  readonly about: string;
  /** In alphabetical order. */
  readonly codes: readonly DiagnosticCode[];
}

/** Every area that has codes. */
export function areas(): Area[] {
  const all = (Object.keys(CODES) as DiagnosticCode[]).sort();
  const used = new Set(all.map(areaOf));
  const known = Object.keys(AREAS).filter((name) => used.has(name));
  const others = [...used].filter((name) => !Object.hasOwn(AREAS, name));
  return [...known, ...others].map((name) => ({
    name,
    about: AREAS[name] ?? "",
    codes: all.filter((code) => areaOf(code) === name),
  }));
}

export function areaOf(code: string): string {
  return code.slice(0, code.indexOf("/"));
}

/** Where `docs/diagnostics.md` tells about a code; GitHub makes the anchor from the heading. */
export function docsPlace(code: DiagnosticCode): string {
  return `docs/diagnostics.md#${code.replaceAll("/", "")}`;
}

/** Reads the parameters that profiles are published in, where the file publishes any. */
import { type Change, endsArn } from "../core/change.ts";
import { bindCaller, type Desired } from "../core/desired.ts";
import type { Answer, Fault } from "../core/fault.ts";
import { lookUp } from "../core/group-by.ts";
import type { Observation } from "../core/observation.ts";
import { NAME_TAG, ownershipOf, STACK_TAG } from "../core/ownership.ts";
import { type FoundParameter, type ParameterReading, parameterOf } from "../core/parameters.ts";
import { type Tags, type Target, targetId } from "../core/profile.ts";
import { tagOf } from "../core/tag-edits.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { eachTarget } from "./each-target.ts";
import type { ParameterReader } from "./ports/parameters.ts";
import type { ReadPorts } from "./ports.ts";

/**
 * `versions`: the configuration, and the one that it is compared with. Where the former publishes nothing, only targets in
 * which an ARN ends are asked: parameters of a former `publish` may hold it. Nobody needs a permission for that.
 */
export async function observeParameters(
  versions: readonly Desired[],
  { targets }: Observation,
  changes: readonly Change[],
  ports: Pick<ReadPorts, "parameters">,
): Promise<readonly ParameterReading[]> {
  const isPublishing = versions[0]?.publishSsm !== undefined;
  const ending = new Set(changes.filter(endsArn).map(({ key }) => targetId(key)));
  const asked = targets.flatMap(({ target, status }) =>
    status === "read" && (isPublishing || ending.has(targetId(target))) ? [target] : [],
  );
  const pathsIn = pathsOf(versions);
  const readings = await eachTarget(asked, (target) =>
    readTarget(versions, target, pathsIn(targetId(target)), ports.parameters(target)),
  );
  return isPublishing ? readings : readings.filter(({ status }) => status === "read");
}

/** With the number of the caller's account in place of its stand-in, as the observation has it. */
export function boundLike(desired: Desired, { accounts }: Desired): Desired {
  const [only] = accounts;
  return only === undefined ? desired : bindCaller(desired, only.id);
}

const NOTHING_READ: Answer<ReadonlyMap<string, string>> = { ok: true, value: new Map(), attempts: 0 };

async function readTarget(
  versions: readonly Desired[],
  target: Target,
  wanted: readonly string[],
  reader: ParameterReader,
): Promise<ParameterReading> {
  const [stacks] = versions;
  if (stacks === undefined) throw new Error("unreachable: there is a configuration");
  const [marked, values] = await Promise.all([
    reader.listMarked(stacks),
    wanted.length === 0 ? NOTHING_READ : reader.readParameters(wanted),
  ]);
  if (!marked.ok) return unchecked(target, marked.fault);
  if (!values.ok) return unchecked(target, values.fault);
  const isWanted = new Set(wanted);
  const left = [...marked.value.keys()].filter((path) => !isWanted.has(path));
  const [others, unknown] = await Promise.all([
    readLeft(left, reader),
    // The bulk read may lag: only exact tags tell a stranger's parameter from a new one of ours.
    readExactly(
      [...values.value.keys()].filter((path) => !marked.value.has(path)),
      reader,
    ),
  ]);
  if (!unknown.ok) return unchecked(target, unknown.fault);
  const tags = new Map([...marked.value, ...unknown.value]);
  const found = [...values.value, ...others].flatMap(([path, value]): [string, FoundParameter][] => {
    const own = tags.get(path);
    return own === undefined ? [] : [[path, toFound(own, value, stacks)]];
  });
  return { target, status: "read", found: new Map(found) };
}

/** Where these configurations publish in a target, by its id, each path once. */
export function pathsOf(versions: readonly Desired[]): (targetId: string) => string[] {
  const lookUps = versions.map((desired) => ({
    desired,
    profilesIn: lookUp(desired.profiles, ({ key }) => targetId(key)),
  }));
  return (id) => {
    const paths = lookUps.flatMap(({ desired, profilesIn }) =>
      profilesIn(id).flatMap((profile) => parameterOf(desired, profile) ?? []),
    );
    return [...new Set(paths)].sort();
  };
}

function toFound(tags: Tags, value: string | null, stacks: Desired): FoundParameter {
  const isOurs = ownershipOf(tags, stacks).kind === "ours";
  return { isOurs, stack: tagOf(tags, STACK_TAG), name: tagOf(tags, NAME_TAG), value };
}

/** Of a former path: what may not be read is there all the same, and what is gone is left out. */
async function readLeft(paths: readonly string[], reader: ParameterReader): Promise<[string, string | null][]> {
  if (paths.length === 0) return [];
  const values = await reader.readParameters(paths);
  return values.ok ? [...values.value] : paths.map((path) => [path, null]);
}

async function readExactly(paths: readonly string[], reader: ParameterReader): Promise<Answer<[string, Tags][]>> {
  const answers = await Promise.all(paths.map(async (path) => ({ path, tags: await reader.readParameterTags(path) })));
  const read: [string, Tags][] = [];
  for (const { path, tags } of answers) {
    if (tags.ok) read.push([path, tags.value]);
    else if (tags.fault.kind !== "not-found") return tags;
  }
  return { ok: true, value: read, attempts: answers.length };
}

function unchecked(target: Target, fault: Fault): ParameterReading {
  return { target, status: "unchecked", fault };
}

export function uncheckedDiagnostics(readings: readonly ParameterReading[]): Diagnostic[] {
  return readings.flatMap((reading) => {
    if (reading.status === "read") return [];
    const { fault, target } = reading;
    const detail = `${fault.operation} in ${targetId(target)}: ${fault.message}`;
    return [diagnostic("aws/parameters-unchecked", { detail, hint: hintFor(fault), target })];
  });
}

function hintFor({ kind, operation }: Fault): string {
  if (kind === "credentials") return "Sign in again (for instance aws sso login), and run the command again.";
  if (kind !== "denied") return "Run the command again: AWS or the way to it did not answer as it should.";
  return `Allow ${operation} to the role: strata iam plan prints the policy that reading needs.`;
}

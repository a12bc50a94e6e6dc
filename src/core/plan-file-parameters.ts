/** Parameters of a plan as they stand in a file, and back (DESIGN section 8). */

import { type FilePlace, toFilePlace } from "./file-place.ts";
import type { ParameterReason, PlannedParameter } from "./parameter-change.ts";
import { hashOfParameter } from "./parameters.ts";
import { readPlace } from "./read-plan-parts.ts";
import { membersOf, type Reader, readFlag, readNullable, readOne, readText } from "./shape.ts";

export interface PlanFileParameter extends Omit<PlannedParameter, "key" | "declaredAt"> {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly declaredAt: FilePlace | null;
}

export function toFileParameter(planned: PlannedParameter): PlanFileParameter {
  const { action, key, parameter, from, to, hash, because, declaredAt, alreadyPending } = planned;
  return {
    action,
    account: key.account,
    region: key.region,
    name: key.name,
    parameter,
    from,
    to,
    hash,
    because,
    declaredAt: declaredAt === null ? null : toFilePlace(declaredAt),
    ...(alreadyPending === undefined ? {} : { alreadyPending }),
  };
}

export const readParameter: Reader<PlannedParameter> = (value, at) => {
  const { get, maybe } = membersOf(value, at);
  const alreadyPending = maybe("alreadyPending", readFlag);
  return {
    action: get("action", readOne(["publish", "unpublish", "blocked"] as const)),
    key: { account: get("account", readText), region: get("region", readText), name: get("name", readText) },
    parameter: get("parameter", readText),
    from: get("from", readNullable(readText)),
    to: get("to", readNullable(readText)),
    // A reason that this version does not know is shown all the same.
    because: get("because", readText) as ParameterReason,
    declaredAt: get("declaredAt", readNullable(readPlace)),
    hash: get("hash", readNullable(readText)),
    ...(alreadyPending === undefined ? {} : { alreadyPending }),
  };
};

/** What does not fit, or null: a hash against what it stands for. */
export function findParameterEdit(parameters: readonly PlannedParameter[]): string | null {
  const wrong = parameters.find((planned) => planned.hash !== hashOfParameter(planned));
  return wrong === undefined ? null : `the hash of the ${wrong.action} of ${wrong.parameter} does not fit`;
}

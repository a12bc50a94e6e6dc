/** Answers of AWS to `doctor`, all well unless told otherwise. */
import type { CatalogueSource } from "../../src/core/catalogue.ts";
import type { ModelAvailability, ProfileQuota, TargetAnswers, TargetReads } from "../../src/core/checkup-reads.ts";
import type { Answer, Fault } from "../../src/core/fault.ts";
import { ACCOUNT, deepFreeze, LITE, modelArns, TARGET } from "./values.ts";

export const LITE_MODEL = "amazon.nova-lite-v1:0";

export function ok<T>(value: T): Answer<T> {
  return { ok: true, value, attempts: 1 };
}

export function no(over: Partial<Fault> = {}): Extract<Answer<never>, { ok: false }> {
  const fault: Fault = {
    kind: "denied",
    retryable: false,
    operation: "bedrock:ListInferenceProfiles",
    message: "not authorized",
    code: "AccessDeniedException",
    ...over,
  };
  return { ok: false, fault, attempts: 1 };
}

export function aSource(id: string, over: Partial<CatalogueSource> = {}): readonly [string, CatalogueSource] {
  return [id, { id, arn: `arn:${id}`, name: id, modelArns: modelArns(id), onDemand: true, ...over }];
}

export function aQuota(over: Partial<ProfileQuota> = {}): Answer<ProfileQuota> {
  return ok({ limit: 1000, isApplied: true, isAdjustable: true, ...over });
}

export function anAvailability(over: Partial<ModelAvailability> = {}): Answer<ModelAvailability> {
  const granted = {
    authorization: "AUTHORIZED",
    entitlement: "AVAILABLE",
    region: "AVAILABLE",
    agreement: "AVAILABLE",
  };
  return ok({ ...granted, ...over });
}

export function someAnswers(over: Partial<TargetAnswers> = {}): TargetAnswers {
  return deepFreeze({
    profiles: ok([]),
    tags: ok(new Map()),
    system: ok(new Map([aSource(LITE)])),
    foundation: ok(new Map([aSource(LITE_MODEL, { lifecycle: { status: "ACTIVE" } })])),
    quota: aQuota(),
    oneSystemProfile: ok(undefined),
    oneProfilesTags: ok({}),
    availability: new Map([[LITE_MODEL, anAvailability()]]),
    use: ok(new Map()),
    usedModels: ok([]),
    parameters: null,
    ...over,
  });
}

export function someReads(over: Partial<TargetReads> = {}): TargetReads {
  const arn = `arn:aws:sts::${ACCOUNT}:assumed-role/strata/strata`;
  return { target: TARGET, caller: ok({ account: ACCOUNT, arn }), answers: someAnswers(), ...over };
}

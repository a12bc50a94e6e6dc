/** Can what the file copies from be copied, does it live on, and may the account use it? */
import { type Catalogue, type CatalogueSource, lookUpSource } from "./catalogue.ts";
import { okVerdict, skippedVerdict, type Verdict, worstStatus } from "./check.ts";
import type { ModelAvailability, TargetAnswers } from "./checkup-reads.ts";
import type { Desired } from "./desired.ts";
import type { Answer } from "./fault.ts";
import { modelIdsOf } from "./listing.ts";
import { dayOf, type Moment } from "./moment.ts";
import { compareText, type Target, targetId } from "./profile.ts";
import { isSystemProfileId } from "./source-id.ts";

export interface ModelVerdict extends Verdict {
  /** The source as it resolves; all candidates where none does. */
  readonly source: string;
}

/** What one or more entries copy from, looked up in the region. */
interface UsedSource {
  readonly source: string;
  readonly found: CatalogueSource | "unknowable" | "absent";
}

/** By source, each once: the first candidate that the region offers, as a create would resolve it. */
function usedSources(target: Target, { profiles }: Desired, catalogue: Catalogue): UsedSource[] {
  const used = new Map<string, UsedSource>();
  for (const { key, candidates } of profiles) {
    if (targetId(key) !== targetId(target)) continue;
    const one = resolve(candidates, catalogue);
    used.set(one.source, one);
  }
  return [...used.values()].sort((a, b) => compareText(a.source, b.source));
}

function resolve(candidates: readonly string[], catalogue: Catalogue): UsedSource {
  for (const source of candidates) {
    const found = lookUpSource(catalogue, source);
    if (found !== "absent") return { source, found: found === "unread" ? "unknowable" : found };
  }
  return { source: candidates.join(" or "), found: "absent" };
}

type CatalogueAnswers = Pick<TargetAnswers, "system" | "foundation">;

function catalogueOf({ system, foundation }: CatalogueAnswers): Catalogue {
  return { system: system.ok ? system.value : null, foundation: foundation.ok ? foundation.value : null };
}

/** The models behind the sources of a target: those whose access is worth asking about. */
export function modelsToAsk(target: Target, desired: Desired, answers: CatalogueAnswers): string[] {
  const models = usedSources(target, desired, catalogueOf(answers)).flatMap(({ found }) =>
    typeof found === "string" ? [] : modelIdsOf(found.modelArns),
  );
  return [...new Set(models)].sort(compareText);
}

export function judgeModels(target: Target, answers: TargetAnswers, desired: Desired, now: Moment): ModelVerdict[] {
  return usedSources(target, desired, catalogueOf(answers)).map(({ source, found }) => ({
    source,
    ...judgeSource(source, found, target, answers, now),
  }));
}

function judgeSource(
  source: string,
  found: UsedSource["found"],
  { account, region }: Target,
  answers: TargetAnswers,
  now: Moment,
): Verdict {
  if (found === "unknowable") return skippedVerdict("not told: the catalogue of the region could not be read");
  if (found === "absent") {
    const mend = `Choose another: strata list --system --target ${account}/${region} shows what the region offers.`;
    return { status: "failed", text: "the region does not offer it", mend, fault: null };
  }
  if (!found.onDemand && !isSystemProfileId(source)) {
    const mend = "Set routing: geo on the entry, or name a system profile of it.";
    return { status: "failed", text: "it answers only through a system profile", mend, fault: null };
  }
  const models = modelIdsOf(found.modelArns);
  const notes = models.flatMap((model) => [
    ...lifecycleNotes(answers.foundation.ok ? answers.foundation.value.get(model) : undefined, now),
    ...accessNotes(answers.availability.get(model), isSystemProfileId(source), region),
  ]);
  return join(notes);
}

/** The worst of several, with the reasons of all that are not right. */
function join(notes: readonly Verdict[]): Verdict {
  const status = worstStatus(notes.map((note) => note.status));
  if (status === "ok") return okVerdict("offered, not at its end, access granted");
  const telling = notes.filter((note) => note.status !== "ok");
  const worst = telling.find((note) => note.status === status);
  const text = [...new Set(telling.map((note) => note.text))].join("; ");
  return { status, text, mend: worst?.mend ?? null, fault: worst?.fault ?? null };
}

function lifecycleNotes(model: CatalogueSource | undefined, now: Moment): Verdict[] {
  if (model?.lifecycle === undefined) return [skippedVerdict("its end of life is not told")];
  const { status, endOfLife } = model.lifecycle;
  const end = endOfLife === undefined ? undefined : dayOf(endOfLife);
  const mend = "Move the entry to a model that lives on: strata list --system shows what there is.";
  if (end !== undefined && end <= dayOf(now)) {
    return [{ status: "failed", text: `the model reached its end of life on ${end}`, mend, fault: null }];
  }
  if (status === "ACTIVE") return [];
  const until = end === undefined ? "" : ` and ends on ${end}`;
  return [{ status: "warning", text: `the model is ${status}${until}`, mend, fault: null }];
}

/** Values that AWS does not have yet are taken for good: only a plain no is told as one. */
function accessNotes(answer: Answer<ModelAvailability> | undefined, isSystem: boolean, region: string): Verdict[] {
  if (answer === undefined) return [skippedVerdict("access not told")];
  if (!answer.ok) return [{ ...skippedVerdict("access not told"), fault: answer.fault }];
  const { authorization, entitlement, agreement, region: there } = answer.value;
  if (authorization === "NOT_AUTHORIZED") {
    const mend = `Ask for access in the Bedrock console of ${region}, or find the policy that refuses the model.`;
    return [{ status: "failed", text: "the account is not authorized to use the model", mend, fault: null }];
  }
  // A system profile answers from other regions too; its being listed is what counts.
  if (there === "NOT_AVAILABLE" && !isSystem) {
    const mend = "Name a system profile of it, or another region.";
    return [{ status: "failed", text: "the model is not available in the region", mend, fault: null }];
  }
  const isTaken = entitlement !== "NOT_AVAILABLE" && !["NOT_AVAILABLE", "PENDING", "ERROR"].includes(agreement);
  if (isTaken) return [];
  const text = agreement === "PENDING" ? "its agreement is pending" : "its agreement has not been accepted";
  const mend =
    "The first call accepts it where the caller has aws-marketplace:Subscribe; or accept it in the Bedrock console, which asks for a use case for some providers.";
  return [{ status: "warning", text, mend, fault: null }];
}

/** Models: each profile has one, and it can be resolved where the profile goes. */
import { CALLER } from "../../core/profile.ts";
import { geoPrefixes, isSystemProfileId, partitionOf } from "../../core/source-id.ts";
import type { BedrockArn } from "../bedrock-arn.ts";
import { entriesOf } from "../config-part.ts";
import {
  candidatesIn,
  isModelProblem,
  type ModelProblem,
  type ModelSource,
  modelSource,
  prefixOf,
  routingProblem,
} from "../model-reference.ts";
import type { Placement, ProfileEntry, Variant } from "../profile-entry.ts";
import { inCode, placeOf } from "../wording.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

/** Aliases stand for ids and ARNs, not for other aliases. */
export const aliasesAreModels: Rule = ({ parts: { main } }, report) => {
  for (const [alias, written] of entriesOf(main.value.models)) {
    const source = modelSource(written, new Map());
    if (!isModelProblem(source)) continue;
    const isAlias = source.code === "config/unknown-model-alias";
    report(isAlias ? "config/invalid-model" : source.code, {
      detail: isAlias
        ? `${inCode(written)} is no model id: those hold a dot. An alias cannot stand for another alias.`
        : source.detail,
      hint: isAlias ? "Write a model id such as `us.amazon.nova-lite-v1:0`." : source.hint,
      subject: main.source.valueRange(["models", alias]),
    });
  }
};

/** Every region of a profile has a model. */
export const profilesHaveModels: Rule = ({ entries }, report) => {
  for (const { variants, part, written } of entries) {
    for (const { model, modelPath, path } of variants) {
      if (model !== undefined || part.broken.covers(modelPath)) continue;
      const detail = `${placeOf(path)} has no model to be a copy of.`;
      report("config/missing-model", {
        detail,
        hint: "Add `model`, for example `model: us.amazon.nova-lite-v1:0`.",
        subject: part.source.keyRange(path),
      });
      if (written.regions === undefined) break;
    }
  }
};

/** What is written as a model means something, and fits the routing and the places. */
export const modelsResolve: Rule = (context, report) => {
  for (const entry of context.entries) {
    const told = new Set<string>();
    for (const variant of entry.variants) checkVariant(context, report, entry, variant, told);
  }
};

function checkVariant(
  context: RuleContext,
  report: Report,
  entry: ProfileEntry,
  variant: Variant,
  told: Set<string>,
): void {
  if (variant.model === undefined) return;
  const tell = (problem: ModelProblem): void => {
    const id = `${problem.code} ${problem.detail} ${variant.modelPath.length}`;
    if (told.has(id)) return;
    told.add(id);
    report(problem.code, {
      detail: problem.detail,
      hint: problem.hint,
      subject: entry.part.source.valueRange(variant.modelPath),
    });
  };
  const source = modelSource(variant.model, context.aliases);
  if (isModelProblem(source)) {
    if (!isToldAtAlias(context, variant.model, source)) tell(source);
    return;
  }
  const onRouting = routingProblem(source, entry.written.routing);
  if (onRouting !== undefined) {
    tell(onRouting);
    return;
  }
  for (const placement of entry.placements) {
    if (placement.variant !== variant) continue;
    const problem = placeProblem(source, placement, entry);
    if (problem !== undefined) tell(problem);
  }
}

/** Problems of an alias itself are told where it is defined; one whose definition is broken is no news either. */
function isToldAtAlias({ aliases, parts }: RuleContext, written: string, problem: ModelProblem): boolean {
  if (aliases.has(written)) return true;
  return problem.code === "config/unknown-model-alias" && parts.main.broken.covers(["models", written]);
}

function placeProblem(source: ModelSource, placement: Placement, entry: ProfileEntry): ModelProblem | undefined {
  const { region } = placement;
  if (source.arn !== undefined) return arnProblem(source.arn, placement);
  if (entry.written.routing !== undefined) return candidatesIn(source, entry.written.routing, region).problem;
  return prefixProblem(source.id, region);
}

function arnProblem(arn: BedrockArn, { account, region }: Placement): ModelProblem | undefined {
  const code = "config/arn-elsewhere";
  const hint = `Use the id instead: ${inCode(arn.id)}.`;
  if (arn.region !== "" && arn.region !== region) {
    return { code, detail: `The ARN is of ${inCode(arn.region)}, but the profile goes to ${inCode(region)}.`, hint };
  }
  if (arn.partition !== partitionOf(region)) {
    return {
      code,
      detail: `The ARN is of the partition ${inCode(arn.partition)}, and ${inCode(region)} is in ${inCode(partitionOf(region))}.`,
      hint,
    };
  }
  if (arn.account !== "" && account.id !== CALLER && arn.account !== account.id) {
    return {
      code,
      detail: `The ARN is of the account ${inCode(arn.account)}, but the profile goes to ${inCode(account.name ?? account.id)}.`,
      hint,
    };
  }
  return undefined;
}

/** Only where AWS has other geographic profiles: elsewhere there is nothing better to propose. */
function prefixProblem(id: string, region: string): ModelProblem | undefined {
  const here = geoPrefixes(region);
  if (!isSystemProfileId(id) || here.length === 0) return undefined;
  const prefix = prefixOf(id);
  if (prefix === "global" || here.includes(prefix)) return undefined;
  const bare = id.slice(prefix.length + 1);
  return {
    code: "config/prefix-elsewhere",
    detail: `${inCode(id)} is a system profile of another geography than ${inCode(region)}.`,
    hint: `Write ${inCode(`model: ${bare}`)} with ${inCode("routing: geo")}, which gives ${inCode(`${here[0]}.${bare}`)} there.`,
  };
}

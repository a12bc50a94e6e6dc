/** What is written as a model → the ids that it may be a copy of in one region. */
import { geoPrefixes, isSystemProfileId } from "../core/source-id.ts";
import type { DiagnosticCode } from "../diagnostics/codes.ts";
import { type BedrockArn, parseBedrockArn } from "./bedrock-arn.ts";
import { inCode, suggestion } from "./wording.ts";

export type Routing = "geo" | "global" | "regional";

export interface ModelProblem {
  readonly code: DiagnosticCode;
  readonly detail: string;
  readonly hint: string;
}

/** A model before its region matters. */
export interface ModelSource {
  readonly id: string;
  readonly arn?: BedrockArn;
}

export interface Candidates {
  /** Best first; empty when there is a problem. */
  readonly ids: readonly string[];
  readonly problem?: ModelProblem;
}

export type Aliases = ReadonlyMap<string, string>;

/** Looks up aliases and takes ARNs apart. */
export function modelSource(written: string, aliases: Aliases): ModelSource | ModelProblem {
  const text = aliases.get(written) ?? written;
  if (text.startsWith("arn:")) return arnSource(text);
  if (!text.includes(".")) {
    return {
      code: "config/unknown-model-alias",
      detail: `${inCode(text)} is no model id (those hold a dot), and no alias under ${inCode("models")}.`,
      hint: suggestion(text, aliases.keys(), "Add it to `models`, or write a model id."),
    };
  }
  if (text.includes("/")) return notAModel(text);
  return { id: text };
}

function arnSource(text: string): ModelSource | ModelProblem {
  const arn = parseBedrockArn(text);
  if (arn === undefined) return notAModel(text);
  if (arn.resource === "application-inference-profile") {
    return {
      code: "config/application-profile-as-model",
      detail: `${inCode(text)} is an application inference profile, and AWS copies from foundation models and system profiles only.`,
      hint: "Name what that profile was made from, or take it over with `adopt:`.",
    };
  }
  return { id: arn.id, arn };
}

function notAModel(text: string): ModelProblem {
  return {
    code: "config/invalid-model",
    detail: `${inCode(text)} is neither a model id nor the ARN of a foundation model or system profile.`,
    hint: "Write an id such as `us.amazon.nova-lite-v1:0`; `strata list --system` shows what a region offers.",
  };
}

export function isModelProblem(source: ModelSource | ModelProblem): source is ModelProblem {
  return "code" in source;
}

/** The ids to copy from in a region, best first: AWS's catalogue tells later which of them exists. */
export function candidatesIn(source: ModelSource, routing: Routing | undefined, region: string): Candidates {
  if (routing === undefined) return { ids: [source.id] };
  if (routing === "regional") return { ids: [source.id] };
  if (routing === "global") return { ids: [`global.${source.id}`] };
  const ids = geoPrefixes(region).map((prefix) => `${prefix}.${source.id}`);
  if (ids.length > 0) return { ids };
  const detail = `AWS has no geographic routing in ${inCode(region)}, so ${inCode("routing: geo")} finds no system profile there.`;
  return {
    ids,
    problem: {
      code: "config/no-geo-routing",
      detail,
      hint: "Use `routing: global` or `routing: regional`, or leave the region out.",
    },
  };
}

/** `routing` chooses a prefix, so there must be none yet. */
export function routingProblem(source: ModelSource, routing: Routing | undefined): ModelProblem | undefined {
  if (routing === undefined || (source.arn === undefined && !isSystemProfileId(source.id))) return undefined;
  const detail =
    source.arn === undefined
      ? `${inCode(source.id)} already has the prefix ${inCode(`${prefixOf(source.id)}.`)}, so there is nothing for ${inCode("routing")} to choose.`
      : `The model is an ARN, so there is nothing for ${inCode("routing")} to choose.`;
  const bare = isSystemProfileId(source.id) ? source.id.slice(source.id.indexOf(".") + 1) : source.id;
  return {
    code: "config/routing-needs-model-id",
    detail,
    hint: `Remove ${inCode("routing")}, or write ${inCode(bare)}.`,
  };
}

/** `us` of `us.amazon.nova-lite-v1:0`. */
export function prefixOf(systemProfileId: string): string {
  return systemProfileId.slice(0, systemProfileId.indexOf("."));
}

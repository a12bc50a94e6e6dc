/** What was a live profile copied from? AWS does not say, so it is told by its models, or by a Terraform state. */
import { type Catalogue, modelArnsOf } from "./catalogue.ts";
import { modelIdsOf, regionsOf } from "./listing.ts";
import { matchSource } from "./match-source.ts";
import { compareText, type LiveProfile } from "./profile.ts";
import { isSystemProfileId, partitionOf } from "./source-id.ts";

/** `none`: whatever were written as its model, adopting it would be refused (DESIGN section 3). */
export type SourceFit =
  | { readonly kind: "one"; readonly id: string }
  | { readonly kind: "several"; readonly ids: readonly string[] }
  | { readonly kind: "none"; readonly why: string };

/** `stated`: the source that a Terraform state names; null where nothing but the models can tell. */
export function fitSource(live: LiveProfile, catalogue: Catalogue, stated: string | null): SourceFit {
  return stated === null ? fitModels(live, catalogue) : fitStated(live, catalogue, stated);
}

/** A system profile with the very same models; else the one foundation model of the region itself. */
function fitModels(live: LiveProfile, catalogue: Catalogue): SourceFit {
  const system = [...(catalogue.system?.values() ?? [])].filter(({ id }) => agrees(live, id, catalogue));
  const ids = system.map(({ id }) => id).sort(compareText);
  const [only, ...others] = ids;
  if (only !== undefined) return others.length === 0 ? { kind: "one", id: only } : { kind: "several", ids };
  const model = foundationModel(live);
  if (model !== undefined) return { kind: "one", id: model };
  const routes = `it routes to ${modelIdsOf(live.modelArns).join(", ")} in ${regionsOf(live.modelArns).join(", ")}`;
  const why =
    catalogue.system === null ? "the catalogue cannot be read" : "nothing that the region offers routes just so";
  return { kind: "none", why: `${routes}, and ${why}` };
}

function fitStated(live: LiveProfile, catalogue: Catalogue, stated: string): SourceFit {
  if (agrees(live, stated, catalogue)) return { kind: "one", id: stated };
  const isKnown = modelArnsOf(catalogue, stated, live.target) !== null;
  const why = isKnown
    ? `it was made from ${stated}, which routes to other models or regions today`
    : `it was made from ${stated}, which the region's catalogue does not tell about`;
  return { kind: "none", why };
}

function agrees(live: LiveProfile, id: string, catalogue: Catalogue): boolean {
  return matchSource(live, id, catalogue).modelsAgree === true;
}

function foundationModel({ modelArns, target }: LiveProfile): string | undefined {
  const [arn = "", ...others] = modelArns;
  const prefix = `arn:${partitionOf(target.region)}:bedrock:${target.region}::foundation-model/`;
  const id = arn.startsWith(prefix) ? arn.slice(prefix.length) : "";
  return id === "" || others.length > 0 || isSystemProfileId(id) ? undefined : id;
}

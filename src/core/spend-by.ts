/** What `--by` means: tag keys and a few words for what Cost Explorer knows besides. */
import type { SpendBy, SpendValue } from "./spend.ts";
import { modelOf, tagValue } from "./spend.ts";
import type { SpendGroup } from "./spend-query.ts";

/** What Cost Explorer knows besides tag keys. */
export const DIMENSIONS = ["account", "region", "service", "model"] as const;

/** Groups that one request takes (AWS.md section 6). */
const MOST_GROUPS = 2;

/** Why a key with one is refused: values come as `key$value`, and end at no other mark (AWS.md section 6). */
const DOLLAR =
  "Cost Explorer tells values as key$value, where a $ within the key cannot be told from the one behind it.";

export type ByRead =
  | { readonly ok: true; readonly by: readonly SpendBy[] }
  | { readonly ok: false; readonly why: string };

/** `tag:region` is the tag key `region`. Without any, the first key that the file keeps active, else the service. */
export function readBy(text: string | undefined, costAllocationTags: readonly string[]): ByRead {
  const [first] = costAllocationTags;
  if (text === undefined) return { ok: true, by: [first === undefined ? service() : { kind: "tag", name: first }] };
  const by = text.split(",").map((word) => toBy(word.trim()));
  if (by.some(({ name }) => name === "")) return { ok: false, why: `"${text}" names a group of no name.` };
  const unclear = by.find(({ name }) => name.includes("$"));
  if (unclear !== undefined) return { ok: false, why: `"${unclear.name}" is no key that can be asked for: ${DOLLAR}` };
  if (new Set(by.map(({ kind, name }) => `${kind} ${name}`)).size < by.length) {
    return { ok: false, why: `"${text}" names a group twice.` };
  }
  const needed = by.reduce((sum, one) => sum + groupsOf(one).length, 0);
  if (needed <= MOST_GROUPS) return { ok: true, by };
  const isModel = by.some(({ kind, name }) => kind === "dimension" && name === "model");
  const why = isModel
    ? "A model takes both groups of a request by itself; give --by model alone."
    : `Cost Explorer groups by ${MOST_GROUPS} at most, and ${by.length} are named.`;
  return { ok: false, why };
}

const service = (): SpendBy => ({ kind: "dimension", name: "service" });

function toBy(word: string): SpendBy {
  const dimension = DIMENSIONS.find((one) => one === word);
  if (dimension !== undefined) return { kind: "dimension", name: dimension };
  return { kind: "tag", name: word.startsWith("tag:") ? word.slice(4) : word };
}

/** What Cost Explorer is asked to group by. */
export function groupsOf(by: SpendBy): readonly SpendGroup[] {
  if (by.kind === "tag") return [{ type: "tag", key: by.name }];
  switch (by.name) {
    case "account":
      return [{ type: "dimension", key: "LINKED_ACCOUNT" }];
    case "region":
      return [{ type: "dimension", key: "REGION" }];
    case "service":
      return [{ type: "dimension", key: "SERVICE" }];
    case "model":
      return [
        { type: "dimension", key: "SERVICE" },
        { type: "dimension", key: "USAGE_TYPE" },
      ];
  }
}

/** Values as they were told → values of our groups. */
export function valuesBy(by: readonly SpendBy[]): (told: readonly string[]) => readonly SpendValue[] {
  if (by[0]?.kind === "dimension" && by[0].name === "model") {
    return ([serviceName = "", usageType = ""]) => [modelOf(serviceName, usageType)];
  }
  return (told) => by.map(({ kind }, index) => (kind === "tag" ? tagValue(told[index] ?? "") : (told[index] ?? "")));
}

/**
 * Names of outputs where there is room for few characters: environment variables, Terraform variables, LiteLLM's models.
 * The rule is in docs/outputs.md, and applications rest on it: a name once given does not change its form.
 */
import type { Output, Outputs } from "./outputs.ts";
import { compareText, type Target, targetId } from "./profile.ts";

/** Outputs with the part that tells those of one name apart; empty for a name that lives in one target. */
export interface NamedOutput {
  readonly output: Output;
  /** `search`; `search@eu-central-1` where the name lives in several regions, `search@prod/eu-central-1` in several accounts. */
  readonly label: string;
  /** `search` or `search-eu-central-1`: the words that a variable's name is made of. */
  readonly words: string;
}

/**
 * Whether a name needs its region, or its account too, is told by the places that the file has for this very name: what
 * another name does, or whether a target can be read, never changes it.
 */
export function nameOutputs({ outputs, places }: Pick<Outputs, "outputs" | "places">): NamedOutput[] {
  const byName = new Map<string, Target[]>();
  for (const place of places) byName.set(place.name, [...(byName.get(place.name) ?? []), place]);
  return outputs.map((output) => {
    const { name, region } = output;
    const same = new Map((byName.get(name) ?? []).map((place) => [targetId(place), place]));
    const accounts = new Set([...same.values()].map(({ account }) => account));
    if (same.size <= 1) return { output, label: name, words: name };
    if (accounts.size === 1) return { output, label: `${name}@${region}`, words: `${name}-${region}` };
    const account = accountOf(output);
    return { output, label: `${name}@${account}/${region}`, words: `${name}-${account}-${region}` };
  });
}

function accountOf({ accountName, account }: Output): string {
  return accountName ?? account;
}

/** `search eu` and `search-eu` both become SEARCH_EU: upper case, and `_` for each run of other characters. */
export function envNameOf(words: string): string {
  return `STRATA_${words
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replace(/_+$/, "")}_ARN`;
}

/** Two outputs that would have one name, e.g. one variable; null where there are none. */
export function collisionIn(
  named: readonly NamedOutput[],
  nameOf: (one: NamedOutput) => string,
): { readonly name: string; readonly labels: readonly string[] } | null {
  const byName = new Map<string, string[]>();
  for (const one of named) byName.set(nameOf(one), [...(byName.get(nameOf(one)) ?? []), one.label]);
  const found = [...byName].find(([, labels]) => labels.length > 1);
  return found === undefined ? null : { name: found[0], labels: found[1].sort(compareText) };
}

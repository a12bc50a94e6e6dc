/** What is desired, as text that can be reviewed. */
import type { Desired, DesiredAccount } from "../../src/core/desired.ts";
import type { DesiredProfile, Tags } from "../../src/core/profile.ts";

/** One line for each account, profile and setting that is not the usual. */
export function desiredText(desired: Desired): string {
  const { accounts, profiles, ...settings } = desired;
  const lines = [
    ...accounts.map(accountLine),
    ...profiles.map(profileLine),
    ...Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value, withoutPlaces)}`),
  ];
  return `${lines.join("\n")}\n`;
}

function accountLine({ id, name, regions, pending }: DesiredAccount): string {
  return `account ${id} ${name ?? "(caller)"}: ${regions.join(" ")}${pending ? " (pending)" : ""}`;
}

function profileLine({ key, candidates, tags, description, declaredAt, ...rest }: DesiredProfile): string {
  const marks = [
    rest.unlistedTags === "keep" ? "keeps unlisted tags" : "",
    rest.protect ? "protected" : "",
    rest.adopt === false ? "" : `adopt ${rest.adopt}`,
    description === undefined ? "" : `"${description}"`,
  ].filter((mark) => mark !== "");
  const place = `${declaredAt.file}:${declaredAt.start.line}:${declaredAt.start.column}`;
  const what = [candidates.join(" | "), tagText(tags), ...marks].filter((part) => part !== "").join("; ");
  return `${key.account}/${key.region} ${key.name} = ${what} (${place})`;
}

function tagText(tags: Tags): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${value === "" ? '""' : value}`)
    .join(" ");
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === "declaredAt" ? undefined : value;
}

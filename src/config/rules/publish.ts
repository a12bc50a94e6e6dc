/** `publish.ssm`: every profile gets a path of its own that SSM accepts. */
import type { SourceRange } from "../../diagnostics/diagnostic.ts";
import type { ProfileEntry, Variant } from "../profile-entry.ts";
import { inCode, listed, nearest } from "../wording.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

const PLACEHOLDER = /\{([^{}]+)\}/g;
const VALID_PATH = /^(?:\/[a-zA-Z0-9_.-]+){1,15}$/;
const RESERVED = /^\/(?:aws|ssm)/i;

export const publishedPathsAreSound: Rule = (context, report) => {
  const { main } = context.parts;
  const template = main.value.publish?.ssm;
  if (template === undefined) return;
  const subject = main.source.valueRange(["publish", "ssm"]);
  const missing = missingTags(context, template);
  for (const [key, lacking] of missing) tellMissing(context, report, key, lacking, subject);
  if (missing.size === 0) checkPaths(context, report, template, subject);
};

/** Placeholders (but `{name}`) with the profiles that lack such a tag. */
function missingTags({ entries }: RuleContext, template: string): Map<string, ProfileEntry[]> {
  const missing = new Map<string, ProfileEntry[]>();
  for (const [, key = ""] of template.matchAll(PLACEHOLDER)) {
    if (key === "name") continue;
    const lacking = entries.filter(
      ({ variants, part, path }) =>
        variants.some(({ tags }) => !tags.get(key)?.value) && !part.broken.covers([...path, "tags", key]),
    );
    if (lacking.length > 0) missing.set(key, lacking);
  }
  return missing;
}

function tellMissing(
  { entries }: RuleContext,
  report: Report,
  key: string,
  lacking: readonly ProfileEntry[],
  subject: SourceRange,
): void {
  const carried = new Set(entries.flatMap(({ variants }) => variants.flatMap(({ tags }) => [...tags.keys()])));
  const near = carried.has(key) ? undefined : nearest(key, ["name", ...carried]);
  report("config/publish-placeholder", {
    detail: `${inCode(`{${key}}`)} stands for the tag ${inCode(key)}, which ${listed(
      lacking.map(({ name }) => name),
      3,
    )} ${lacking.length === 1 ? "does" : "do"} not carry.`,
    hint:
      near === undefined
        ? `Add the tag to ${lacking.length === 1 ? "the profile" : "the profiles"}, or remove the placeholder.`
        : `Did you mean ${inCode(`{${near}}`)}?`,
    subject,
    related: lacking
      .slice(0, 1)
      .map(({ part, path }) => ({ message: "for example this profile", range: part.source.keyRange(path) })),
  });
}

function checkPaths({ entries }: RuleContext, report: Report, template: string, subject: SourceRange): void {
  const taken = new Map<string, ProfileEntry>();
  for (const entry of entries) {
    for (const { account, region, variant } of entry.placements) {
      const path = fill(template, entry, variant);
      const problem = pathProblem(path);
      if (problem !== undefined) {
        const related = [{ message: "the path comes from here", range: subject }];
        const detail = `${inCode(entry.name)} would be published as ${inCode(path)}. ${problem}`;
        report("config/publish-path", {
          detail,
          hint: "Change the name or tag value that is put in, or the path.",
          subject: entry.part.source.keyRange(entry.path),
          related,
        });
        break;
      }
      const id = `${account.id} ${region} ${path}`;
      const first = taken.get(id);
      taken.set(id, first ?? entry);
      if (first === undefined || first.name === entry.name) continue;
      report("config/publish-collision", {
        detail: `${inCode(first.name)} and ${inCode(entry.name)} would both be published as ${inCode(path)} in ${inCode(region)}.`,
        hint: `Put ${inCode("{name}")} into the path, between slashes.`,
        subject,
        related: [first, entry].map(({ part, path: at }) => ({
          message: "published there",
          range: part.source.keyRange(at),
        })),
      });
      return;
    }
  }
}

function fill(template: string, { name }: ProfileEntry, { tags }: Variant): string {
  return template.replaceAll(PLACEHOLDER, (_, key: string) => (key === "name" ? name : (tags.get(key)?.value ?? "")));
}

function pathProblem(path: string): string | undefined {
  if (RESERVED.test(path)) return "SSM reserves paths that begin with `aws` or `ssm`.";
  if (VALID_PATH.test(path)) return undefined;
  return "SSM takes letters, digits and `_ . -`, in at most 15 levels.";
}

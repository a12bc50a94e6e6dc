/** Tags as they are written, wherever a map of tags may stand. */
import type { Checked } from "../checked.ts";
import { type ConfigPart, entriesOf, items } from "../config-part.ts";
import type { WrittenProfile, WrittenTags } from "../generated/written-config.ts";
import type { InstancePath } from "../instance-path.ts";
import { isRegionMap } from "../profile-entry.ts";
import type { SourceFile } from "../source-file.ts";
import { inCode, placeOf } from "../wording.ts";
import { allParts, type Report, type Rule, type RuleContext } from "./rule.ts";

/** AWS takes 50; five are Strata's own marks. */
const MAX_TAGS = 45;

/** What YAML 1.1 readers take for a date. */
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?$/;

interface TagMap {
  readonly part: ConfigPart;
  readonly path: InstancePath;
  readonly tags: Checked<WrittenTags>;
  /** Maps that `null` could remove a key of; none for the defaults of the main file. */
  readonly under: readonly (Checked<WrittenTags> | undefined)[];
}

/** Keys, dates and removals of each written map of tags. */
export const tagsAreSound: Rule = (context, report) => {
  for (const { source, path, key } of fencedKeys(context)) checkKey(source, path, key, report);
  for (const map of tagMaps(context)) {
    for (const [key, value] of Object.entries(map.tags)) {
      checkKey(map.part.source, map.path, key, report);
      if (value === null) checkRemoval(map, key, context, report);
      else if (value !== undefined && DATE.test(value)) checkDate(map, key, report);
    }
  }
};

function tagMaps(context: RuleContext): TagMap[] {
  const shared = context.parts.main.value.defaults?.tags;
  return allParts(context).flatMap((part): TagMap[] => {
    const own = part.value.defaults?.tags;
    const isMain = part === context.parts.main;
    const defaults: TagMap[] =
      own === undefined ? [] : [{ part, path: ["defaults", "tags"], tags: own, under: isMain ? [] : [shared] }];
    const base = isMain ? [shared] : [shared, own];
    const profiles = entriesOf(part.value.profiles).flatMap(([name, profile]) =>
      profileMaps(part, name, profile, base),
    );
    return [...defaults, ...profiles];
  });
}

function profileMaps(
  part: ConfigPart,
  name: string,
  profile: Checked<WrittenProfile>,
  base: TagMap["under"],
): TagMap[] {
  const path = ["profiles", name];
  const { tags, regions } = profile;
  const own: TagMap[] = tags === undefined ? [] : [{ part, path: [...path, "tags"], tags, under: base }];
  if (!isRegionMap(regions)) return own;
  const overrides = Object.entries(regions).flatMap(([region, override]): TagMap[] => {
    if (override?.tags === undefined) return [];
    return [{ part, path: [...path, "regions", region, "tags"], tags: override.tags, under: [...base, tags] }];
  });
  return [...own, ...overrides];
}

/** The keys that fences want on profiles. */
function fencedKeys({ parts: { main } }: RuleContext) {
  return [...items(main.value.include)].flatMap(([index, include]) => {
    if (typeof include === "string") return [];
    const path = ["include", index, "owns", "tags"];
    return entriesOf(include.owns?.tags).map(([key]) => ({ source: main.source, path, key }));
  });
}

/** The beginning of a key that no profile can declare; undefined for any other key. */
export function reservedPrefix(key: string): string | undefined {
  return /^(?:aws|strata):/i.exec(key)?.[0];
}

function checkKey(source: SourceFile, path: InstancePath, key: string, report: Report): void {
  const prefix = reservedPrefix(key);
  if (prefix === undefined) return;
  const isOurs = prefix.toLowerCase() === "strata:";
  report("config/reserved-tag", {
    detail: isOurs
      ? `${inCode(key)} is one of Strata's own marks, which it writes itself.`
      : `AWS reserves keys that begin with ${inCode(prefix)}.`,
    hint: isOurs ? "Remove the line." : "Use another key.",
    subject: source.keyRange([...path, key]),
  });
}

function checkRemoval({ part, path, under }: TagMap, key: string, { parts }: RuleContext, report: Report): void {
  const subject = part.source.keyRange([...path, key]);
  if (under.length === 0) {
    const detail = `${placeOf([...path, key])} has no value.`;
    report("config/default-tag-without-value", {
      detail,
      hint: `Give it a value, or remove the line; an empty value is written ${inCode('""')}.`,
      subject,
    });
    return;
  }
  if (
    under.some((tags) => tags !== undefined && typeof tags[key] === "string") ||
    parts.main.broken.covers(["defaults", "tags", key])
  )
    return;
  const detail = `${placeOf([...path, key])} is empty, which removes a default tag ${inCode(key)}, and there is none.`;
  report("config/tag-removes-nothing", {
    detail,
    hint: `Remove the line, or give the tag a value; an empty one is written ${inCode('""')}.`,
    subject,
  });
}

function checkDate({ part, path }: TagMap, key: string, report: Report): void {
  const at = [...path, key];
  const plain = part.source.plainText(at);
  if (plain === undefined) return;
  report("config/tag-date", {
    detail: `Some YAML readers take ${inCode(plain)} for a date, and a tag value is text.`,
    hint: `Quote it: ${inCode(JSON.stringify(plain))}.`,
    subject: part.source.valueRange(at),
  });
}

/** The merged tags of a profile, in each of its regions. */
export const profilesHaveFewTags: Rule = ({ entries }, report) => {
  for (const { name, part, path, variants } of entries) {
    const most = variants.find((variant) => variant.tags.size > MAX_TAGS);
    if (most === undefined) continue;
    report("config/too-many-tags", {
      detail: `${inCode(name)} has ${most.tags.size} tags, defaults included, and at most ${MAX_TAGS} are possible.`,
      hint: `Remove at least ${most.tags.size - MAX_TAGS}.`,
      subject: part.source.keyRange(path),
    });
  }
};

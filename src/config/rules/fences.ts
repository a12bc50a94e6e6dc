/** `owns`: what the profiles of an included file must stay within, defaults included. */
import { anyGlob } from "../../core/glob.ts";
import { PROJECT_TAG, presentName } from "../../core/projects.ts";
import type { SourceRange } from "../../diagnostics/diagnostic.ts";
import { type BedrockArn, parseBedrockArn } from "../bedrock-arn.ts";
import { entriesOf, type Fence, items } from "../config-part.ts";
import type { InstancePath } from "../instance-path.ts";
import { isRegionMap, type MergedTag, type ProfileEntry, type Variant } from "../profile-entry.ts";
import type { Scope } from "../scope.ts";
import { inCode, listed } from "../wording.ts";
import { isRegisterRequired } from "./projects.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";
import { reservedPrefix } from "./tags.ts";

/** A default that breaks out is told once, not for each profile that has it. */
export const teamsStayWithinFences: Rule = (context, report) => {
  const owned = new Map<Fence, Owned>();
  for (const entry of context.entries) {
    for (const fence of entry.part.fences) {
      const own = owned.get(fence) ?? ownedWithin(fence, context, report);
      owned.set(fence, own);
      checkName(entry, own);
      checkAccounts(entry, own, context.scope);
      checkAdopted(entry, own, context.scope);
      for (const tag of own.tags) checkTag(entry, tag, own.tell);
    }
  }
};

/** A fence, made ready once for all profiles within. */
interface Owned {
  readonly names?: { readonly globs: readonly string[]; readonly includes: (name: string) => boolean };
  readonly accounts?: OwnedAccounts;
  readonly tags: readonly OwnedTag[];
  readonly tell: Tell;
}

interface OwnedAccounts {
  readonly names: readonly string[];
  readonly ids: ReadonlySet<string>;
}

interface OwnedTag {
  readonly key: string;
  readonly values: readonly string[];
  readonly includes: (value: string) => boolean;
}

type Tell = (key: "names" | "accounts" | "tags", subject: SourceRange, detail: string, hint: string) => void;

function ownedWithin(fence: Fence, context: RuleContext, report: Report): Owned {
  const { names } = fence.owns;
  const globs = typeof names === "string" ? [names] : all(names);
  const accounts = ownedAccounts(fence, context.scope);
  const tags = entriesOf(fence.owns.tags).filter(([key, values]) => isToBeKept(key, values, context));
  return {
    ...(names !== undefined && isWhole(names) && { names: { globs, includes: anyGlob(globs) } }),
    ...(accounts !== undefined && { accounts }),
    tags: tags.map(([key, values]) => ownedTag(key, all(values), context)),
    tell: teller(context, fence, report),
  };
}

function all<T>(list: readonly (T | undefined)[] | undefined): T[] {
  return [...items(list)].map(([, item]) => item);
}

/** False where a value had to be left out: what the fence lets through is not known, and its error is told. */
function isWhole(list: string | readonly (string | undefined)[]): boolean {
  return typeof list === "string" || !list.includes(undefined);
}

/** False for what is told to be wrong at the fence itself: no profile is to be brought in line with it. */
function isToBeKept(key: string, values: readonly (string | undefined)[], context: RuleContext): boolean {
  if (!isWhole(values) || reservedPrefix(key) !== undefined) return false;
  const isUnregistered = (value: string): boolean => !context.projects.byValue.has(value);
  return !(key === PROJECT_TAG && isRegisterRequired(context) && all(values).some(isUnregistered));
}

/** Undefined also where an account is not known, which another rule tells. */
function ownedAccounts({ owns }: Fence, scope: Scope): OwnedAccounts | undefined {
  if (owns.accounts === undefined || !isWhole(owns.accounts)) return undefined;
  const names = all(owns.accounts);
  const ids = names.map((name) => scope.byName.get(name)?.id ?? "");
  return ids.includes("") ? undefined : { names, ids: new Set(ids) };
}

/** Former names of a project are the project: a fence stands through a rename. */
function ownedTag(key: string, values: readonly string[], { projects }: RuleContext): OwnedTag {
  const counted = (value: string): string => (key === PROJECT_TAG ? presentName(projects, value) : value);
  const owned = new Set(values.map(counted));
  return { key, values, includes: (value) => owned.has(counted(value)) };
}

function teller({ parts: { main } }: RuleContext, fence: Fence, report: Report): Tell {
  const told = new Set<string>();
  return (key, subject, detail, hint) => {
    const id = `${key} ${subject.file} ${subject.start.offset}`;
    if (told.has(id)) return;
    told.add(id);
    report("policy/outside-team", {
      detail,
      hint,
      subject,
      related: [{ message: "the fence is here", range: main.source.keyRange([...fence.path, key]) }],
    });
  };
}

function checkName({ name, part, path }: ProfileEntry, { names, tell }: Owned): void {
  if (names === undefined || names.includes(name)) return;
  tell(
    "names",
    part.source.keyRange(path),
    `The profiles of this file are named ${listed(names.globs)}, and ${inCode(name)} is not.`,
    "Rename the profile.",
  );
}

function checkAccounts({ name, part, path, written }: ProfileEntry, { accounts, tell }: Owned, scope: Scope): void {
  if (accounts === undefined || part.broken.covers([...path, "accounts"])) return;
  const { names } = accounts;
  if (written.accounts === undefined) {
    if (scope.accounts.every(({ id }) => accounts.ids.has(id))) return;
    tell(
      "accounts",
      part.source.keyRange(path),
      `${inCode(name)} names no accounts, so it goes to all of them; this file owns ${listed(names)}.`,
      `Write ${inCode(`accounts: [${names.join(", ")}]`)}.`,
    );
    return;
  }
  for (const [index, account] of items(written.accounts)) {
    if (names.includes(account)) continue;
    tell(
      "accounts",
      part.source.valueRange([...path, "accounts", index]),
      `The profiles of this file stay in ${listed(names)}, and this is ${inCode(account)}.`,
      "Remove the account.",
    );
  }
}

function checkAdopted(entry: ProfileEntry, { accounts, tell }: Owned, scope: Scope): void {
  const { adopt } = entry.written;
  const arn = typeof adopt === "string" ? parseBedrockArn(adopt) : undefined;
  if (accounts === undefined || arn === undefined || accounts.ids.has(arn.account)) return;
  const named = scope.accounts.find(({ id }) => id === arn.account)?.name ?? arn.account;
  tell(
    "accounts",
    entry.part.source.valueRange([...entry.path, "adopt"]),
    `The profiles of this file stay in ${listed(accounts.names)}, and this ARN is of ${inCode(named)}.`,
    "Adopt a profile of an owned account, or remove the line.",
  );
}

/** True for an ARN that a fence around its file refuses: nothing else needs telling about its account. */
export function isFencedOff({ part }: ProfileEntry, arn: BedrockArn, scope: Scope): boolean {
  return part.fences.some((fence) => ownedAccounts(fence, scope)?.ids.has(arn.account) === false);
}

function checkTag(entry: ProfileEntry, owned: OwnedTag, tell: Tell): void {
  const { part, path, variants } = entry;
  const { key, values, includes } = owned;
  for (const variant of variants) {
    const tag = variant.tags.get(key);
    if (tag !== undefined && includes(tag.value)) continue;
    const isUnread = [path, variant.path].some((at) => part.broken.covers([...at, "tags", key]));
    if (tag === undefined && isUnread) continue;
    const [subject, has] = breakout(entry, variant, key, tag);
    tell(
      "tags",
      subject,
      `The profiles of this file carry the tag ${inCode(key)} with ${listed(values.map(written))}, and ${has}.`,
      `Write ${inCode(`${key}: ${written(values[0] ?? "")}`)}.`,
    );
  }
}

/** As YAML wants it. */
function written(value: string): string {
  return value === "" ? '""' : value;
}

/** The line of this file that is to blame, and for what; what comes from the main file is missing here. */
function breakout(
  entry: ProfileEntry,
  variant: Variant,
  key: string,
  tag: MergedTag | undefined,
): readonly [subject: SourceRange, has: string] {
  const { source } = entry.part;
  const name = inCode(entry.name);
  if (tag !== undefined) {
    const value = inCode(tag.value);
    return tag.source === source
      ? [source.valueRange(tag.path), `${name} has ${value}`]
      : [source.keyRange(entry.path), `${name} has ${value} from the defaults of the main file`];
  }
  const removed = removedAt(entry, variant, key);
  return removed === undefined
    ? [source.keyRange(entry.path), `${name} has no such tag`]
    : [source.keyRange(removed), `this line removes it from ${name}`];
}

/** Where this file takes a tag away that an earlier layer gave. */
function removedAt({ part, path, written }: ProfileEntry, variant: Variant, key: string): InstancePath | undefined {
  const { regions } = written;
  const override = isRegionMap(regions) ? regions[variant.region ?? ""] : undefined;
  const layers = [
    { at: variant.path, tags: override?.tags },
    { at: path, tags: written.tags },
    { at: ["defaults"], tags: part.value.defaults?.tags },
  ];
  const layer = layers.find(({ tags }) => tags?.[key] === null);
  return layer === undefined ? undefined : [...layer.at, "tags", key];
}

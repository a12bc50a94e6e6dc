/** `owns`: what the profiles of an included file must stay within. */
import { anyGlob } from "../../core/glob.ts";
import type { SourceRange } from "../../diagnostics/diagnostic.ts";
import { entriesOf, type Fence, items } from "../config-part.ts";
import type { ProfileEntry } from "../profile-entry.ts";
import { inCode, listed } from "../wording.ts";
import type { Report, Rule, RuleContext } from "./rule.ts";

/** A default that breaks out is told once, not for each profile that has it. */
export const teamsStayWithinFences: Rule = (context, report) => {
  const tellers = new Map<Fence, Tell>();
  for (const entry of context.entries) {
    for (const fence of entry.part.fences) {
      const tell = tellers.get(fence) ?? teller(context, fence, report);
      tellers.set(fence, tell);
      checkName(entry, fence, tell);
      checkAccounts(entry, fence, tell);
      checkTags(entry, fence, tell);
    }
  }
};

type Tell = (key: string, subject: SourceRange, detail: string, hint: string) => void;

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

function checkName({ name, part, path }: ProfileEntry, { owns }: Fence, tell: Tell): void {
  if (owns.names === undefined) return;
  const globs = typeof owns.names === "string" ? [owns.names] : [...items(owns.names)].map(([, glob]) => glob);
  if (anyGlob(globs)(name)) return;
  tell(
    "names",
    part.source.keyRange(path),
    `The profiles of this file are named ${listed(globs)}, and ${inCode(name)} is not.`,
    "Rename the profile.",
  );
}

function checkAccounts({ name, part, path, written }: ProfileEntry, { owns }: Fence, tell: Tell): void {
  if (owns.accounts === undefined || part.broken.covers([...path, "accounts"])) return;
  const owned = [...items(owns.accounts)].map(([, account]) => account);
  if (written.accounts === undefined) {
    const hint = `Write ${inCode(`accounts: [${owned.join(", ")}]`)}.`;
    tell(
      "accounts",
      part.source.keyRange(path),
      `${inCode(name)} names no accounts, so it goes to all of them; this file owns ${listed(owned)}.`,
      hint,
    );
    return;
  }
  for (const [index, account] of items(written.accounts)) {
    if (owned.includes(account)) continue;
    tell(
      "accounts",
      part.source.valueRange([...path, "accounts", index]),
      `The profiles of this file stay in ${listed(owned)}, and this is ${inCode(account)}.`,
      "Remove the account.",
    );
  }
}

function checkTags({ name, part, path, variants }: ProfileEntry, { owns }: Fence, tell: Tell): void {
  for (const [key, list] of entriesOf(owns.tags)) {
    const owned = [...items(list)].map(([, value]) => value);
    for (const variant of variants) {
      const tag = variant.tags.get(key);
      if (tag !== undefined && owned.includes(tag.value)) continue;
      if (
        tag === undefined &&
        (part.broken.covers([...path, "tags", key]) || part.broken.covers([...variant.path, "tags", key]))
      )
        continue;
      // A value inherited from the main file is not this file's fault, but missing here.
      const isOwn = tag?.source === part.source;
      const subject = tag !== undefined && isOwn ? part.source.valueRange(tag.path) : part.source.keyRange(path);
      const has = tag === undefined ? `${inCode(name)} has no such tag` : `${inCode(name)} has ${inCode(tag.value)}`;
      tell(
        "tags",
        subject,
        `The profiles of this file carry the tag ${inCode(key)} with ${listed(owned)}, and ${has}.`,
        `Write ${inCode(`${key}: ${owned[0] ?? ""}`)}.`,
      );
    }
  }
}

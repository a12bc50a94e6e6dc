/** Words that every format of `assess` shares. Texts of strangers go through `quote`, which the format supplies. */
import { type EstateProfile, type Gap, isWhole, type Manager, UNUSED_DAYS } from "../core/assess.ts";
import type { Finding, FindingKind, FoundCase, UnattributedSpend } from "../core/assess-findings.ts";
import { USUAL_FILE } from "../core/assess-next.ts";
import type { Assessment } from "../core/assess-report.ts";
import { callsText } from "../core/calls.ts";
import { moneyText, shareText } from "../core/money.ts";
import { countOf, placeOf } from "./plan-words.ts";

export type Quote = (text: string) => string;

/** The verdict in a sentence or two. */
export function verdictText(assessment: Assessment, quote: Quote): string {
  const { verdict, estate, toMend, findings } = assessment;
  const profiles = countOf(estate.profiles.length, "profile", "profiles");
  const spend = findings.find((finding) => finding.spend !== null)?.spend ?? null;
  switch (verdict) {
    case "unreadable":
      return "Nothing could be looked into, so nothing is known.";
    case "empty":
      return "There are no application inference profiles here: Bedrock's cost cannot be told by project yet.";
    case "clean":
      return `${profiles}, and nothing to mend${isPartial(assessment) ? " as far as could be seen" : ""}.`;
    case "mend": {
      const count =
        toMend === 0
          ? `${profiles}, none of which wants mending.`
          : `${toMend} of ${profiles} ${toMend === 1 ? "wants" : "want"} mending.`;
      return spend === null ? count : `${count} ${spendWords(spend, assessment, quote)}.`;
    }
  }
}

function isPartial({ estate }: Assessment): boolean {
  const { accounts, targets, gaps } = estate;
  const isUnread =
    targets.some(({ status }) => status === "unreadable") || accounts.some(({ fault }) => fault !== null);
  return isUnread || gaps.length > 0;
}

/** `41.2 % of the Bedrock spend of 2026-10, 3,755.10 USD, carries no project`. */
function spendWords(found: UnattributedSpend, { spend }: Assessment, quote: Quote): string {
  const { key, amount, total, currency } = found;
  const month = spend.status === "told" ? spend.period.start.slice(0, 7) : "";
  const figures = `${shareText(amount, total)} of the Bedrock spend of ${month}, ${moneyText(amount)} ${currency ?? ""}`;
  return key === null
    ? `${figures}, belongs to nobody: billing follows no tag key`
    : `${figures}, carries no ${quote(key)}${bestText(found)}`;
}

/** What the key was chosen from; empty where it is the only one. */
export function bestText({ known, active }: Pick<UnattributedSpend, "known" | "active">): string {
  if (active <= 1) return "";
  if (known === active) return `, the best covered of ${active} active keys`;
  return known === 1
    ? `, the only one known of ${active} active keys`
    : `, the best covered of ${known} known of ${active} active keys`;
}

/** What was found, with its count, as a heading. */
export function findingTitle(finding: Finding, assessment: Assessment, quote: Quote): string {
  const { kind, profiles, spend } = finding;
  const count = countOf(profiles, "profile", "profiles");
  const [is, has] = profiles === 1 ? ["is", "has"] : ["are", "have"];
  switch (kind) {
    case "ending-model":
      return `${count} ${is} on a model that ends within ${assessment.estate.expiringDays} days`;
    case "unattributed-spend":
      return spend === null ? "" : spendWords(spend, assessment, quote);
    case "untagged":
      return `${count} ${profiles === 1 ? "carries" : "carry"} no tag`;
    case "key-case":
      return `${count} ${has} a tag key in another case than the others`;
    case "value-case":
      return `${count} ${has} a tag value in another case than the others`;
    case "unused":
      return `${count} had no call in the last ${UNUSED_DAYS} days`;
    case "same-name":
      return `${count} ${profiles === 1 ? "shares its" : "share their"} name with another one of the same place`;
  }
}

/** What to do about it. */
export function mendText({ kind, spend }: Finding): string {
  const mends: Readonly<Record<FindingKind, string>> = {
    "ending-model":
      "Give each a successor on another model and move its callers: a profile cannot change its model. strata plan shows it as a replacement with a grace time.",
    "unattributed-spend":
      spend?.key === null
        ? "Tag the profiles with one key, and activate it as a cost allocation tag in the account that pays: costAllocationTags of the file, then strata apply. It counts from then on."
        : "Find the calls that go through no tagged profile (strata leaks), and send them through one.",
    untagged: "Give each at least the key that the others carry; policy.requiredTags then keeps it so.",
    "key-case":
      "To billing these are two keys. Rename the rarer one: write the usual key under tags, and strata apply removes the other.",
    "value-case":
      "To Cost Explorer these are two rows. Write one value; policy.requiredTags can list those that are allowed.",
    unused: "Ask their owners, then delete them: each counts in the quota and may be found by somebody who should not.",
    "same-name": "Callers and reports cannot tell them apart. Keep the one that is called, and delete the others.",
  };
  return mends[kind];
}

/** What tells this case from the others of its finding; empty where its name and place say all. */
export function evidenceText({ evidence, profile }: FoundCase, quote: Quote): string {
  switch (evidence.type) {
    case "model": {
      const { model, endOfLife } = evidence.model;
      return `${quote(model)}, ${endOfLife === null ? "legacy, its end not told" : `ends ${endOfLife}`}`;
    }
    case "case":
      return evidence.key === evidence.to
        ? `${quote(evidence.from)} for ${quote(evidence.to)}`
        : `${quote(evidence.key)}: ${quote(evidence.from)} for ${quote(evidence.to)}`;
    case "double":
      return profile.calls === null
        ? profile.id
        : `${profile.id}, ${callsText({ days: UNUSED_DAYS, invocations: profile.calls })}`;
    case "none":
      return "";
  }
}

export function profilePlace({ accountName, account, region }: EstateProfile): string {
  return placeOf(accountName, account, region);
}

const MANAGER_WORDS: Readonly<Record<Manager, string>> = {
  nobody: "nobody",
  strata: "Strata",
  cloudformation: "CloudFormation or CDK",
  sagemaker: "SageMaker Unified Studio",
  terraform: "Terraform",
  unknown: "whom nobody could read",
};

/** `Managed, as far as tags tell, by nobody 27, Strata 3.` */
export function managersText({ managers }: Assessment): string {
  const parts = (Object.keys(MANAGER_WORDS) as Manager[]).flatMap((manager) =>
    managers[manager] === 0 ? [] : [`${MANAGER_WORDS[manager]} ${managers[manager]}`],
  );
  return `Managed, as far as tags tell, by ${parts.join(", ")}.`;
}

const GAP_WORDS: Readonly<Record<Gap["what"], string>> = {
  tags: "the tags of some profiles",
  models: "when models end",
  use: "which profiles are called",
};

export function gapText({ what, targets, fault }: Gap): string {
  const named = targets.slice(0, 3).map(({ account, region }) => `${account} ${region}`);
  const more = targets.length > named.length ? ` and ${targets.length - named.length} more` : "";
  return `Not known: ${GAP_WORDS[what]} in ${named.join(", ")}${more}. ${fault.operation}: ${fault.message}`;
}

/** Cases of a finding that a person is shown; JSON and CSV have all. */
export const NAMED_CASES = 5;

/** Empty where all are shown. */
export function moreText({ cases }: Finding): string {
  const more = cases.length - NAMED_CASES;
  return more > 0 ? `and ${more} more (--format csv lists all)` : "";
}

/** Why this command comes next. */
export function nextIntro({ next, verdict, estate }: Assessment): string {
  switch (next.command) {
    case "import":
      return `This writes ${countOf(next.profiles, "profile", "profiles")} that no stack manages as YAML, to be reviewed; it changes nothing on AWS. The stack's name is only one to begin with.`;
    case "drift":
      return `All that could be ${isWhole(estate) ? "taken over" : "read and taken over"} is managed by Strata already. This tells whether somebody has changed it since.`;
    case "init":
      return verdict === "empty"
        ? "This writes a first profiles.yaml; it asks nobody and changes nothing on AWS."
        : "There is nothing to take over. This writes a first profiles.yaml; it changes nothing on AWS.";
    case "assess":
      return "Whether there is anything to take over is not known. Allow what was refused (docs/assess.md has the policy), then look again.";
  }
}

export function nextNotes({ next, managers }: Assessment): string[] {
  const missing = next.roleMissingIn.join(", ");
  const unknown = countOf(managers.unknown, "more profile", "more profiles");
  const notes = [
    missing === "" ? null : `It assumes the role in each account, which could not be done in ${missing}.`,
    managers.terraform === 0
      ? null
      : "What Terraform made is handed over with its state: add --from-tfstate FILE (docs/import.md).",
    managers.unknown === 0
      ? null
      : `The tags of ${unknown} could not be read: nobody knows whether a stack manages them, or has this name already.`,
    next.ownFile === null
      ? null
      : `There is a ${USUAL_FILE} already, so this begins a file of its own: commands on it take --config ${next.ownFile}.`,
  ];
  return next.command === "import" ? notes.filter((note) => note !== null) : [];
}

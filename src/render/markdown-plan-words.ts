/** What the Markdown plan says in words of its own, so that no stranger's text stands outside code. */
import type { Change, ReasonCode } from "../core/change.ts";
import { hasReason } from "../core/change.ts";
import type { PlanTarget } from "../core/plan.ts";
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { type MarkdownOrigin, NO_ORIGIN } from "./markdown-options.ts";
import { cell, code, link, urlPath } from "./markdown-text.ts";
import { inWords } from "./plan-words.ts";

/** Reasons as fixed words; the plan's own texts name profiles and owners. */
const WHY: Readonly<Record<ReasonCode, string>> = {
  "not-declared": "no entry of the file asks for it",
  duplicate: "a double of a profile that stays",
  "model-changed": "the model changed, and cannot be changed in place",
  "description-changed": "the description changed, and cannot be changed in place",
  rename: "renamed, and a name cannot be changed in place",
  "unfinished-replace": "the rest of an earlier replace",
  "taken-back": "was retiring, and is wanted again",
  "retire-due": "its time is over",
  "retire-later": "retires later",
  "retire-in-use": "it is still called",
  "retire-held": "a parameter still holds its ARN",
  protected: "carries `strata:protect`: **not ended**. Put it back, or first merge `protect: false`",
  released: "the file releases it: it goes on, unmanaged",
  adopted: "unmanaged until now, taken over with its ARN",
  "plan/name-taken": "another profile has its name",
  "plan/mark-mismatch": "another profile carries its mark",
  "plan/adopt-refused": "what is to be adopted is not as declared, or another tool's",
  "plan/unknown-source": "its source is not offered there",
  "plan/model-ends-soon": "its model ends sooner than the policy allows",
  "plan/successor-blocked": "what may take its place is blocked",
  "plan/too-many-tags": "it would have more than 50 tags",
  "plan/in-use": "**it is still called**: move its callers away, or consent",
  "plan/use-unread": "whether it is still called could not be read",
  "plan/arn-held": "**a parameter holds its ARN**, and this plan neither moves nor removes it",
};

/** Why a change is there, and where its entry is. Free of pipes but for those of cells, so it stands in tables. */
export function whyOf(change: Change, origin: MarkdownOrigin = NO_ORIGIN): string {
  // A saved plan may come from a newer version, or from anybody.
  const words = [...new Set(change.because.flatMap(({ code: why }) => (Object.hasOwn(WHY, why) ? WHY[why] : [])))];
  const place = change.declaredAt === null ? [] : [placeLink(change.declaredAt, origin)];
  return [words.join("; "), ...place].join(", ");
}

/** `profiles.yaml:18`, linked where the repository and the commit are known. */
export function placeLink({ file, start }: SourceRange, { repositoryUrl, commit }: MarkdownOrigin): string {
  const isInside = !file.startsWith("/") && !file.split("/").includes("..");
  if (repositoryUrl === null || commit === null || !isInside) return cell(`${shortPath(file)}:${start.line}`);
  return link(
    cell(`${file}:${start.line}`),
    `${repositoryUrl}/blob/${urlPath(commit)}/${urlPath(file)}#L${start.line}`,
  );
}

/** Characters of a path that stands without a link. */
const PATH_LENGTH = 48;

function shortPath(file: string): string {
  const characters = [...file];
  return characters.length <= PATH_LENGTH ? file : `…${characters.slice(1 - PATH_LENGTH).join("")}`;
}

/** What becomes of the ARN that callers hold, for a table. */
export function arnCell(change: Change): string {
  if (change.arn === null) return "";
  const id = cell(change.arn.slice(change.arn.lastIndexOf("/") + 1));
  switch (change.action) {
    case "delete":
    case "retire":
      return `${id} **ends at once**`;
    case "replace":
      return change.graceMs === 0
        ? `${id} **ends at once**, a new one is there`
        : `${id} works ${inWords(change.graceMs)} more`;
    case "protected":
    case "retiring":
      return `${id} stays`;
    case "blocked":
      return hasReason(change, "plan/name-taken") ? `${id} is in the way` : id;
    default:
      return id;
  }
}

/** `prod` `us-east-1`, for a table. */
export function whereCell(target: Pick<PlanTarget, "account" | "accountName" | "region">): string {
  return `${cell(target.accountName ?? target.account)} ${cell(target.region)}`;
}

/** `prod 111122223333 us-east-1` in one span, for running text. */
export function whereCode({ account, accountName, region }: PlanTarget): string {
  return code([...(accountName === null ? [] : [accountName]), account, region].join(" "));
}

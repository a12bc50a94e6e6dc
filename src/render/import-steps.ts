/** How to use what an import wrote, and how to take profiles out of Terraform's hands, in the right order. */
import type { Handover } from "../core/import-handover.ts";
import { countOf } from "./plan-words.ts";

export interface ImportCounts {
  readonly profiles: number;
  readonly entries: number;
}

/** What to do with the file: a whole one, or one to be included in `mainFile`. */
export function introLines(counts: ImportCounts, isWhole: boolean, mainFile: string): string[] {
  const place = isWhole
    ? [`Save this file as ${mainFile}.`]
    : [`Save this file beside ${mainFile}, and list it there under \`include:\`.`];
  const use = [
    "Then `strata plan` has to show an adoption for each of them; `strata apply` makes it.",
    "To rename an entry, do so before that, and write the ARN behind its `adopt:`.",
  ];
  return [`Written by \`strata import\`: ${countedEntries(counts)}.`, ...place, ...(counts.entries === 0 ? [] : use)];
}

/** `8 profiles in 6 entries`. */
export function countedEntries({ profiles, entries }: ImportCounts): string {
  return `${countOf(profiles, "profile", "profiles")} in ${countOf(entries, "entry", "entries")}`;
}

/** The steps of a hand-over, ready for a terminal or for comments; `verify` is the command that proves it. */
export function handoverLines(handovers: readonly Handover[], verify: string): string[] {
  if (handovers.length === 0) return [];
  const tools = [...new Set(handovers.map(({ tool }) => tool))];
  const tool = tools.length === 1 ? (tools[0] ?? "terraform") : "terraform (or tofu)";
  return [
    "Handing over from Terraform, in this order:",
    "",
    `1. Keep a copy of each state: ${tool} state pull > FILE. Step 5 needs it.`,
    "",
    `2. Have ${tool} leave the marks of Strata alone, and run ${tool} apply:`,
    "",
    '     provider "aws" {',
    "       ignore_tags {",
    '         key_prefixes = ["strata:"]',
    "       }",
    "     }",
    "",
    "3. strata plan has to show nothing but adoptions; strata apply makes them.",
    "",
    `4. Take the profiles out of the state, in one of two ways, before ${tool} runs again:`,
    ...handovers.flatMap(leaveLines),
    "",
    `5. Prove that every ARN is the same: ${verify}`,
    "",
    `6. ${tool} plan has to show no changes. What used the resources' ARNs has to get them from elsewhere.`,
  ];
}

/** `state rm` comes before the block goes: an apply in between may create a double, but never destroys. */
function leaveLines(handover: Handover): string[] {
  const { file, tool, removed, mixed, instances } = handover;
  const stateRm = instances.map((address) => `     ${tool} state rm ${shellQuote(address)}`);
  const partly = mixed.flatMap((resource) => [
    "",
    `   Keep the block of ${resource}: some of its instances stay with ${tool}.`,
    "   Take only the others out of its count or for_each.",
  ]);
  return [
    "",
    `   ${file}`,
    ...(removed.length === 0 || handover.removedLifecycle === null ? [] : removedLines(handover)),
    "",
    "   Run these, and then delete the resource blocks:",
    "",
    ...stateRm,
    ...partly,
  ];
}

function removedLines({ tool, removed, removedLifecycle }: Handover): string[] {
  const blocks = removed.map(
    (resource) => `     removed {\n       from = ${resource}${removedLifecycle === true ? LIFECYCLE : ""}\n     }`,
  );
  return [
    "",
    `   Put these in the place of the resource blocks, run ${tool} apply, and delete them afterwards:`,
    "",
    ...blocks.flatMap((block) => block.split("\n")),
    "",
    "   or:",
  ];
}

const LIFECYCLE = "\n       lifecycle {\n         destroy = false\n       }";

/** A word as a POSIX shell takes it, whatever is in it. */
export function shellQuote(word: string): string {
  return /^[\w./:@=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Codes of what an import leaves out, and of Terraform states: `import/*`. */
import type { CodeEntry } from "./code-entry.ts";

export const IMPORT_CODES = {
  "import/other-tool": {
    severity: "warning",
    summary: "Profiles of another tool are not imported",
    cause:
      "Tags of SageMaker Unified Studio, DataZone or CloudFormation say that another tool made the profile and will change or delete it. Taking it over would give it two owners.",
    mend: "Leave it to that tool. Where the tool has let go of it, remove its tags and import again.",
  },
  "import/other-stack": {
    severity: "warning",
    summary: "Profiles of another stack are not imported",
    cause: "The `strata:stack` tag names another stack, which manages the profile.",
    mend: "Have its owners release it, or list the name under `formerStacks` if it is an earlier name of this stack.",
  },
  "import/ours-already": {
    severity: "warning",
    summary: "Profiles of the state are ours already",
    cause: "They were adopted before, so there is nothing left to import about them.",
    mend: "Nothing has to be done; `strata import --verify` proves it.",
  },
  "import/declared-already": {
    severity: "warning",
    summary: "Profiles that the file declares already are not imported",
    cause: "A name is declared once in all files together, so a second entry would make the file invalid.",
    mend: "Add `adopt: true`, and the region or account if it is another one, to the entry that is there.",
  },
  "import/released": {
    severity: "warning",
    summary: "Profiles that the file releases are not imported",
    cause: "`release` says that profiles of this name are not to be managed.",
    mend: "Narrow the glob under `release` if they are to be managed again.",
  },
  "import/retire-mark": {
    severity: "warning",
    summary: "Profiles with a retirement mark are not imported",
    cause:
      "The profile carries a `strata:retire-after` tag, left by a stack that no longer marks it. Once adopted it would be retired at that time, and its ARN would end.",
    mend: "Remove the tag if the profile is to stay, and import again.",
  },
  "import/too-many-tags": {
    severity: "warning",
    summary: "Profiles with too many tags are not imported",
    cause: "AWS allows 50 tags on a resource and an adoption adds three; an entry can list 45.",
    mend: "Remove tags that nobody needs from the live profile, or list their keys under `ignoreTags`.",
  },
  "import/several-sources": {
    severity: "warning",
    summary: "Several sources fit the profile",
    cause:
      "AWS does not tell what a profile was copied from. It is told by the models, and here several system profiles route to the same ones.",
    mend: "Write the entry by hand with the source that was meant, or import it from the Terraform state that made it.",
  },
  "import/no-source": {
    severity: "warning",
    summary: "No source fits the profile",
    cause:
      "A profile is adopted only if its models are those of the source in its entry, and nothing that can be copied today has just these. Most often AWS has changed where a system profile routes since the profile was made.",
    mend: "Leave it unmanaged, or declare a new profile under another name and move its callers there. Where the catalogue cannot be read, allow bedrock:ListInferenceProfiles.",
  },
  "import/unwritable": {
    severity: "warning",
    summary: "Something on the profile cannot be written in the file",
    cause: "The live profile holds characters that Bedrock's own rules, and so the file format, do not allow.",
    mend: "Nothing has to be done: adopting changes neither. To declare the tags, give them allowed characters first.",
  },
  "import/needs-mending": {
    severity: "warning",
    summary: "An imported entry breaks a rule of the configuration",
    cause:
      "The live profile is not as `policy`, or another rule of the main file, wants it. It is written down as it is, so the file is invalid until somebody decides.",
    mend: "Mend the entry, for instance by adding the required tag; the adoption then changes the live profile accordingly.",
  },
  "import/gone": {
    severity: "warning",
    summary: "A profile of the state is not live",
    cause: "Terraform's state is older than what happened to the profile.",
    mend: "Refresh the state with `terraform apply -refresh-only`, and import again.",
  },
  "import/not-looked-after": {
    severity: "warning",
    summary: "A profile of the state is where the configuration does not look",
    cause: "Its account or region is not in the configuration, so it was not read.",
    mend: "Add the region or the account to the configuration, or name it with --region or --account.",
  },
  "import/state-differs": {
    severity: "warning",
    summary: "Live tags differ from the state",
    cause: "Somebody changed tags outside Terraform. The live ones count: they are what billing sees.",
    mend: "Check the listed keys in the entry; Terraform's next apply would put its own back.",
  },
  "import/state-unusable": {
    severity: "warning",
    summary: "Something in the state cannot be taken over",
    cause: "The state does not tell which live profile is meant, or Terraform is about to end it.",
    mend: "Finish what Terraform has begun, with `terraform apply`, and import again.",
  },
  "import/not-a-state": {
    severity: "error",
    summary: "Not a state file that can be read",
    cause: "Profiles are taken over from Terraform and OpenTofu states of version 4 in plain JSON.",
    mend: "Write the state to a file with `terraform state pull`, and name that file.",
  },
  "import/no-file": {
    severity: "error",
    summary: "There is no configuration yet, and not enough to begin one",
    cause: "Without a file it is not known which stack the profiles are for, nor which regions to look in.",
    mend: "Name the stack with --stack and each region with --region, or the configuration with --config.",
  },
  "import/nothing-to-verify": {
    severity: "error",
    summary: "No ARN to verify",
    cause: "A proof needs the ARNs from before: those of a state, of an earlier list or import, or of `adopt:` lines.",
    mend: "Name a state with --from-tfstate, or a file of `strata import --format json` or `strata list --format json`.",
  },
} as const satisfies Record<string, CodeEntry>;

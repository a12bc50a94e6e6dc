/** Codes of problems with the shape and the single values of a configuration: `config/*`. */
import type { CodeEntry } from "./code-entry.ts";

const API = "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateInferenceProfile.html";
const TAG_RULES = "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Tag.html";
const SSM_RULES = "https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html";

export const VALUE_CODES = {
  "config/unsupported-version": {
    severity: "error",
    summary: "Format version not supported",
    cause: "`version` tells which format the file is written in, and this Strata knows version 1 only.",
    mend: "Write `version: 1`, or use a Strata that knows the newer format.",
  },
  "config/unknown-key": {
    severity: "error",
    summary: "Unknown key",
    cause: "A key that Strata does not know has no effect; a misspelt one would silently do nothing.",
    mend: "Correct the spelling, or remove the key. All keys are listed in docs/configuration.md.",
  },
  "config/missing-key": {
    severity: "error",
    summary: "Key missing",
    cause: "Without this key Strata would have to guess.",
    mend: "Add the key.",
  },
  "config/wrong-type": {
    severity: "error",
    summary: "Value of a wrong kind",
    cause: "Each key takes a certain kind of value: a map, a list, text, a number, or true and false.",
    mend: "Write the kind of value that is named.",
  },
  "config/unquoted-text": {
    severity: "error",
    summary: "Text needs quotes",
    cause:
      "YAML reads `012345678901` as a number and `true` as a boolean, and both lose how they were written. AWS takes account ids and tag values as text.",
    mend: "Put the value in quotes.",
  },
  "config/invalid-value": {
    severity: "error",
    summary: "Value not allowed here",
    cause: "The key takes certain values only.",
    mend: "Write one of the values that are named.",
  },
  "config/duplicate-value": {
    severity: "error",
    summary: "Value listed twice",
    cause: "Listing a value twice has no effect, so another one was probably meant.",
    mend: "Remove or correct one of the two.",
  },
  "config/invalid-stack": {
    severity: "error",
    summary: "Invalid stack name",
    cause: "The stack name is written into the tag `strata:stack` of every profile, and must be a valid tag value.",
    mend: "Use letters, digits and `. _ : / = + @ -`.",
    link: TAG_RULES,
  },
  "config/invalid-name": {
    severity: "error",
    summary: "Invalid profile name",
    cause:
      "AWS takes names of 1 to 64 letters and digits, with single spaces, `_` or `-` between them; no dots or slashes.",
    mend: "Rename the profile.",
    link: API,
  },
  "config/invalid-description": {
    severity: "error",
    summary: "Invalid description",
    cause:
      "AWS takes descriptions of 1 to 200 letters, digits, `:` and `.`, with single spaces, `_` or `-` between them; no commas, slashes or brackets.",
    mend: "Reword the description.",
    link: API,
  },
  "config/invalid-tag-key": {
    severity: "error",
    summary: "Invalid tag key",
    cause:
      "Bedrock takes tag keys of 1 to 128 letters, digits, spaces and `. _ : / = + @ -`. That is narrower than what other AWS services take.",
    mend: "Rename the tag.",
    link: TAG_RULES,
  },
  "config/invalid-tag-value": {
    severity: "error",
    summary: "Invalid tag value",
    cause:
      "Bedrock takes tag values of up to 256 letters, digits, spaces and `. _ : / = + @ -`. That is narrower than what other AWS services take.",
    mend: "Reword the value.",
    link: TAG_RULES,
  },
  "config/reserved-tag": {
    severity: "error",
    summary: "Reserved tag key",
    cause:
      "Keys that begin with `aws:` belong to AWS, and keys that begin with `strata:` are how Strata knows its own profiles.",
    mend: "Use another key.",
  },
  "config/tag-date": {
    severity: "error",
    summary: "Date as tag value needs quotes",
    cause:
      "Some YAML readers take such a value for a date and write it back in another form. A tag value is text, and cost is booked to exactly that text.",
    mend: "Put the value in quotes.",
  },
  "config/too-many-tags": {
    severity: "error",
    summary: "Too many tags",
    cause: "AWS takes 50 tags on a profile, and Strata needs five of them for its own marks.",
    mend: "Declare at most 45 tags, defaults included.",
  },
  "config/tag-removes-nothing": {
    severity: "warning",
    summary: "Tag removal without a default",
    cause: "`null` removes a default tag, and there is no default tag of this key to remove.",
    mend: 'Remove the line, or give the tag a value; an empty one is written `""`.',
  },
  "config/default-tag-without-value": {
    severity: "error",
    summary: "Default tag without a value",
    cause: "`null` removes a default tag, which has no meaning where the defaults themselves are made.",
    mend: "Give the tag a value, or remove the line.",
  },
  "config/invalid-region": {
    severity: "error",
    summary: "Not a region",
    cause: "The value is not written like the code of an AWS region, such as us-west-2.",
    mend: "Write the code of a region.",
  },
  "config/unknown-region": {
    severity: "warning",
    summary: "Region not known for inference profiles",
    cause:
      "When this version of Strata was made, AWS did not list the region among those with application inference profiles. AWS adds regions, so this is no error.",
    mend: "Check the spelling; ignore this when the region is new.",
    link: "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html",
  },
  "config/invalid-account-id": {
    severity: "error",
    summary: "Not an account id",
    cause: "An AWS account id has exactly twelve digits.",
    mend: "Write the twelve digits in quotes.",
  },
  "config/invalid-date": {
    severity: "error",
    summary: "Not a date",
    cause: "The last day of an allowance is a calendar day, and this one does not exist or is written in another way.",
    mend: "Write the date as year, month and day, such as 2026-12-01.",
  },
  "config/invalid-duration": {
    severity: "error",
    summary: "Not a duration",
    cause: "A duration is 0, or a whole number with `m` for minutes, `h` for hours or `d` for days.",
    mend: "Write a duration such as 90m, 24h or 7d.",
  },
  "config/invalid-model": {
    severity: "error",
    summary: "Not a model",
    cause: "A model is an alias from `models`, a system profile id, a foundation model id, or the ARN of one of these.",
    mend: "Write one of them; `strata list --system` shows what a region offers.",
  },
  "config/publish-path": {
    severity: "error",
    summary: "Invalid parameter path",
    cause:
      "SSM takes parameter paths of letters, digits, `_ . -` in at most 15 levels, not beginning with `aws` or `ssm`.",
    mend: "Correct the path, or the tag value that is put into it.",
    link: SSM_RULES,
  },
} as const satisfies Record<string, CodeEntry>;

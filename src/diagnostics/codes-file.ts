/** Codes of problems with a file as such and with its YAML: `config/file-*`, `config/yaml-*`, `config/include-*`. */
import type { CodeEntry } from "./code-entry.ts";

const YAML_SPEC = "https://yaml.org/spec/1.2.2/";

export const FILE_CODES = {
  "config/file-not-found": {
    severity: "error",
    summary: "Configuration file not found",
    cause: "Strata reads its configuration from a file, and no file is at that path.",
    mend: "Name the right file with --config, or write a profiles.yaml.",
  },
  "config/file-unreadable": {
    severity: "error",
    summary: "Configuration file cannot be read",
    cause: "The path is a folder, or its permissions do not let Strata read it.",
    mend: "Name a file, and give the user that runs Strata the right to read it.",
  },
  "config/file-too-large": {
    severity: "error",
    summary: "Configuration file is too large",
    cause: "Files above 10 MiB are refused, so that a pull request cannot keep a build machine busy.",
    mend: "Split the file and list the parts under `include`.",
  },
  "config/not-utf8": {
    severity: "error",
    summary: "File is not UTF-8 text",
    cause: "YAML is read as UTF-8. In another encoding, names and tags would silently become other ones.",
    mend: "Save the file as UTF-8.",
  },
  "config/empty-file": {
    severity: "error",
    summary: "Configuration file is empty",
    cause:
      "A file without any key is more often an accident than a wish, and would ask for every profile to be deleted.",
    mend: "Write at least `version`, `stack` and `regions`, and `profiles: {}` into an included file; leave out `profiles` in the main file when none should exist.",
  },
  "config/not-a-map": {
    severity: "error",
    summary: "Configuration is not a map",
    cause: "The top of a configuration file is a map of keys such as `version` and `profiles`.",
    mend: "Write the keys at the beginning of lines, each followed by a colon.",
  },
  "config/yaml-syntax": {
    severity: "error",
    summary: "YAML syntax error",
    cause:
      "The text is not valid YAML, so what it means is a guess. Other problems of the file are told once it can be read.",
    mend: "Mend the place that is pointed at; often a quote, a bracket or a colon is missing there or in the line above.",
    link: YAML_SPEC,
  },
  "config/yaml-tab": {
    severity: "error",
    summary: "Tab used for indentation",
    cause: "YAML takes spaces only for indentation, because tabs have no agreed width.",
    mend: "Replace the tab with spaces.",
    link: `${YAML_SPEC}#61-indentation-spaces`,
  },
  "config/yaml-several-documents": {
    severity: "error",
    summary: "Several YAML documents in one file",
    cause:
      "A line `---` begins another document. Reading only one of them would silently drop the profiles of the others.",
    mend: "Remove the line, or put the other document into an included file.",
  },
  "config/yaml-tag": {
    severity: "error",
    summary: "YAML tag refused",
    cause:
      "Tags such as `!!js/function` or `!include` ask the reader to make something else than plain data. Strata reads plain data only.",
    mend: "Remove the tag; put text in quotes instead of marking it with a tag.",
  },
  "config/yaml-directive": {
    severity: "error",
    summary: "YAML directive refused",
    cause:
      "Another version of YAML reads the same text as other values: in YAML 1.1 `no` is a boolean and `012` is ten.",
    mend: "Remove the line that begins with `%`.",
  },
  "config/yaml-alias": {
    severity: "error",
    summary: "YAML alias points nowhere",
    cause:
      "An alias `*name` stands for the value marked `&name` above it. Here there is none, or it would contain itself.",
    mend: "Define the anchor above the alias; put text that begins with `*`, such as a glob, in quotes.",
  },
  "config/yaml-alias-expansion": {
    severity: "error",
    summary: "Too many values behind aliases",
    cause:
      "Aliases of aliases can make a small file stand for billions of values, which would keep a build machine busy for hours.",
    mend: "Write the values out, or use `defaults` for what profiles share.",
  },
  "config/yaml-merge": {
    severity: "error",
    summary: "Merge key without a map",
    cause: "The merge key `<<` copies the keys of another map, so its value must be a map.",
    mend: "Point it at a map, as in `<<: *base`, or remove it.",
  },
  "config/yaml-too-deep": {
    severity: "error",
    summary: "Values nested too deeply",
    cause:
      "Nesting is limited so that a hostile file cannot exhaust the reader's memory. The format itself needs ten levels.",
    mend: "Look for a bracket that is never closed.",
  },
  "config/key-not-text": {
    severity: "error",
    summary: "Key is not text",
    cause:
      "YAML reads keys such as `2024`, `012` or `true` as numbers or booleans, and different readers give them different names.",
    mend: "Put the key in quotes.",
  },
  "config/duplicate-key": {
    severity: "error",
    summary: "Key given twice",
    cause: "Only one of two values of a key can count, and readers differ in which.",
    mend: "Remove one of the two.",
  },
  "config/include-path": {
    severity: "error",
    summary: "Include path not possible",
    cause:
      "It names files below the folder of the main file, relative to that folder: a pull request must not make a build machine read anything else.",
    mend: "Move the file below the main file's folder and name it relative to that folder, with `/` between folders.",
  },
  "config/include-outside": {
    severity: "error",
    summary: "Included file lies outside the folder",
    cause:
      "The path is a symbolic link to a file outside the main file's folder. Links are resolved, so that they cannot be a way out of it.",
    mend: "Replace the link with the file itself.",
  },
  "config/include-no-match": {
    severity: "error",
    summary: "Include matches no file",
    cause: "A pattern without a match would silently drop a team's profiles, and the next apply would delete them.",
    mend: "Correct the path, or remove the entry.",
  },
} as const satisfies Record<string, CodeEntry>;

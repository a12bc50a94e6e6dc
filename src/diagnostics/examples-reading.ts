/** Examples of `config/*` that no text of a file would show: it is about the file as such. */
import type { SceneExamples } from "./example.ts";

export const READING_EXAMPLES = {
  "config/file-not-found": {
    situation: "`strata plan --config teams/ads.yaml`, and there is no such file.",
    detail: "There is no file `teams/ads.yaml`.",
    hint: "Name the right file with `--config`.",
  },
  "config/file-unreadable": {
    situation: "`strata plan --config teams/ads.yaml`, where teams/ads.yaml is a folder.",
    detail: "`teams/ads.yaml` cannot be read: it is a folder.",
    hint: "Name a file that can be read.",
  },
  "config/file-too-large": {
    situation: "`include: [teams/*.yaml]`, and teams/ads.yaml has 12 MiB.",
    detail: "`teams/ads.yaml` is larger than 10 MiB.",
    hint: "Split it, and list the parts under `include`.",
  },
  "config/not-utf8": {
    situation: "An editor has saved teams/ads.yaml in Latin-1: `# Café` is its first line.",
    detail: "The first byte that is not UTF-8 is in line 1.",
    hint: "Save the file as UTF-8.",
  },
  "config/include-outside": {
    situation: "`include: [teams/*.yaml]`, and teams/ads.yaml is a link to /etc/ads.yaml.",
    detail: "`teams/ads.yaml` is a link to a file outside the folder of the main file.",
    hint: "Put the file itself there.",
  },
} as const satisfies SceneExamples;

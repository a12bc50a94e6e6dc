/** Examples of `config/*` about the register of projects, and fences that rest on it. */
import type { FileExamples } from "./example.ts";

export const PROJECT_EXAMPLES = {
  "config/project-claimed-twice": {
    wrong: `projects:
  discovery: { formerly: [search] }
  search: {}
`,
    right: `projects:
  discovery: { formerly: [search] }
`,
  },
  "config/projects-differ-by-case": {
    wrong: `projects:
  discovery: {}
  Discovery: { costCenter: CC-2210 }
`,
    right: `projects:
  discovery: { costCenter: CC-2210 }
`,
  },
  "config/unregistered-fence": {
    wrong: `projects:
  ads: { owner: "@acme/ads" }
include:
  - path: teams/ads.yaml
    owns: { tags: { project: [adss] } }
`,
    right: `projects:
  ads: { owner: "@acme/ads" }
include:
  - path: teams/ads.yaml
    owns: { tags: { project: [ads] } }
`,
  },
  "config/registered-without-projects": {
    wrong: `policy: { requiredTags: { project: registered } }
`,
    right: `policy: { requiredTags: { project: registered } }
projects:
  discovery: {}
`,
  },
  "config/registered-not-project": {
    wrong: `policy: { requiredTags: { Project: registered } }
projects:
  discovery: {}
`,
    right: `policy: { requiredTags: { project: registered } }
projects:
  discovery: {}
`,
  },
  "config/former-project": {
    wrong: `projects:
  discovery: { formerly: [search] }
profiles:
  ranker: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
    right: `projects:
  discovery: { formerly: [search] }
profiles:
  ranker: { model: us.amazon.nova-lite-v1:0, tags: { project: discovery } }
`,
  },
} as const satisfies FileExamples;

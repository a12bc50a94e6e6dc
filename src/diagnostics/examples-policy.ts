/** Examples of `policy/*`: the team's own rules. */
import type { FileExamples } from "./example.ts";

export const POLICY_EXAMPLES = {
  "policy/required-tag": {
    wrong: `policy: { requiredTags: { project: any } }
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `policy: { requiredTags: { project: any } }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
  },
  "policy/tag-value": {
    wrong: `policy: { requiredTags: { stage: [test, prod] } }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { stage: prd } }
`,
    right: `policy: { requiredTags: { stage: [test, prod] } }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { stage: prod } }
`,
  },
  "policy/unregistered-value": {
    wrong: `policy: { requiredTags: { project: registered } }
projects:
  discovery: {}
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: discovry } }
`,
    right: `policy: { requiredTags: { project: registered } }
projects:
  discovery: {}
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: discovery } }
`,
  },
  "policy/model-not-allowed": {
    wrong: `policy: { allowedModels: ["*.anthropic.*"] }
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `policy: { allowedModels: ["*.anthropic.*", "*.amazon.nova-*"] }
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
  },
  "policy/outside-team": {
    wrong: `include:
  - { path: teams/ads.yaml, owns: { names: "ads-*" } }
# teams/ads.yaml
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `include:
  - { path: teams/ads.yaml, owns: { names: "ads-*" } }
# teams/ads.yaml
profiles:
  ads-search: { model: us.amazon.nova-lite-v1:0 }
`,
  },
} as const satisfies FileExamples;

/** Examples of `config/*` about files, their YAML and includes. */
import type { FileExamples } from "./example.ts";

export const FILE_EXAMPLES = {
  "config/empty-file": {
    wrong: `# profiles will follow
`,
    right: `version: 1
stack: genai-platform
regions: [us-west-2]
`,
  },
  "config/not-a-map": {
    wrong: `- version: 1
- stack: genai-platform
- regions: [us-west-2]
`,
    right: `version: 1
stack: genai-platform
regions: [us-west-2]
`,
  },
  "config/yaml-syntax": {
    wrong: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    description: Search: ranking
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    description: "Search ranking"
`,
  },
  "config/yaml-tab": {
    wrong: `profiles:
\tsearch:
\t\tmodel: us.amazon.nova-lite-v1:0
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
`,
  },
  "config/yaml-several-documents": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
---
profiles:
  support: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
  support: { model: us.amazon.nova-lite-v1:0 }
`,
  },
  "config/yaml-tag": {
    wrong: `profiles: !include teams/ads.yaml
`,
    right: `include: [teams/ads.yaml]
`,
  },
  "config/yaml-directive": {
    wrong: `%YAML 1.1
---
version: 1
stack: genai-platform
regions: [us-west-2]
`,
    right: `version: 1
stack: genai-platform
regions: [us-west-2]
`,
  },
  "config/yaml-alias": {
    wrong: `release: [*-old]
`,
    right: `release: ["*-old"]
`,
  },
  "config/yaml-alias-expansion": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: &a { x: y } }
  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
  d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
  f: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
`,
    right: `defaults:
  tags: { x: y }
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
  },
  "config/yaml-merge": {
    wrong: `profiles:
  search:
    <<: base
    model: us.amazon.nova-lite-v1:0
`,
    right: `profiles:
  support: &base
    model: us.amazon.nova-lite-v1:0
  search:
    <<: *base
    protect: true
`,
  },
  "config/yaml-too-deep": {
    wrong: `release: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
`,
    right: `release: ["old-*"]
`,
  },
  "config/key-not-text": {
    wrong: `profiles:
  2024: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `profiles:
  "2024": { model: us.amazon.nova-lite-v1:0 }
`,
  },
  "config/duplicate-key": {
    wrong: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    tags: { project: search }
    model: us.amazon.nova-pro-v1:0
`,
    right: `profiles:
  search:
    model: us.amazon.nova-pro-v1:0
    tags: { project: search }
`,
  },
  "config/include-path": {
    wrong: `include: [../ads/profiles.yaml]
`,
    right: `include: [teams/ads.yaml]
`,
  },
  "config/include-no-match": {
    wrong: `include: [team/*.yaml]
`,
    right: `include: [teams/*.yaml]
`,
  },
} as const satisfies FileExamples;

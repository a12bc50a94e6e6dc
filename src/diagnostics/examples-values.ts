/** Examples of `config/*` about single values. */
import type { FileExamples } from "./example.ts";

export const VALUE_EXAMPLES = {
  "config/unsupported-version": {
    wrong: `version: 2
stack: genai-platform
regions: [us-west-2]
`,
    right: `version: 1
stack: genai-platform
regions: [us-west-2]
`,
  },
  "config/unknown-key": {
    wrong: `profiles:
  search:
    modle: us.amazon.nova-lite-v1:0
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
`,
  },
  "config/missing-key": {
    wrong: `version: 1
regions: [us-west-2]
`,
    right: `version: 1
stack: genai-platform
regions: [us-west-2]
`,
  },
  "config/wrong-type": {
    wrong: `profiles:
  search: us.amazon.nova-lite-v1:0
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
  },
  "config/unquoted-text": {
    wrong: `accounts:
  prod: { id: 111122223333 }
`,
    right: `accounts:
  prod: { id: "111122223333" }
`,
  },
  "config/invalid-value": {
    wrong: `profiles:
  search: { model: amazon.nova-lite-v1:0, routing: nearest }
`,
    right: `profiles:
  search: { model: amazon.nova-lite-v1:0, routing: geo }
`,
  },
  "config/duplicate-value": {
    wrong: `costAllocationTags: [project, stage, project]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: a, stage: b } }
`,
    right: `costAllocationTags: [project, stage]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: a, stage: b } }
`,
  },
  "config/invalid-stack": {
    wrong: `stack: "acme, inc."
`,
    right: `stack: acme-inc
`,
  },
  "config/invalid-name": {
    wrong: `profiles:
  team/search: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `profiles:
  team-search: { model: us.amazon.nova-lite-v1:0 }
`,
  },
  "config/invalid-description": {
    wrong: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    description: "Search, ranking (v2)"
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    description: Search ranking v2
`,
  },
  "config/invalid-tag-key": {
    wrong: `defaults:
  tags: { "cost,center": CC-2210 }
`,
    right: `defaults:
  tags: { cost-center: CC-2210 }
`,
  },
  "config/invalid-tag-value": {
    wrong: `defaults:
  tags: { owner: "search & find" }
`,
    right: `defaults:
  tags: { owner: search and find }
`,
  },
  "config/reserved-tag": {
    wrong: `defaults:
  tags: { "strata:stack": genai-platform }
`,
    right: `defaults:
  tags: { platform: genai-platform }
`,
  },
  "config/tag-date": {
    wrong: `defaults:
  tags: { review: 2026-12-01 }
`,
    right: `defaults:
  tags: { review: "2026-12-01" }
`,
  },
  "config/too-many-tags": {
    wrong: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    tags: {
      a1: x, a2: x, a3: x, a4: x, a5: x, a6: x, a7: x, a8: x, a9: x, a0: x,
      b1: x, b2: x, b3: x, b4: x, b5: x, b6: x, b7: x, b8: x, b9: x, b0: x,
      c1: x, c2: x, c3: x, c4: x, c5: x, c6: x, c7: x, c8: x, c9: x, c0: x,
      d1: x, d2: x, d3: x, d4: x, d5: x, d6: x, d7: x, d8: x, d9: x, d0: x,
      e1: x, e2: x, e3: x, e4: x, e5: x, e6: x }
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    tags: { project: search, stage: prod, owner: discovery }
`,
  },
  "config/tag-removes-nothing": {
    wrong: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    tags:
      project:
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
    tags:
      project: search
`,
  },
  "config/default-tag-without-value": {
    wrong: `defaults:
  tags: { owner: null }
`,
    right: `defaults:
  tags: { owner: ai-platform }
`,
  },
  "config/invalid-region": {
    wrong: `regions: [us-west2]
`,
    right: `regions: [us-west-2]
`,
  },
  "config/unknown-region": {
    wrong: `regions: [eu-centrl-1]
`,
    right: `regions: [eu-central-1]
`,
  },
  "config/invalid-account-id": {
    wrong: `accounts:
  prod: { id: "1111-2222-3333" }
`,
    right: `accounts:
  prod: { id: "111122223333" }
`,
  },
  "config/invalid-date": {
    wrong: `guards:
  allow: { deletes: 3, until: 1 Dec 2026 }
`,
    right: `guards:
  allow: { deletes: 3, until: 2026-12-01 }
`,
  },
  "config/invalid-duration": {
    wrong: `replacement: { grace: 1 day }
`,
    right: `replacement: { grace: 1d }
`,
  },
  "config/invalid-model": {
    wrong: `models:
  fast: haiku
`,
    right: `models:
  fast: anthropic.claude-haiku-4-5-20251001-v1:0
`,
  },
  "config/publish-path": {
    wrong: `publish: { ssm: "genai/{name}" }
`,
    right: `publish: { ssm: "/genai/{name}" }
`,
  },
} as const satisfies FileExamples;

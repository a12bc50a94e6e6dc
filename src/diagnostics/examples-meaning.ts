/** Examples of `config/*` about what a configuration means as a whole. */
import type { FileExamples } from "./example.ts";

export const MEANING_EXAMPLES = {
  "config/duplicate-profile": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
  search: { model: us.amazon.nova-pro-v1:0 }
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
  search-pro: { model: us.amazon.nova-pro-v1:0 }
`,
  },
  "config/names-differ-by-case": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
  Search: { model: us.amazon.nova-pro-v1:0 }
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
  search-pro: { model: us.amazon.nova-pro-v1:0 }
`,
  },
  "config/released-and-declared": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
release: ["sea*"]
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
release: ["search-old"]
`,
  },
  "config/undeclared-region": {
    wrong: `regions: [us-west-2]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, regions: [us-east-1] }
`,
    right: `regions: [us-west-2, us-east-1]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, regions: [us-east-1] }
`,
  },
  "config/undeclared-account": {
    wrong: `accounts:
  prod: { id: "111122223333" }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, accounts: [prd] }
`,
    right: `accounts:
  prod: { id: "111122223333" }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, accounts: [prod] }
`,
  },
  "config/duplicate-account-id": {
    wrong: `accounts:
  prod: { id: "111122223333" }
  live: { id: "111122223333" }
`,
    right: `accounts:
  prod: { id: "111122223333" }
`,
  },
  "config/former-stack-is-stack": {
    wrong: `stack: genai-platform
formerStacks: [genai-pilot, genai-platform]
`,
    right: `stack: genai-platform
formerStacks: [genai-pilot]
`,
  },
  "config/missing-model": {
    wrong: `profiles:
  search: { tags: { project: search } }
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
  },
  "config/unknown-model-alias": {
    wrong: `models:
  sonnet: anthropic.claude-sonnet-4-5-20250929-v1:0
profiles:
  search: { model: sonett, routing: geo }
`,
    right: `models:
  sonnet: anthropic.claude-sonnet-4-5-20250929-v1:0
profiles:
  search: { model: sonnet, routing: geo }
`,
  },
  "config/application-profile-as-model": {
    wrong: `profiles:
  search:
    model: arn:aws:bedrock:us-west-2:111122223333:application-inference-profile/06vsfs68yb4g
`,
    right: `profiles:
  search:
    model: us.amazon.nova-lite-v1:0
`,
  },
  "config/arn-elsewhere": {
    wrong: `regions: [us-west-2, us-east-1]
profiles:
  search:
    model: arn:aws:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0
`,
    right: `regions: [us-west-2, us-east-1]
profiles:
  search:
    model: amazon.nova-lite-v1:0
`,
  },
  "config/invalid-adopt-arn": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0, adopt: "yes" }
`,
    right: `profiles:
  search: { model: us.amazon.nova-lite-v1:0, adopt: true }
`,
  },
  "config/routing-needs-model-id": {
    wrong: `profiles:
  search: { model: us.amazon.nova-lite-v1:0, routing: geo }
`,
    right: `profiles:
  search: { model: amazon.nova-lite-v1:0, routing: geo }
`,
  },
  "config/no-geo-routing": {
    wrong: `regions: [sa-east-1]
profiles:
  search: { model: amazon.nova-lite-v1:0, routing: geo }
`,
    right: `regions: [sa-east-1]
profiles:
  search: { model: amazon.nova-lite-v1:0, routing: global }
`,
  },
  "config/prefix-elsewhere": {
    wrong: `regions: [eu-central-1]
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `regions: [eu-central-1]
profiles:
  search: { model: amazon.nova-lite-v1:0, routing: geo }
`,
  },
  "config/invalid-cost-tag": {
    wrong: `costAllocationTags: ["aws:createdBy"]
`,
    right: `costAllocationTags: [project]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
  },
  "config/unused-cost-tag": {
    wrong: `costAllocationTags: [projcet]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
    right: `costAllocationTags: [project]
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
  },
  "config/publish-placeholder": {
    wrong: `publish: { ssm: "/genai/{project}/{name}" }
profiles:
  search: { model: us.amazon.nova-lite-v1:0 }
`,
    right: `publish: { ssm: "/genai/{project}/{name}" }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: search } }
`,
  },
  "config/publish-collision": {
    wrong: `publish: { ssm: "/genai/{project}" }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: discovery } }
  rerank: { model: us.amazon.nova-lite-v1:0, tags: { project: discovery } }
`,
    right: `publish: { ssm: "/genai/{project}/{name}" }
profiles:
  search: { model: us.amazon.nova-lite-v1:0, tags: { project: discovery } }
  rerank: { model: us.amazon.nova-lite-v1:0, tags: { project: discovery } }
`,
  },
} as const satisfies FileExamples;

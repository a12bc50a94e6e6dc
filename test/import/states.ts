/** Terraform and OpenTofu states as those programs write them, with secrets of other resources inside. */
export const SECRET = "hunter2-s3cret";

export interface StateResource {
  readonly module?: string;
  readonly name?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly provider?: string;
  readonly instances: readonly object[];
}

/** One instance; `over` replaces attributes, `more` stands beside them. */
export function anInstance(
  arn: string,
  over: object = {},
  more: object = {},
): { readonly attributes: Readonly<Record<string, unknown>> } {
  const copyFrom = "arn:aws:bedrock:us-west-2:111122223333:inference-profile/us.amazon.nova-lite-v1:0";
  return {
    ...{ schema_version: 0, sensitive_attributes: [], private: SECRET },
    attributes: {
      arn,
      id: arn.slice(-12),
      name: "n",
      description: SECRET,
      model_source: [{ copy_from: copyFrom }],
      tags: { project: "x" },
      tags_all: { project: "x", team: "core" },
      ...over,
    },
    ...more,
  };
}

export function aState(resources: readonly StateResource[], over: object = {}): string {
  const full = resources.map(({ instances, ...rest }) => ({
    mode: "managed",
    type: "aws_bedrock_inference_profile",
    name: "app",
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    ...rest,
    instances,
  }));
  const database = {
    mode: "managed",
    type: "aws_db_instance",
    name: "db",
    instances: [{ attributes: { password: SECRET } }],
  };
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 8,
    lineage: "a6581337",
    outputs: { password: { value: SECRET, type: "string" } },
    resources: [database, ...full],
    ...over,
  });
}

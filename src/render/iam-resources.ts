/** One account's role (or the caller's policy) as a CloudFormation template or Terraform text. */
import type { PolicyDocument, TrustDocument } from "../core/iam-document.ts";
import type { IamRole } from "../core/iam-options.ts";
import { jsonText } from "./json-text.ts";

export interface IamResource {
  readonly role: IamRole;
  /** Of the role, perhaps with its path; for `caller` the role that gets the policy, or none. */
  readonly roleName: string | null;
  /** Of the policy, and of the resources in the text. */
  readonly name: string;
  readonly policy: PolicyDocument;
  /** Null for `caller`, whose role is the application's. */
  readonly trust: TrustDocument | null;
}

/** JSON, which CloudFormation takes as it does YAML. */
export function renderIamCloudFormation(resource: IamResource): string {
  const { trust, name } = resource;
  const id = name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const template = {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: `Made by strata iam ${resource.role}`,
    Resources: trust === null ? { [id]: managedPolicy(resource) } : { [id]: role(resource, trust) },
    Outputs: { [`${id}Arn`]: { Value: trust === null ? { Ref: id } : { "Fn::GetAtt": [id, "Arn"] } } },
  };
  return jsonText(template);
}

function role({ roleName, name, policy }: IamResource, trust: TrustDocument): object {
  const { path, last } = splitName(roleName ?? name);
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      RoleName: last,
      ...(path === "/" ? {} : { Path: path }),
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: name, PolicyDocument: policy }],
    },
  };
}

function managedPolicy({ roleName, name, policy }: IamResource): object {
  const roles = roleName === null ? {} : { Roles: [splitName(roleName).last] };
  return {
    Type: "AWS::IAM::ManagedPolicy",
    Properties: { ManagedPolicyName: name, ...roles, PolicyDocument: policy },
  };
}

/** `/team/` and `NAME` of `team/NAME`. */
function splitName(roleName: string): { readonly path: string; readonly last: string } {
  const slash = roleName.lastIndexOf("/");
  return { path: slash < 0 ? "/" : `/${roleName.slice(0, slash)}/`, last: roleName.slice(slash + 1) };
}

export function renderIamTerraform(resource: IamResource): string {
  const { role, roleName, name, policy, trust } = resource;
  const id = name.replaceAll("-", "_");
  const blocks =
    trust === null ? policyBlocks(id, name, roleName, policy) : roleBlocks(id, name, roleName ?? name, policy, trust);
  return `# Made by strata iam ${role}\n\n${blocks.join("\n\n")}\n`;
}

function roleBlocks(
  id: string,
  name: string,
  roleName: string,
  policy: PolicyDocument,
  trust: TrustDocument,
): string[] {
  const { path, last } = splitName(roleName);
  const names = path === "/" ? [`name = ${quoted(last)}`] : [`name = ${quoted(last)}`, `path = ${quoted(path)}`];
  return [
    block(`resource "aws_iam_role" "${id}"`, [...names, "", `assume_role_policy = ${heredoc(trust)}`]),
    block(`resource "aws_iam_role_policy" "${id}"`, [
      `name = ${quoted(name)}`,
      `role = aws_iam_role.${id}.id`,
      "",
      `policy = ${heredoc(policy)}`,
    ]),
    block(`output "${id}_role_arn"`, [`value = aws_iam_role.${id}.arn`]),
  ];
}

function policyBlocks(id: string, name: string, roleName: string | null, policy: PolicyDocument): string[] {
  const attachment = block(`resource "aws_iam_role_policy_attachment" "${id}"`, [
    `role       = ${quoted(splitName(roleName ?? "").last)}`,
    `policy_arn = aws_iam_policy.${id}.arn`,
  ]);
  return [
    block(`resource "aws_iam_policy" "${id}"`, [`name = ${quoted(name)}`, "", `policy = ${heredoc(policy)}`]),
    ...(roleName === null ? [] : [attachment]),
    block(`output "${id}_policy_arn"`, [`value = aws_iam_policy.${id}.arn`]),
  ];
}

function block(head: string, lines: readonly string[]): string {
  return [`${head} {`, ...lines.map((line) => (line === "" ? "" : `  ${line}`)), "}"].join("\n");
}

/** `<<-` takes the indentation away again; the end mark stands where the attribute does. */
function heredoc(document: PolicyDocument<unknown>): string {
  const lines = escaped(JSON.stringify(document, null, 2)).split("\n");
  return `<<-JSON\n${lines.map((line) => `    ${line}`).join("\n")}\n  JSON`;
}

function quoted(text: string): string {
  return escaped(JSON.stringify(text));
}

/** Terraform would fill in what stands in `${…}` or `%{…}`. */
function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

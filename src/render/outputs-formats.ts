/** Outputs in the formats of those who call: shells, Terraform, LiteLLM, Claude Code, and pages. One function a format. */
import type { NamedOutput } from "../core/output-names.ts";
import { envNameOf } from "../core/output-names.ts";
import { baseModelOf, type Output } from "../core/outputs.ts";
import { isIdentityTag } from "../core/ownership.ts";
import { compareText } from "../core/profile.ts";
import { yamlScalar } from "./import-scalar.ts";
import { jsonText } from "./json-text.ts";
import { cell } from "./markdown-text.ts";

/** Values without a character that any of the readers of such files takes for its own stay bare: Docker knows no quotes. */
const BARE = /^[\w.:/@%+=,-]+$/;

export function renderDotenv(named: readonly NamedOutput[]): string {
  return named.map(({ output, words }) => `${envNameOf(words)}=${dotenvValue(output.arn)}\n`).join("");
}

function dotenvValue(value: string): string {
  if (BARE.test(value)) return value;
  const escaped = value
    .replaceAll(/[\\"$`]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

/** One variable, a map of objects, so that a new profile needs no new declaration. */
export function renderTfvars(named: readonly NamedOutput[]): string {
  const entries = named.map(({ output, label }) => {
    const { arn, account, region, name } = output;
    const members = { name, arn, account, region, model: baseModelOf(output) };
    const lines = Object.entries(members).map(([key, value]) => `    ${key.padEnd(7)} = ${hclValue(value)}\n`);
    return `  ${hclText(label)} = {\n${lines.join("")}  }\n`;
  });
  return `strata_profiles = {\n${entries.join("")}}\n`;
}

function hclValue(value: string | null): string {
  return value === null ? "null" : hclText(value);
}

const HCL_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  '"': '\\"',
  "\\": "\\\\",
};

/** A quoted template without interpolation (https://developer.hashicorp.com/terraform/language/expressions/strings). */
function hclText(text: string): string {
  const escaped = text
    .replaceAll(/[\n\r\t"\\]/g, (character) => HCL_ESCAPES[character] ?? character)
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, hclCode)
    .replaceAll(/([$%])\{/g, "$1$1{");
  return `"${escaped}"`;
}

function hclCode(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff ? `\\U${point.toString(16).padStart(8, "0")}` : `\\u${point.toString(16).padStart(4, "0")}`;
}

/**
 * `model` tells LiteLLM whose prices and features these are, `model_id` what is called
 * (https://docs.litellm.ai/docs/providers/bedrock, "Application Inference Profile").
 */
export function renderLitellm(named: readonly NamedOutput[]): string {
  if (named.length === 0) return "model_list: []\n";
  const entries = named.map(({ output, label }) => {
    const base = baseModelOf(output);
    const { arn, region } = output;
    const called =
      base === null
        ? [["model", `bedrock/converse/${arn}`]]
        : [
            ["model", `bedrock/converse/${base}`],
            ["model_id", arn],
          ];
    const params = [...called, ["aws_region_name", region]];
    return [
      `  - model_name: ${yamlScalar(label)}\n`,
      "    litellm_params:\n",
      ...params.map(([key, value = ""]) => `      ${key}: ${yamlScalar(value)}\n`),
      ...(base === null ? [] : ["    model_info:\n", `      base_model: ${yamlScalar(base)}\n`]),
    ].join("");
  });
  return `model_list:\n${entries.join("")}`;
}

export function renderClaudeCode(env: Readonly<Record<string, string>>): string {
  return jsonText({ env });
}

export function renderOutputsMarkdown(named: readonly NamedOutput[]): string {
  if (named.length === 0) return "No profile of this stack can be called.\n";
  const rows = named.map(({ output }) => {
    const { name, account, accountName, region, arn } = output;
    const place = `${cell(accountName ?? account)} ${cell(region)}`;
    return `| ${cell(name)} | ${place} | ${cell(baseModelOf(output) ?? "unknown")} | ${cell(arn)} | ${tagsCell(output)} |\n`;
  });
  return `| Profile | Where | Model | ARN | Tags |\n|---|---|---|---|---|\n${rows.join("")}`;
}

/** The file's own tags: Strata's marks are the table's other columns. */
function tagsCell({ tags }: Output): string {
  const own = Object.entries(tags).filter(([key]) => !isIdentityTag(key));
  return own
    .sort(([a], [b]) => compareText(a, b))
    .map(([key, value]) => cell(`${key}=${value}`))
    .join(" ");
}

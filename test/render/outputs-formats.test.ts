/** Strangers' text in the formats of outputs: whatever a name or a tag holds, a reader gets that text and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { claudeCodeEnv } from "../../src/core/claude-code.ts";
import { envNameOf, nameOutputs } from "../../src/core/output-names.ts";
import type { Output } from "../../src/core/outputs.ts";
import { renderDotenv, renderLitellm, renderOutputsMarkdown, renderTfvars } from "../../src/render/outputs-formats.ts";

function anOutput(over: Partial<Output> = {}): Output {
  const region = over.region ?? "us-west-2";
  return {
    account: "111122223333",
    accountName: null,
    region,
    name: "search",
    arn: `arn:aws:bedrock:${region}:111122223333:application-inference-profile/06vsfs68yb4g`,
    id: "06vsfs68yb4g",
    source: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    model: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    tags: { "strata:stack": "genai", project: "app" },
    declaredAt: null,
    ...over,
  };
}

const named = (...outputs: Output[]) => nameOutputs({ outputs, places: outputs });
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    '"',
    "\\",
    `\u0024{x}`,
    "%{if}",
    "a\nb",
    "'",
    "#",
    "- x",
    "`$(id)`",
    "|",
    "true",
    "\u2028",
    "__proto__",
  ),
);

describe("names", () => {
  test.each([
    ["one place", [anOutput()], ["search"], ["STRATA_SEARCH_ARN"]],
    [
      "two regions",
      [anOutput(), anOutput({ region: "eu-central-1" })],
      ["search@us-west-2", "search@eu-central-1"],
      ["STRATA_SEARCH_US_WEST_2_ARN", "STRATA_SEARCH_EU_CENTRAL_1_ARN"],
    ],
    [
      "two accounts",
      [anOutput({ accountName: "prod" }), anOutput({ account: "444455556666", accountName: "dev" })],
      ["search@prod/us-west-2", "search@dev/us-west-2"],
      ["STRATA_SEARCH_PROD_US_WEST_2_ARN", "STRATA_SEARCH_DEV_US_WEST_2_ARN"],
    ],
  ])("%s", (_, outputs, labels, variables) => {
    const found = named(...outputs);
    expect(found.map(({ label }) => label)).toEqual(labels);
    expect(found.map(({ words }) => envNameOf(words))).toEqual(variables);
  });

  test("another name, or a target that cannot be read, changes nothing", () => {
    const places = [anOutput(), anOutput({ region: "eu-central-1" })];
    const [one] = nameOutputs({ outputs: [anOutput()], places: [...places, anOutput({ name: "x" })] });
    expect(one?.label).toBe("search@us-west-2");
  });

  test("a variable is one, whatever the name", () => {
    fc.assert(fc.property(anyText, (name) => /^STRATA_[A-Z0-9_]*_?ARN$/.test(envNameOf(name))));
  });
});

describe("any text", () => {
  test("litellm is YAML that gives it back", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, source) => {
        const { model_list: list } = parse(renderLitellm(named(anOutput({ name, source }))));
        expect(list).toHaveLength(1);
        expect(list[0]?.model_name).toBe(name);
        expect(list[0]?.model_info.base_model).toBe(source);
      }),
    );
  });

  test("dotenv stays one line for each output", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, arn) => {
        const text = renderDotenv(named(anOutput({ name, arn })));
        expect(text.split(/[\n\r]/)).toHaveLength(2);
        expect(text).toMatch(/^STRATA_[A-Z0-9_]*=(?:[\w.:/@%+=,-]+|"(?:[^"\\$`]|\\.)*")\n$/su);
      }),
    );
  });

  test("tfvars keeps each text in its quotes, without interpolation", () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const [, key = ""] = renderTfvars(named(anOutput({ name }))).split("\n");
        expect(key).toMatch(/^ {2}"(?:[^"\\\n$%]|\\.|\$\$\{|%%\{|[$%](?!\{))*" = \{$/u);
      }),
    );
  });

  test("a Markdown row is one row", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, value) => {
        const text = renderOutputsMarkdown(named(anOutput({ name, tags: { x: value } })));
        expect(text.trimEnd().split("\n")).toHaveLength(3);
      }),
    );
  });
});

describe("Claude Code", () => {
  const arns = (env: Readonly<Record<string, string>>) =>
    Object.keys(env).filter((key) => key.startsWith("ANTHROPIC_"));
  test.each([
    ["us.anthropic.claude-sonnet-4-6", "ANTHROPIC_DEFAULT_SONNET_MODEL"],
    ["eu.anthropic.claude-3-7-sonnet-20250219-v1:0", "ANTHROPIC_DEFAULT_SONNET_MODEL"],
    ["global.anthropic.claude-opus-4-6-v1", "ANTHROPIC_DEFAULT_OPUS_MODEL"],
    ["anthropic.claude-haiku-4-5-20251001-v1:0", "ANTHROPIC_DEFAULT_HAIKU_MODEL"],
  ])("%s", (source, variable) => {
    const made = claudeCodeEnv([anOutput({ source })]);
    expect(made.ok && arns(made.env)).toEqual(["ANTHROPIC_MODEL", variable]);
  });

  test("another maker's model is none, and is passed over", () => {
    const nova = anOutput({ name: "nova", source: "us.amazon.nova-lite-v1:0", region: "eu-central-1" });
    expect(claudeCodeEnv([nova])).toEqual({ ok: false, problem: "no-claude" });
    expect(claudeCodeEnv([nova, anOutput()]).ok).toBe(true);
  });
});

/** `strata init` in memory: what it asks, writes, keeps and tells. */
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import initSchema from "../../schema/init.schema.json" with { type: "json" };
import { EXIT } from "../../src/commands/exit-code.ts";
import { type InitOptions, initCommand } from "../../src/commands/init.ts";
import type { GitPlace } from "../../src/commands/init-answers.ts";
import { plainView } from "../../src/ui/plain-view.ts";

const isResult = new Ajv({ strict: true }).compile(initSchema);

interface Setting {
  readonly files?: Readonly<Record<string, string>>;
  readonly git?: GitPlace;
  /** Answers in their order; null ends the input. Without the key there is no terminal. */
  readonly says?: readonly (string | null)[];
  readonly format?: "text" | "json";
  readonly options?: Partial<InitOptions>;
  /** Folders that are links out of the repository. */
  readonly links?: readonly string[];
}

const ACME: GitPlace = { remote: "git@github.com:acme/genai.git", branch: "main" };
const ALL = [
  "profiles.yaml",
  ".github/workflows/strata-plan.yml",
  ".github/workflows/strata-apply.yml",
  ".github/workflows/strata-drift.yml",
  ".github/CODEOWNERS",
];

async function init({ files = {}, git = ACME, says, format = "text", options = {}, links = [] }: Setting) {
  const disk = new Map(Object.entries(files));
  const asked: string[] = [];
  const left = [...(says ?? [])];
  let stdout = "";
  let stderr = "";
  const code = await initCommand(
    {
      view: plainView({
        stdout: (text) => {
          stdout += text;
        },
        stderr: (text) => {
          stderr += text;
        },
        save: () => undefined,
        errorStyle: { width: 200, color: false },
      }),
      format,
      files: {
        isThere: (path) => disk.has(path),
        read: (path) => disk.get(path),
        linkOut: (path) => links.find((folder) => path.startsWith(`${folder}/`)) ?? null,
        create: (path, text) => !disk.has(path) && disk.set(path, text) !== undefined,
      },
      git: async () => git,
      ask:
        says === undefined
          ? null
          : async (question) => {
              asked.push(question);
              return left.shift() ?? null;
            },
      defaultRegion: "eu-central-1",
      version: "1.2.3",
    },
    { config: "profiles.yaml", dir: ".", regions: [], accounts: [], workflows: true, yes: false, ...options },
  );
  return { code, disk, asked, stdout, stderr };
}

describe("what it has to know", () => {
  test("is asked for on a terminal; an empty answer takes what is usual", async () => {
    const { code, asked, disk } = await init({ says: ["", "us-west-2, eu-west-1"] });
    expect(code).toBe(EXIT.done);
    expect(asked).toEqual([
      "Stack, the owner id on every profile [genai]: ",
      "Regions, with commas between them [eu-central-1]: ",
    ]);
    expect(disk.get("profiles.yaml")).toContain("\nstack: genai\n");
    expect(disk.get("profiles.yaml")).toContain("\nregions: [us-west-2, eu-west-1]\n");
    expect(disk.get(".github/workflows/strata-plan.yml")).toContain("aws-region: us-west-2\n");
  });

  test("is asked for again until it can be used", async () => {
    const says = ["nonsense", "acme/ai", "two words", "ai", "us-west-22", "us-west-2"];
    const { code, asked, stderr, disk } = await init({ git: { remote: undefined, branch: undefined }, says });
    expect([code, asked.length]).toEqual([EXIT.done, 6]);
    expect(stderr).toContain("A repository is written OWNER/NAME.");
    expect(stderr).toContain("Did you mean us-west-2?");
    expect(disk.get(".github/CODEOWNERS")).toContain("/profiles.yaml @acme\n");
  });

  test("an input that ends writes nothing", async () => {
    const { code, disk, stderr } = await init({ says: ["genai", null] });
    expect([code, disk.size]).toEqual([EXIT.declined, 0]);
    expect(stderr).toContain("Nothing was written.");
  });

  test.each([
    ["--repository", { git: { remote: undefined, branch: undefined } }],
    ["--repository", { git: { remote: "/srv/git/ai", branch: "main" }, options: { yes: true } }],
    ["--stack", {}],
    ["--region", { options: { stack: "genai" } }],
  ] satisfies [string, Setting][])("without a terminal, %s is named when it is missing", async (flag, setting) => {
    const { code, disk, stderr } = await init(setting);
    expect([code, disk.size]).toEqual([EXIT.usage, 0]);
    expect(stderr).toContain(`= ${flag} is missing`);
  });

  test.each([
    [".github", {}],
    ["infra", { config: "infra/profiles.yaml", workflows: false }],
  ])("nothing is asked where %s is a link out of the repository", async (folder, options) => {
    const { code, asked, disk, stderr } = await init({ says: ["genai", "us-west-2"], links: [folder], options });
    expect([code, asked, disk.size]).toEqual([EXIT.usage, [], 0]);
    expect(stderr).toContain(`${folder} is a link that leads out of the repository, or nowhere. Nothing was written.`);
  });

  test("with --yes nothing is asked, on a terminal either", async () => {
    const { code, asked, disk } = await init({ says: [], options: { yes: true } });
    expect([code, asked, [...disk.keys()]]).toEqual([EXIT.done, [], ALL]);
    expect(disk.get("profiles.yaml")).toMatch(/\nstack: genai\n[\s\S]*\nregions: \[eu-central-1\]\n/);
  });
});

describe("what it writes", () => {
  test("never over anything: everything that is there is kept and told", async () => {
    const files = Object.fromEntries(ALL.map((path) => [path, `mine: ${path}`]));
    const { code, disk, stdout, stderr } = await init({ files, format: "json" });
    expect(code).toBe(EXIT.done);
    expect(Object.fromEntries(disk)).toEqual(files);
    const result = JSON.parse(stdout);
    expect(isResult(result), JSON.stringify(isResult.errors)).toBe(true);
    expect(result).toMatchObject({ written: [], kept: ALL, add: { file: ".github/CODEOWNERS" } });
    expect(stderr).toContain("profiles.yaml is there already: it was left as it is.");
  });

  test("only what is missing", async () => {
    const { disk, stdout } = await init({ files: { "profiles.yaml": "mine" } });
    expect(disk.get("profiles.yaml")).toBe("mine");
    expect(stdout).toContain("kept     profiles.yaml  (was there already)\n");
    expect(stdout).toContain("written  .github/workflows/strata-apply.yml\n");
  });

  test("no second CODEOWNERS: GitHub heeds one alone, so the lines that it lacks are told", async () => {
    const { disk, stdout } = await init({
      files: { "docs/CODEOWNERS": "* @acme/all\n/.github/ @acme/platform\n" },
      options: { yes: true },
    });
    expect(disk.has(".github/CODEOWNERS")).toBe(false);
    expect(stdout).toContain("Add to docs/CODEOWNERS:\n  /profiles.yaml @acme\n\n");
  });

  test("run again it has nothing to add", async () => {
    const first = await init({ options: { yes: true } });
    const again = await init({ files: Object.fromEntries(first.disk), options: { yes: true }, format: "json" });
    expect(JSON.parse(again.stdout)).toMatchObject({ written: [], kept: ALL, add: null });
  });

  test("without workflows the configuration alone, wherever it is", async () => {
    const { disk, stdout } = await init({
      git: { remote: undefined, branch: undefined },
      options: { workflows: false, stack: "genai", regions: ["us-east-1"], config: "../my profiles.yaml" },
    });
    expect([...disk.keys()]).toEqual(["../my profiles.yaml"]);
    expect(stdout).toContain("strata validate --config '../my profiles.yaml'");
    expect(stdout).not.toContain("Trust policies");
  });

  test.each(["../profiles.yaml", "/srv/profiles.yaml", "a b.yaml", `\${{ github.token }}.yaml`, "x;y.yaml"])(
    "workflows are not written for a configuration at %s",
    async (config) => {
      const { code, disk } = await init({ options: { yes: true, config } });
      expect([code, disk.size]).toEqual([EXIT.usage, 0]);
    },
  );

  test("a branch that would be a pattern in a workflow is not taken over", async () => {
    const { disk } = await init({ git: { ...ACME, branch: "release-*" }, options: { yes: true } });
    expect(disk.get(".github/workflows/strata-plan.yml")).toContain("branches: [main]");
  });
});

describe("what it tells", () => {
  test("three steps, and both forms of the subject with the way to look which it is", async () => {
    const { stdout } = await init({ options: { yes: true } });
    expect(stdout.match(/^ {2}\d\. /gm)).toEqual(["  1. ", "  2. ", "  3. "]);
    expect(stdout).toContain("  repo:acme/genai:environment:bedrock-apply\n");
    expect(stdout).toContain("  repo:acme@OWNER-ID/genai@REPOSITORY-ID:environment:bedrock-apply ");
    expect(stdout).toContain("gh api repos/acme/genai/actions/oidc/customization/sub\n");
  });
});

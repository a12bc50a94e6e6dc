/** Live names and tags that want to steer the terminal: no command prints them as they are, in any format. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "./command.ts";

const NAMES = [
  "esc\u001b[31mred\u001b[2J\u001b[Hhome",
  "osc\u001b]8;;http://evil.example\u001b\\click\u001b]8;;\u001b\\",
  "c1\u009b31mred\u009d0;title\u009c",
  "cr\rOVERWRITE",
  "nl\nPlan: 0 changes",
  "del\u007f\b",
  "bidi\u202eevil\u2066x",
  "line\u2028break",
];
const FILE = `version: 1
stack: hostile
regions: [us-west-2]
profiles:
  bot: { model: us.amazon.nova-lite-v1:0, tags: { project: app01 } }
`;
const COMMANDS: readonly (readonly [command: string, ...formats: string[]])[] = [
  ["plan", "text", "json", "markdown"],
  ["drift", "text", "json", "markdown"],
  ["list", "text", "json"],
  ["outputs", "text", "json", "markdown", "dotenv", "tfvars", "litellm"],
  ["usage", "text", "json", "markdown", "csv", "html"],
  ["leaks", "text", "json", "markdown", "csv", "html"],
  ["costs --by project", "text", "json", "markdown", "csv", "html"],
  ["tags", "text", "json"],
  ["import", "text", "json"],
];

/** What acts or hides in a terminal; line ends are the commands' own. */
const ACTS = /(?!\r\n|\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

let sandbox: Sandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  folder = aFolder({ "profiles.yaml": FILE });
  for (const [index, name] of NAMES.entries()) {
    const marks = index % 2 === 0 ? { "strata:stack": "hostile", "strata:name": name } : {};
    const made = await fetch(`${sandbox.url}/_sandbox/profiles`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        region: "us-west-2",
        name,
        source: "us.amazon.nova-micro-v1:0",
        description: `about ${name}`,
        tags: { ...marks, project: name, [`key ${name}`]: "value" },
      }),
    });
    expect(made.status).toBeLessThan(300);
  }
});
afterAll(() => sandbox.close());

test.each(COMMANDS.flatMap(([command, ...formats]) => formats.map((format) => [command, format] as const)))(
  "%s --format %s",
  async (command, format) => {
    const env = envOf(sandbox);
    const { stdout, stderr } = await strata(folder, [...command.split(" "), "--format", format], { env });
    expect(stdout).not.toMatch(ACTS);
    expect(stderr).not.toMatch(ACTS);
    expect(stdout + stderr).toMatch(/\S/);
    expect((stdout + stderr).split("\n")).not.toContain("Plan: 0 changes");
  },
);

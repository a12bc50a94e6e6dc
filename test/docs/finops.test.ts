/** docs/finops.md, as its reader would go through it: every command runs, in its order, on the file that it shows. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { activate } from "../../scripts/costs-picture/estate.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { aFolder, envOf, strata } from "../e2e/command.ts";

const PAGE = readFileSync("docs/finops.md", "utf8");
const blocks = (language: string): string[] =>
  [...PAGE.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, "gm"))].map(([, text = ""]) => text);

/** The lines that the page shows, with the rest of a file around them. */
const SHOWN = (blocks("yaml")[0] ?? "").replace(/^ {3}/gm, "");
const FILE = `version: 1
stack: genai
regions: [us-west-2]
${SHOWN}profiles:
  search: { model: us.anthropic.claude-sonnet-4-5-20250929-v1:0, tags: { project: search, stage: prod } }
  banner: { model: us.amazon.nova-pro-v1:0, tags: { project: ads, stage: prod } }
`;
const COMMANDS = blocks("sh").flatMap((text) => text.trim().split("\n"));
const DAY_MS = 86_400_000;

let sandbox: Sandbox;
let folder: string;
let behindMs = 70 * DAY_MS;
beforeEach(async () => {
  behindMs = 70 * DAY_MS;
  sandbox = await startSandbox({
    now: () => new Date(Date.now() - behindMs),
    behaviour: { syntheticCosts: true, syntheticUsage: true },
  });
  folder = aFolder({ "profiles.yaml": FILE.replaceAll("project: search", "project: discovery") });
  expect((await run("apply", "--yes")).code).toBe(0);
  await activate(sandbox, ["project", "stage", "strata:name", "strata:stack"], new Date(Date.now() - behindMs));
  behindMs = 0;
});
afterEach(() => sandbox.close());

const cache = mkdtempSync(join(tmpdir(), "strata-cache-"));
const run = (...args: readonly string[]) => strata(folder, args, { env: envOf(sandbox, { XDG_CACHE_HOME: cache }) });

test("every command of the page does what it says, one after the other", async () => {
  expect(COMMANDS).toHaveLength(8);
  writeFileSync(join(folder, "profiles.yaml"), FILE.replace("project: search", "project: ads"));
  const ended: [string, string][] = [];
  const told = new Map<string, string>();
  for (const line of COMMANDS) {
    const [program, ...args] = line.split(" ");
    expect(program).toBe("strata");
    const { code, stdout, stderr } = await run(...args);
    ended.push([line, code === 0 ? "" : stderr]);
    told.set(line, stdout);
  }
  expect(ended).toEqual(COMMANDS.map((line) => [line, ""]));
  expect(JSON.parse(readFileSync(join(folder, "close.json"), "utf8"))).toMatchObject({ proof: { holds: true } });
  expect(told.get("strata report --restate close.json")).toMatch(/no figure of [\d-]+ has changed/);
  expect(told.get("strata plan --money")?.replaceAll(/\s+/g, " ")).toMatch(
    /moves [\d,.]+ USD\/month from `discovery` to `ads`/,
  );
});

test("a value that nobody registered is refused, as the page says", async () => {
  writeFileSync(join(folder, "profiles.yaml"), FILE.replace("project: ads,", "project: adz,"));
  const { code, stderr } = await run("validate");
  expect([code, stderr.includes("adz")]).toEqual([6, true]);
});

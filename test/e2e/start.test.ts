/** What a command loads: a start is only as quick as the files it leaves alone. Counted, never timed. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { aFolder, PROFILES, strata } from "./command.ts";

const START = ["main", "rolldown-runtime", "start"];
const VALIDATE = [...START, "config", "validate"].sort();

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

/** Names of the built files that one run loads, each without what the bundler adds. */
async function loadedBy(args: readonly string[], profiles = PROFILES): Promise<string[]> {
  const folder = aFolder({ "profiles.yaml": profiles });
  await strata(folder, args, { env: { NODE_V8_COVERAGE: join(folder, "coverage") } });
  const [report = ""] = readdirSync(join(folder, "coverage"));
  const { result }: Coverage = JSON.parse(readFileSync(join(folder, "coverage", report), "utf8"));
  const files = result.filter(({ url }) => url.startsWith("file:"));
  return [...new Set(files.map(({ url }) => basename(url, ".js").replace(/-[\w-]{8}$/, "")))].sort();
}

test.each([[["--version"]], [["--help"]], [["plan", "--help"]]])("strata %j loads no command", async (args) => {
  expect(await loadedBy(args)).toEqual(START);
});

test("validate loads neither AWS nor the parser that tells places, unless there is something to tell", async () => {
  expect(await loadedBy(["validate"])).toEqual(VALIDATE);
  const loaded = await loadedBy(["validate"], PROFILES.replace("stage: test", "stage: 1"));
  expect(loaded).toEqual([...VALIDATE, "yaml-document"].sort());
});

test("plan loads no other command, nothing that draws, and not the parser that tells places", async () => {
  const loaded = await loadedBy(["plan", "--sandbox"]);
  expect(loaded).toEqual(expect.arrayContaining([...START, "config", "plan", "aws"]));
  for (const name of ["validate", "yaml-document", "open-frame", "page", "apply", "comment", "costs"])
    expect(loaded).not.toContain(name);
});

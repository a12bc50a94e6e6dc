/** Reading files: limits, includes, and what the port is asked for. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_FILE_BYTES } from "../../src/config/config-files.ts";
import { diskFiles } from "../../src/config/disk-files.ts";
import { loadDesired } from "../../src/config/load.ts";
import { memoryFiles } from "./memory-files.ts";

const HEAD = "version: 1\nstack: s\nregions: [us-west-2]\n";
const TEAM = "profiles:\n  ads: { model: us.amazon.nova-lite-v1:0 }\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-config-"));
  mkdirSync(join(folder, "conf/teams/.hidden"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

async function codesOf(path: string): Promise<string[]> {
  return (await loadDesired(path, diskFiles(folder))).diagnostics.map(({ code }) => code);
}

describe("loadDesired on disk", () => {
  it("refuses a file above the limit and takes one at the limit", async () => {
    write("big.yaml", HEAD);
    truncateSync(join(folder, "big.yaml"), MAX_FILE_BYTES + 1);
    expect(await codesOf("big.yaml")).toEqual(["config/file-too-large"]);
    write("full.yaml", HEAD + "#".repeat(MAX_FILE_BYTES - HEAD.length));
    expect(await codesOf("full.yaml")).toEqual([]);
  });

  it("finds includes relative to the main file and names them as the user would", async () => {
    write("conf/profiles.yaml", `${HEAD}include: [teams/*.yaml]\n`);
    write("conf/teams/b.yaml", "profiles: {}\n");
    write("conf/teams/ads.yaml", TEAM);
    write("conf/teams/.hidden.yaml", "not: read\n");
    write("conf/teams/.hidden/x.yaml", "not: read\n");
    const { files, sources, desired } = await loadDesired("conf/profiles.yaml", diskFiles(folder));
    expect(files).toEqual(["conf/profiles.yaml", "conf/teams/ads.yaml", "conf/teams/b.yaml"]);
    expect(sources.get("conf/teams/ads.yaml")).toBe(TEAM);
    expect(desired?.profiles[0]?.declaredAt.file).toBe("conf/teams/ads.yaml");
  });

  it.each([
    ["teams/**", ["ads.yaml", "deep/er/c.yaml"]],
    ["**", ["ads.yaml", "deep/er/c.yaml"]],
    ["teams//deep/./er/*.yaml", ["deep/er/c.yaml"]],
    [".//teams/ads.yaml", ["ads.yaml"]],
  ])("takes %s for what it means, on a disk as in a revision", async (pattern, expected) => {
    mkdirSync(join(folder, "conf/teams/deep/er"), { recursive: true });
    const texts = {
      "profiles.yaml": `${HEAD}include: ["${pattern}"]\n`,
      "teams/ads.yaml": TEAM,
      "teams/deep/er/c.yaml": "profiles: {}\n",
      "teams/.hidden.yaml": "not: read\n",
    };
    for (const [path, text] of Object.entries(texts)) write(`conf/${path}`, text);
    const paths = expected.map((path) => `teams/${path}`);
    const onDisk = await loadDesired("profiles.yaml", diskFiles(join(folder, "conf")));
    const inMemory = await loadDesired("profiles.yaml", memoryFiles(texts));
    for (const { files, diagnostics } of [onDisk, inMemory]) expect([files.slice(1), diagnostics]).toEqual([paths, []]);
  });

  it("reads a file once, and never the main one, however many patterns match it", async () => {
    write("conf/profiles.yaml", `${HEAD}include: ["*.yaml", "**/*.yaml", teams/ads.yaml]\n`);
    write("conf/teams/ads.yaml", TEAM);
    const { files, diagnostics } = await loadDesired("./conf/profiles.yaml", diskFiles(folder));
    expect(files).toEqual(["./conf/profiles.yaml", "conf/teams/ads.yaml"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["config/include-no-match"]);
  });

  it("follows links inside the folder and refuses those that leave it, also through a folder", async () => {
    write("conf/teams/ads.yaml", TEAM);
    write("outside.yaml", TEAM);
    mkdirSync(join(folder, "elsewhere"));
    write("elsewhere/x.yaml", TEAM);
    symlinkSync("teams/ads.yaml", join(folder, "conf/linked.yaml"));
    write("conf/profiles.yaml", `${HEAD}include: [linked.yaml]\n`);
    expect(await codesOf("conf/profiles.yaml")).toEqual([]);
    symlinkSync("../outside.yaml", join(folder, "conf/out.yaml"));
    symlinkSync("../elsewhere", join(folder, "conf/out"));
    write("conf/profiles.yaml", `${HEAD}include: [out.yaml, out/x.yaml, "out/*.yaml"]\n`);
    expect(await codesOf("conf/profiles.yaml")).toEqual(Array(3).fill("config/include-outside"));
    write("conf/profiles.yaml", `${HEAD}include: ["**/x.yaml"]\n`);
    expect(await codesOf("conf/profiles.yaml")).toEqual(["config/include-no-match"]);
  });

  it("tells a dangling link as a missing file", async () => {
    symlinkSync("nowhere.yaml", join(folder, "conf/gone.yaml"));
    write("conf/profiles.yaml", `${HEAD}include: [gone.yaml]\n`);
    expect(await codesOf("conf/profiles.yaml")).toEqual(["config/file-not-found"]);
  });
});

describe("loadDesired through the port", () => {
  it("takes files from anywhere", async () => {
    const files = memoryFiles({ "profiles.yaml": `${HEAD}include: ["teams/*.yaml"]\n`, "teams/ads.yaml": TEAM });
    const { desired } = await loadDesired("profiles.yaml", files);
    expect(desired?.profiles.map(({ key }) => key.name)).toEqual(["ads"]);
  });

  it("never lists a pattern that it refuses", async () => {
    const asked: string[] = [];
    const files = memoryFiles({ "profiles.yaml": `${HEAD}include: [../x.yaml, /etc/*, "a\\\\b", teams/ads.yaml]\n` });
    const list: typeof files.list = (folder, pattern) => {
      asked.push(pattern);
      return files.list(folder, pattern);
    };
    await loadDesired("profiles.yaml", { ...files, list });
    expect(asked).toEqual(["teams/ads.yaml"]);
  });

  it("keeps warnings beside a value, and gives no value beside an error", async () => {
    const warned = await loadDesired("p", memoryFiles({ p: HEAD.replace("us-west-2", "us-west-9") }));
    expect([warned.desired !== undefined, warned.diagnostics[0]?.severity]).toEqual([true, "warning"]);
    const failed = await loadDesired("p", memoryFiles({ p: `${HEAD}colour: red\n` }));
    expect(failed.desired).toBeUndefined();
  });

  it("draws no conclusions from what a broken file may hold", async () => {
    const main = `${HEAD}include: ["*.yaml"]\ncostAllocationTags: [project]\nprofiles: { a: { model: a.b } }\n`;
    const { diagnostics } = await loadDesired("main", memoryFiles({ main, "broken.yaml": "profiles: [" }));
    expect(diagnostics.map(({ code }) => code)).toEqual(["config/yaml-syntax"]);
  });
});

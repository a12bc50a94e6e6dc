import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSandbox } from "../../src/sandbox/server.ts";
import { compileSandbox, spawnSandbox } from "./child-sandbox.ts";
import { aSandbox, NOVA_LITE, signed, testClock } from "./clients.ts";
import { bedrock, tagging } from "./raw-http.ts";

let folder: string;
let stateFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-state-"));
  stateFile = join(folder, "deep", "er", "sandbox.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const aBody = (name: string, token = `token-${name}`) => ({
  inferenceProfileName: name,
  clientRequestToken: token,
  modelSource: { copyFrom: NOVA_LITE },
  tags: [
    { key: "__proto__", value: "x" },
    { key: "stage", value: "test" },
  ],
});

test("state outlives the process: profiles, tags, sources, tokens, order, and who was ever tagged", async () => {
  const clock = testClock();
  const first = await startSandbox({ stateFile, now: clock.now });
  const made = [];
  for (const name of ["b", "a", "c"])
    made.push((await bedrock(first, "POST", "/inference-profiles", aBody(name))).json);
  await bedrock(first, "POST", "/untagResource", {
    resourceARN: made[2].inferenceProfileArn,
    tagKeys: ["stage", "__proto__"],
  });
  const before = first.profiles();
  const listed = await bedrock(first, "GET", "/inference-profiles");
  const resources = await tagging(first, "GetResources", {});
  await first.close();

  const second = await aSandbox({ stateFile, now: clock.now });
  expect(second.profiles()).toEqual(before);
  expect((await bedrock(second, "GET", "/inference-profiles")).text).toBe(listed.text);
  expect((await tagging(second, "GetResources", {})).text).toBe(resources.text);
  const replayed = await bedrock(second, "POST", "/inference-profiles", aBody("b"));
  expect(replayed.json).toEqual(made[0]);
  await bedrock(second, "POST", "/inference-profiles", aBody("d"));
  expect(second.profiles().map(({ name }) => name)).toEqual(["b", "a", "c", "d"]);
});

test("lags outlive the process too", async () => {
  const clock = testClock();
  const behaviour = { listLagMs: 5000 };
  const first = await startSandbox({ stateFile, now: clock.now, behaviour });
  await bedrock(first, "POST", "/inference-profiles", aBody("late"));
  await first.close();
  const second = await aSandbox({ stateFile, now: clock.now, behaviour });
  const count = async () =>
    (await bedrock(second, "GET", "/inference-profiles?type=APPLICATION")).json.inferenceProfileSummaries.length;
  expect(await count()).toBe(0);
  clock.advance(5000);
  expect(await count()).toBe(1);
});

test("a deleted profile that still lingers neither counts nor keeps its name after a restart", async () => {
  const clock = testClock();
  const behaviour = { listLagMs: 5000, quota: 1 };
  const first = await startSandbox({ stateFile, now: clock.now, behaviour });
  const { json } = await bedrock(first, "POST", "/inference-profiles", aBody("same"));
  await bedrock(first, "DELETE", `/inference-profiles/${encodeURIComponent(json.inferenceProfileArn)}`);
  await first.close();
  const second = await aSandbox({ stateFile, now: clock.now, behaviour });
  expect((await bedrock(second, "POST", "/inference-profiles", aBody("same", "another"))).status).toBe(201);
  clock.advance(5000);
  const listed = await bedrock(second, "GET", "/inference-profiles?type=APPLICATION");
  expect(
    listed.json.inferenceProfileSummaries.map(
      (profile: { inferenceProfileArn: string }) => profile.inferenceProfileArn,
    ),
  ).toEqual(second.profiles().map(({ arn }) => arn));
});

test("every acknowledged change is in the file at once, and the folder holds nothing else but what keeps it out of git", async () => {
  const sandbox = await aSandbox({ stateFile });
  expect(existsSync(stateFile)).toBe(false);
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const answer = await bedrock(sandbox, "POST", "/inference-profiles", aBody(`p${index}`));
      return { arn: String(answer.json.inferenceProfileArn), text: await readFile(stateFile, "utf8") };
    }),
  );
  for (const { arn, text } of answers) expect(text).toContain(arn);
  await sandbox.close();
  expect(await readdir(join(folder, "deep", "er"))).toEqual([".gitignore", "sandbox.json"]);
});

test.each<[string, string, string]>([
  ["no JSON", "{", "state-corrupt"],
  ["nothing", "", "state-corrupt"],
  ["another file", '{"version":4,"serial":1}', "state-corrupt"],
  ["a later version", '{"format":"strata-sandbox","version":2,"profiles":[],"tokens":[]}', "state-version"],
  ["no lists", '{"format":"strata-sandbox","version":1}', "state-corrupt"],
  [
    "a malformed profile",
    '{"format":"strata-sandbox","version":1,"profiles":[{"id":"x"}],"tokens":[]}',
    "state-corrupt",
  ],
  ["a malformed token", '{"format":"strata-sandbox","version":1,"profiles":[],"tokens":[["a"]]}', "state-corrupt"],
])("a state file with %s is refused and left as it is", async (_name, text, code) => {
  await mkdir(join(folder, "deep", "er"), { recursive: true });
  await writeFile(stateFile, text);
  await expect(startSandbox({ stateFile })).rejects.toMatchObject({ name: "SandboxError", code });
  expect(await readFile(stateFile, "utf8")).toBe(text);
  expect(await readdir(join(folder, "deep", "er"))).toEqual(["sandbox.json"]);
});

test("a state file that is a folder, or in a place that cannot be", async () => {
  await expect(startSandbox({ stateFile: folder })).rejects.toMatchObject({ code: "state-unreadable" });
  await writeFile(join(folder, "file"), "");
  await expect(startSandbox({ stateFile: join(folder, "file", "state.json") })).rejects.toMatchObject({
    code: "state-unwritable",
  });
});

test("a second sandbox waits for the first, then says who holds the file", async () => {
  const first = await startSandbox({ stateFile });
  const refused = startSandbox({ stateFile, lockWaitMs: 0 });
  await expect(refused).rejects.toMatchObject({
    code: "state-locked",
    message: expect.stringContaining(`process ${process.pid} on`),
  });
  await symlink(join(folder, "deep"), join(folder, "link"));
  const sameFile = join(folder, "link", "er", "sandbox.json");
  await expect(startSandbox({ stateFile: sameFile, lockWaitMs: 0 })).rejects.toMatchObject({ code: "state-locked" });
  const waiting = startSandbox({ stateFile, lockWaitMs: 5000 });
  await first.close();
  await (await waiting).close();
});

test.each<[string, string]>([
  ["a process that is gone", JSON.stringify({ pid: 999_999_999, started: "", host: "", token: "t" })],
  ["an earlier process with this one's id", JSON.stringify({ pid: process.pid, started: "1", host: "", token: "t" })],
  ["nobody readable", ""],
])("a lock of %s is taken over", async (_name, text) => {
  const { hostname } = await import("node:os");
  await mkdir(join(folder, "deep", "er"), { recursive: true });
  await writeFile(`${stateFile}.lock`, text.replace('"host":""', `"host":"${hostname()}"`));
  await utimes(`${stateFile}.lock`, 1_700_000_000, 1_700_000_000);
  await (await startSandbox({ stateFile, lockWaitMs: 0 })).close();
  expect(existsSync(`${stateFile}.lock`)).toBe(false);
});

test("a lock held on another machine is not taken over", async () => {
  await mkdir(join(folder, "deep", "er"), { recursive: true });
  await writeFile(
    `${stateFile}.lock`,
    JSON.stringify({ pid: 999_999_999, started: "", host: "elsewhere", token: "t" }),
  );
  await expect(startSandbox({ stateFile, lockWaitMs: 0 })).rejects.toMatchObject({ code: "state-locked" });
});

test("of many that start on a stale lock, one wins", async () => {
  const { hostname } = await import("node:os");
  for (let round = 0; round < 10; round += 1) {
    await mkdir(join(folder, "deep", "er"), { recursive: true });
    await writeFile(
      `${stateFile}.lock`,
      JSON.stringify({ pid: 999_999_999, started: "", host: hostname(), token: "t" }),
    );
    const started = await Promise.allSettled(
      Array.from({ length: 8 }, () => startSandbox({ stateFile, lockWaitMs: 60 })),
    );
    const winners = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    expect(winners).toHaveLength(1);
    await Promise.all(winners.map((sandbox) => sandbox.close()));
  }
});

test("without its lock it writes nothing any more, and says so with a 500", async () => {
  const sandbox = await startSandbox({ stateFile });
  await rm(`${stateFile}.lock`);
  const answer = await bedrock(sandbox, "POST", "/inference-profiles", aBody("a"));
  expect([answer.status, answer.json.message]).toEqual([500, expect.stringContaining("lock")]);
  expect(existsSync(stateFile)).toBe(false);
  await expect(sandbox.close()).rejects.toMatchObject({ code: "state-unwritable" });
});

test("killed in the middle of many creates: all that it acknowledged is there, and the file is whole", async () => {
  const script = await compileSandbox(join(folder, "compiled"));
  const { child, url } = await spawnSandbox(script, stateFile);
  const acknowledged: string[] = [];
  const create = async (index: number) => {
    const body = JSON.stringify(aBody(`p${index}`));
    const response = await fetch(`${url}/inference-profiles`, { method: "POST", headers: signed("bedrock"), body });
    acknowledged.push(((await response.json()) as { inferenceProfileArn: string }).inferenceProfileArn);
    if (acknowledged.length === 60) child.kill("SIGKILL");
  };
  await Promise.allSettled(Array.from({ length: 200 }, (_, index) => create(index)));
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  const survivor = await aSandbox({ stateFile });
  const arns = new Set(survivor.profiles().map(({ arn }) => arn));
  expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  expect(acknowledged.filter((arn) => !arns.has(arn))).toEqual([]);
});

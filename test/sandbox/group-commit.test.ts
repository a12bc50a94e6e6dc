import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { aSandbox, NOVA_LITE } from "./clients.ts";
import { bedrock } from "./raw-http.ts";

const disk = vi.hoisted(() => ({ renames: 0, failing: false }));

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const rename: typeof real.rename = async (from, to) => {
    if (disk.failing) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    disk.renames += 1;
    await real.rename(from, to);
  };
  return { ...real, rename };
});

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-commit-"));
  folders.push(folder);
  const sandbox = await aSandbox({ stateFile: join(folder, "state.json") });
  const create = (name: string) =>
    bedrock(sandbox, "POST", "/inference-profiles", {
      inferenceProfileName: name,
      modelSource: { copyFrom: NOVA_LITE },
    });
  return { sandbox, create };
}

test("changes made at the same time share a write", async () => {
  const { sandbox, create } = await setUp();
  disk.renames = 0;
  const answers = await Promise.all(Array.from({ length: 300 }, (_, index) => create(`p${index}`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(sandbox.profiles()).toHaveLength(300);
  expect(disk.renames).toBeLessThan(150);
});

test("a disk that fails is a 500; the next change writes everything", async () => {
  const { sandbox, create } = await setUp();
  disk.failing = true;
  const failed = await create("a");
  disk.failing = false;
  expect([failed.status, failed.json.message]).toEqual([500, expect.stringContaining("no space left")]);
  expect((await create("b")).status).toBe(201);
  expect(sandbox.profiles().map(({ name }) => name)).toEqual(["a", "b"]);
});

test("reads write nothing", async () => {
  const { sandbox } = await setUp();
  disk.renames = 0;
  await bedrock(sandbox, "GET", "/inference-profiles");
  expect(disk.renames).toBe(0);
});

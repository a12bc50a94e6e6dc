/** Every folder of `test/fixtures/valid` is one configuration with what it means. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diskFiles } from "../../src/config/disk-files.ts";
import { loadDesired } from "../../src/config/load.ts";
import { desiredText } from "./desired-text.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/valid");
const ROOT = join(import.meta.dirname, "../..");

describe("valid configurations", () => {
  it.each(readdirSync(FIXTURES))("%s", async (name) => {
    const { desired, diagnostics } = await loadDesired("profiles.yaml", diskFiles(join(FIXTURES, name)));
    expect(diagnostics).toEqual([]);
    await expect(desiredText(desired!)).toMatchFileSnapshot(join(FIXTURES, name, "expected.txt"));
  });

  it("takes the repository's own profiles.yaml", async () => {
    const { desired, diagnostics, files } = await loadDesired("profiles.yaml", diskFiles(ROOT));
    expect(diagnostics).toEqual([]);
    expect(desired?.profiles.length).toBeGreaterThan(8);
    expect(files).toEqual(["profiles.yaml", "teams/ads.yaml"]);
  });
});

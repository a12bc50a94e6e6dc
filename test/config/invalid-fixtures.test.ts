/** Every folder of `test/fixtures/invalid` is one configuration with what a person is told about it. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { diskFiles } from "../../src/config/disk-files.ts";
import { loadDesired } from "../../src/config/load.ts";
import { CONFIG_CODES } from "../../src/diagnostics/codes-config.ts";
import { hasErrors } from "../../src/diagnostics/diagnostic.ts";
import { renderDiagnostics } from "../../src/render/diagnostics-text.ts";

const FIXTURES = join(import.meta.dirname, "../fixtures/invalid");
const CASES = readdirSync(FIXTURES);
const PLAIN = { color: picocolors.createColors(false), width: 100 };

/** A fixture for this one would be a file of 10 MiB; `load.test.ts` makes it. */
const WITHOUT_FIXTURE = new Set<string>(["config/file-too-large"]);

/** `config__duplicate-profile--across-files` is a case of `config/duplicate-profile`; `looks--…` are cases of none. */
function codeOf(name: string): string {
  return name.split("--")[0]!.replace("__", "/");
}

describe("invalid configurations", () => {
  it.each(CASES)("%s", async (name) => {
    const { desired, diagnostics, sources } = await loadDesired("profiles.yaml", diskFiles(join(FIXTURES, name)));
    const text = renderDiagnostics(diagnostics, sources, PLAIN);
    await expect(text).toMatchFileSnapshot(join(FIXTURES, name, "expected.txt"));
    expect(desired === undefined).toBe(hasErrors(diagnostics));
    if (!name.startsWith("looks--")) expect(diagnostics.map(({ code }) => code)).toContain(codeOf(name));
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { subject } of diagnostics) expect(subject).toBeDefined();
  });

  it("has a case for every code", () => {
    const covered = new Set(CASES.map(codeOf));
    expect(Object.keys(CONFIG_CODES).filter((code) => !covered.has(code) && !WITHOUT_FIXTURE.has(code))).toEqual([]);
  });

  it("has a reviewed text for every case", () => {
    expect(CASES.filter((name) => !existsSync(join(FIXTURES, name, "expected.txt")))).toEqual([]);
  });
});

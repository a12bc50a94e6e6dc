/** "Trying it" of the docs: in an empty folder each command works, and the last one shows what the page is about. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { monthStart } from "../../src/core/calendar.ts";
import { aFolder, strata } from "../e2e/command.ts";

const monthBefore = monthStart(new Date().toISOString().slice(0, 10), -2).slice(0, 7);

test.each([
  ["leaks.md", /^us\.\S+ .* ≈ [\d,.]+$[\s\S]*token coverage [1-9]/m],
  ["deadlines.md", /^example +2027-01-15 /m],
  ["report.md", /^search +[1-9][\d,.]* [\s\S]*^ads +[\d,.]+ [\s\S]*to the last digit/m],
])("%s", async (page, shown) => {
  const section = readFileSync(join("docs", page), "utf8").split("## Trying it\n")[1] ?? "";
  const blocks = (language: string): string[] =>
    [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, text = ""]) => text);
  const [file] = blocks("yaml");
  const folder = aFolder(file === undefined ? {} : { "profiles.yaml": file });
  const env = { XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), "strata-cache-")) };
  let last = "";
  for (const command of blocks("sh").join("").trim().split("\n")) {
    const args = command.replace("--from 2026-09", `--from ${monthBefore}`).split(" ").slice(1);
    const { code, stdout, stderr } = await strata(folder, args, { env });
    expect([command, code, stderr]).toEqual([command, 0, expect.not.stringContaining("error[")]);
    last = stdout;
  }
  expect(last).toMatch(shown);
});

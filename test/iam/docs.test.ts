/** The documents that docs/iam.md shows are what the command prints, and its table names every statement. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { iam } from "./command.ts";
import { desiredOf, FILE, policiesOf } from "./estate.ts";

const TEXT = readFileSync(join(import.meta.dirname, "../../docs/iam.md"), "utf8");
const file = /```yaml\n([\s\S]*?)```/.exec(TEXT)?.[1] ?? "";

function shown(command: string): string {
  const [, , text = ""] = TEXT.split(`\n$ strata ${command}\n`).flatMap((part, index) =>
    index === 0 ? ["", ""] : [part.slice(0, part.indexOf("```"))],
  );
  return text;
}

test("what is shown is what is printed", async () => {
  const trust = await iam({ role: "apply", file, trust: true, repository: "acme/genai" });
  expect(shown("iam apply --trust --repository acme/genai")).toBe(trust.stdout);
  const caller = await iam({ role: "caller", file, scope: { only: ["search"] } });
  expect(shown("iam caller --only search")).toBe(caller.stdout);
});

test("every statement is explained", async () => {
  const desired = await desiredOf(FILE);
  const roles = ["plan", "apply", "billing", "caller"] as const;
  const sids = roles.flatMap((role) =>
    policiesOf(desired, { role, adopt: true }).policies.flatMap(({ document }) =>
      document.Statement.map(({ Sid }) => Sid),
    ),
  );
  expect(new Set(sids).size).toBeGreaterThan(10);
  expect([...new Set(sids)].filter((sid) => !TEXT.includes(`\`${sid}\``))).toEqual([]);
});

/** More problems than a call takes arguments: what gathers them must not hand them over as such. */
import { expect, test } from "vitest";
import { aFolder, strata } from "./command.ts";

/** Node's stack holds about 120,000 arguments. */
const PROBLEMS = 131_072;

test("an included file with very many problems is told whole, as any other, with the exit code of an invalid one", async () => {
  const items = Array.from({ length: PROBLEMS }, (_, index) => `      - ${index}`);
  const folder = aFolder({
    "profiles.yaml": "version: 1\nstack: s\nregions: [us-west-2]\ninclude: [team.yaml]\nprofiles: {}\n",
    // Two forms are allowed there, a list and a map: such problems are gathered once more than others.
    "team.yaml": `profiles:\n  app:\n    model: us.amazon.nova-lite-v1:0\n    regions:\n${items.join("\n")}\n`,
  });
  const { code, stdout, stderr } = await strata(folder, ["validate"]);
  expect(stderr.slice(0, 200)).toMatch(/^error\[config\//);
  expect(stderr.trimEnd().endsWith(`${PROBLEMS} errors`)).toBe(true);
  expect([code, stdout]).toEqual([6, ""]);
});

/** The comment on a very large plan: how long it is, and whether everything that ends is still named. */
import { innerProgram } from "../inner.ts";
import { table } from "../markdown.ts";
import type { Measured } from "../results.ts";
import { casesOf, type Row, Sheet } from "../row.ts";
import { bytesText, countText } from "../statistics.ts";
import { timeText } from "../tell.ts";

const CHANGES = 10_000;
const QUICK_CHANGES = 1_000;
const SOME = "2 % deletes";
const KINDS = [SOME, "all deletes"];
const RUNS = 5;
const BUDGET_BYTES = 60_000;

export const comment: Row = {
  id: "comment",
  title: "Comment on a large plan",
  measure: async (bench) => {
    const run = await innerProgram("comment", bench.folder());
    const n = bench.quick ? QUICK_CHANGES : CHANGES;
    const sheet = new Sheet();
    for (let round = 0; round < bench.runs(RUNS); round += 1)
      for (const work of KINDS) sheet.add({ tool: "Strata", work, n }, await run(String(n), work));
    return sheet.measured;
  },
  tell: (measured) => {
    const longest = Math.max(...measured.map(bytesOf));
    const [some] = casesOf(measured, { work: SOME });
    const isNamed = some?.runs.every(({ named, toName }) => named === toName) === true;
    return {
      budgets: [
        {
          what: `comment for ${countText(some?.n ?? 0)} changes`,
          limit: `≤ ${countText(BUDGET_BYTES)} bytes, deletes never dropped`,
          measured: `${bytesText(longest)}, ${isNamed ? "all" : "not all"} deletes named`,
          isMet: longest <= BUDGET_BYTES && isNamed,
        },
      ],
      lines: [
        "Up to 200 changes that end an ARN are named, more are counted by kind ([UX.md](../docs/UX.md) section 2); 2 % of 10,000 are those 200.",
        "",
        ...table(
          ["changes", "time", "bytes", "deletes named"],
          measured.map((one) => [
            `${countText(one.n)}, ${one.work}`,
            timeText(one),
            countText(bytesOf(one)),
            `${countText(one.runs[0]?.named ?? 0)} of ${countText(one.runs[0]?.toName ?? 0)}`,
          ]),
        ),
      ],
    };
  },
};

function bytesOf({ runs }: Measured): number {
  return runs[0]?.textBytes ?? 0;
}

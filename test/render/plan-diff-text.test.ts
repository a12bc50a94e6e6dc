import { expect, test } from "vitest";
import { judge } from "../../src/core/approval.ts";
import { comparePlans } from "../../src/core/compare-plans.ts";
import { renderPlanDiff } from "../../src/render/plan-diff-text.ts";
import { aDesired, aLive, aPlanReport, type Given, HAIKU } from "../fakes/builders.ts";

const STYLE = { width: 80, color: false };

function diffText(before: Given, now: Given, effect: "nothing-applied" | "checked"): string {
  const saved = [aPlanReport(before).plan];
  const { plan } = aPlanReport(now);
  const { approved, unapproved } = judge(plan, { saved, additive: false, due: false });
  return renderPlanDiff({ plan, comparison: comparePlans(saved, unapproved, approved), effect }, STYLE);
}

test("not covered", () => {
  const text = diffText(
    { desired: [aDesired({ name: "app" }), aDesired({ name: "done" })] },
    {
      desired: [
        aDesired({ name: "app", source: HAIKU }),
        aDesired({ name: "done" }),
        aDesired({ name: "x\u001b[2J\u202e" }),
      ],
      live: [aLive({ name: "done" }), aLive({ name: "gone" })],
    },
    "nothing-applied",
  );
  expect(text.replace(/[0-9a-f]{12}/, "<hash>")).toMatchInlineSnapshot(`
    "The current plan is not covered by what was approved: 3 changes are not
    approved, 0 approved. Nothing was applied.

    New
      -   prod us-east-1  gone  delete, ARN ENDS (renamed)
      +   prod us-east-1  x\\u{1b}[2J\\u{202e}  create, new ARN (renamed)

    Changed
      +   prod us-east-1  app  create, new ARN
          source       approved: us.anthropic.claude-sonnet-4-5-20250929-v1:0
                       now: us.anthropic.claude-haiku-4-5-20251001-v1:0

    Approved and no longer to be done (applied by now, or not needed): create done.

    Hash of the current plan: <hash>. Next: strata plan --out plan.json, look
    at what is new, and have it approved.
    "
  `);
});

test("covered", () => {
  expect(diffText({ desired: [aDesired({ name: "app" })] }, { desired: [aDesired({ name: "app" })] }, "checked")).toBe(
    "The approved plan covers the current one: 1 change is left to be done.\n",
  );
});

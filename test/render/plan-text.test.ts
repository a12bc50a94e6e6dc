/** Parts of the terminal plan that golden files would show only by the page: folding, next steps, colours, billing. */
import { describe, expect, test } from "vitest";
import { diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { PlanReport, PlanTextOptions } from "../../src/render/plan-report.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { inWords } from "../../src/render/plan-words.ts";
import {
  aDesired,
  aFault,
  aKept,
  aLive,
  anActivation,
  aPlanReport,
  at,
  DEV,
  type Given,
  HAIKU,
  NOVA,
  PROD,
  PROD_EU,
  SONNET_EU,
} from "../fakes/builders.ts";

function textOf(given: Given, over: Partial<PlanTextOptions> = {}, more: Partial<PlanReport> = {}): string {
  return renderPlanText({ ...aPlanReport(given), ...more }, { width: 80, color: false, full: false, ...over });
}

const oneCreate: Given = { desired: [aDesired({ name: "app" })] };

describe("the next step", () => {
  test("repeats the flags that lead to the same plan, quoted for a shell", () => {
    const text = textOf(oneCreate, { width: 200 }, { repeatFlags: ["--config", "my profiles.yaml", "--sandbox"] });
    expect(text).toContain("Next: strata apply --config 'my profiles.yaml' --sandbox\n");
  });

  test("quotes a quote", () => {
    expect(textOf(oneCreate, {}, { repeatFlags: ["it's; rm -rf ~"] })).toContain("strata apply 'it'\\''s; rm -rf ~'");
  });

  test("of a saved plan names its file, which holds the scope, and keeps the flags", () => {
    const scope = { targets: [], only: ["app"], exclude: [] };
    const report = { savedTo: "my plan.json", repeatFlags: ["--sandbox", "--allow-deletes", "2"] };
    const { plan } = aPlanReport(oneCreate);
    expect(textOf(oneCreate, { width: 200 }, { ...report, plan: { ...plan, scope } })).toContain(
      "Next: strata apply --sandbox --allow-deletes 2 --plan 'my plan.json'\n",
    );
  });

  test("is left out on the way to something else", () => {
    expect(textOf(oneCreate, { next: "untold" })).not.toContain("Next:");
  });

  test("is left out where there is nothing to apply, and where a guard stops it", () => {
    expect(textOf({ desired: [], targets: [PROD] })).not.toContain("Next:");
    expect(textOf({ desired: [], live: [aLive({ name: "last" })] })).not.toContain("Next:");
  });
});

describe("guards", () => {
  const doomed: Given = { desired: [], live: [aLive({ name: "one" }), aLive({ name: "two" })] };

  test("nothing desired stops, and says how it is mended", () => {
    const text = textOf(doomed);
    expect(text).toContain("Guards: STOP. The file declares no profile, and live ones are ours.");
    expect(text).toContain("--allow-deletes 2");
  });

  test("a consent is told with the figures", () => {
    expect(textOf({ ...doomed, allowDeletes: 2 }, { width: 120 })).toContain(
      "Guards: ok. 2 of 2 deleted, or replaced without grace (limit 30 %, max 5, consent to 2)",
    );
  });

  test("a saved plan has none", () => {
    expect(textOf(oneCreate, {}, { guards: null })).not.toContain("Guards");
  });
});

describe("long plans", () => {
  const many = Array.from({ length: 60 }, (_, index) => aDesired({ name: `app-${String(index).padStart(3, "0")}` }));
  const live = Array.from({ length: 50 }, (_, index) => aLive({ name: `old${String(index).padStart(3, "0")}` }));
  const given: Given = { desired: many, live };

  test("fold quiet changes at the end, never those that end an ARN", () => {
    const text = textOf(given);
    const list = text.slice(text.lastIndexOf("\nPlan: "));
    expect(list).toContain("... 20 more changes of that kind, told above");
    expect(list.match(/ARN ENDS/g)).toHaveLength(50);
  });

  test("fold nothing with --full", () => {
    expect(textOf(given, { full: true })).not.toContain("more changes");
  });
});

describe("repeated tags", () => {
  const desired = [
    aDesired({ name: "app", target: PROD_EU, source: SONNET_EU }),
    aDesired({ name: "app" }),
    aDesired({ name: "other" }),
    aDesired({ name: "app", target: DEV, tags: { team: "search", env: "dev" } }),
  ];

  test("are told once for an entry, and again where they differ or another entry has them", () => {
    const tags = textOf({ desired }).match(/^ {6}tags .*$/gm);
    expect(tags?.map((row) => row.trim().replace(/\s+/, " "))).toEqual([
      "tags env=prod  team=checkout",
      "tags (as above in prod eu-west-1)",
      "tags env=prod  team=checkout",
      "tags env=dev  team=search",
    ]);
  });

  test("are always told with --full", () => {
    expect(textOf({ desired }, { full: true })).not.toContain("(as above");
  });
});

describe("cost allocation tags", () => {
  test("each state has its words", () => {
    const text = textOf({
      desired: [],
      targets: [PROD],
      billing: [
        anActivation("project"),
        { action: "waiting", key: "stage", from: null, hash: null },
        { action: "unchecked", key: "team", from: null, hash: null },
      ],
    });
    expect(text).toContain("  $ project  Inactive -> Active\n");
    expect(text).toContain("  $ stage  waiting: unknown to billing\n");
    expect(text).toContain("  $ team  not checked\n");
    expect(text).toContain("Plan: 1 cost tag; 1 cost tag waiting\n");
  });
});

describe("what was found on the way", () => {
  test("is told once: not again where a section or the guards tell it", () => {
    const note = diagnostic("aws/tags-read-one-by-one", { detail: "tag:GetResources is denied." });
    const given: Given = {
      desired: [aDesired({ name: "taken" })],
      live: [aLive({ name: "taken", stack: null })],
      diagnostics: [note, diagnostic("safety/too-many-deletes", { detail: "x" })],
    };
    const text = textOf(given);
    expect(text).toContain("warning: Tags are read one profile at a time\n");
    expect(text).not.toContain("error:");
    expect(text.match(/is taken in us-east-1/g)).toHaveLength(1);
  });

  test("stands beside 'No changes'", () => {
    const { desired, live } = aKept("app");
    const note = diagnostic("aws/tags-read-one-by-one", { detail: "tag:GetResources is denied." });
    const text = textOf({ desired: [desired], live: [live], diagnostics: [note] });
    expect(text).toContain("No changes. 1 profile is as the file says.\n");
    expect(text).toContain("warning: ");
  });
});

describe("a target that was not read", () => {
  const unread = [{ ...DEV, status: "unreadable" as const, fault: aFault() }];

  test("is never called unchanged", () => {
    expect(textOf({ desired: [], unread })).toContain("Nothing is planned: no target was read.\n");
    expect(textOf({ desired: [], unread, targets: [PROD] })).toContain(
      "No changes in the targets that were read. Nothing",
    );
  });

  test("is told once more beside the changes of the others", () => {
    expect(textOf({ ...oneCreate, unread })).toContain("! 1 target was not read: nothing is changed there.\n");
  });

  test("is no alarm while it is pending", () => {
    const text = textOf({ desired: [], unread: [{ ...DEV, status: "pending" }] });
    expect(text).toContain("Nothing is planned: its one target is pending.\n");
    expect(text).not.toContain("!");
  });
});

describe("colour", () => {
  const given: Given = {
    desired: [aDesired({ name: "bot", source: HAIKU, declaredAt: at(4) })],
    live: [aLive({ name: "bot", source: NOVA }), aLive({ name: "gone" })],
  };
  const esc = String.fromCharCode(27);
  const uncolored = (text: string): string => text.replaceAll(new RegExp(`${esc}\\[\\d+m`, "g"), "");

  test("only repeats what words say", () => {
    expect(uncolored(textOf(given, { color: true }))).toBe(textOf(given));
  });

  test("what ends an ARN is bold and red", () => {
    expect(textOf(given, { color: true })).toContain(`${esc}[1m${esc}[31mDELETE, ARN ENDS`);
  });
});

test.each([
  [86_400_000, "24 h"],
  [604_800_000, "7 days"],
  [5_400_000, "90 min"],
  [1_500, "2 s"],
])("%d ms are %s", (ms, words) => {
  expect(inWords(ms)).toBe(words);
});

/** What is measured here is what a terminal draws: rows with names from anywhere, each cell where it is meant to be. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { toRows } from "../../src/core/listing.ts";
import { renderListText } from "../../src/render/list-text.ts";
import { renderPlanText } from "../../src/render/plan-text.ts";
import { displayWidth } from "../../src/render/terminal-text.ts";
import { aLive, anObservation, aPlanReport, aState, type Given } from "../fakes/builders.ts";
import { aFolder } from "./command.ts";
import { HAS_TMUX, inTerminal } from "./terminal.ts";

const NAMES = [
  "plain-ascii",
  "検索-ランキング１２",
  "〈vertical︐〉🈂",
  "한국어-\u1112\u1161\u11ab\u1100\u116e\u11a8",
  "cafe\u0301-n\u0303-क्षि-ก็",
  "👍🏽-❤\ufe0f-👩‍💻-🎉",
  "bidi-\u202etxt.exe\u2066-שלום",
  "zero\u200b\u200d\ufeff\u00ad\u034f",
  "tab\tbell\u0007back\b",
  "c1-\u009b31m-\u0085",
  "esc-\u001b[2J\u001b[1A\u001b]0;owned\u0007",
  "line\r\nbreaks\u2028",
];

const GIVEN: Given = {
  desired: [],
  live: NAMES.map((name, index) => aLive({ name, awsName: name, id: `Z${String(index).padStart(11, "0")}` })),
};
const WIDE = { width: 160, color: false };

/** Rows in which the character at the column of the mark is written over by position, as the terminal counts it. */
async function overwritten(text: string, mark: string): Promise<{ screen: string; rows: number }> {
  const rows = text.split("\n").filter((row) => row.includes(mark));
  const column = displayWidth((rows[0] ?? "").slice(0, (rows[0] ?? "").indexOf(mark))) + 1;
  const folder = aFolder();
  const file = join(folder, "rows.txt");
  writeFileSync(file, `${rows.map((row) => `${row}\u001b[${column}G#\n`).join("")}the end\n`);
  const shown = inTerminal(folder, ["cat", file], { columns: 170, rows: 40 });
  return { screen: await shown.shows("the end"), rows: rows.length };
}

describe.skipIf(!HAS_TMUX)("in a terminal", () => {
  test("the rows of list", async () => {
    const text = renderListText(toRows(aState(GIVEN), anObservation(GIVEN)), WIDE);
    const { screen, rows } = await overwritten(text, "Z0000");
    expect(rows).toBe(NAMES.length);
    expect(screen.match(/ #0000/g)).toHaveLength(rows);
  });

  test("the last list of a plan", async () => {
    const text = renderPlanText(aPlanReport(GIVEN), { ...WIDE, full: false });
    const { screen, rows } = await overwritten(text.slice(text.lastIndexOf("Plan: ")), "ARN ENDS");
    expect(rows).toBe(NAMES.length);
    expect(screen.match(/ {2}#RN ENDS/g)).toHaveLength(rows);
  });

  test("nothing of a name acts: the whole plan stands there as it was printed", async () => {
    const text = renderPlanText(aPlanReport(GIVEN), { ...WIDE, full: false });
    const folder = aFolder({ "plan.txt": text });
    const shown = inTerminal(folder, ["cat", "plan.txt"], { columns: 170, rows: 40 });
    await shown.end();
    const rows = shown.everything().split("\n");
    expect(rows.slice(0, text.trimEnd().split("\n").length)).toEqual(text.trimEnd().split("\n"));
  });
});
